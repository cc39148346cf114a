//! From the tokens of a type to the model of an input.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Type, ext::IdentExt, spanned::Spanned};

use super::parameter;
use crate::{
    model::{Body, Content, Input, Parameter, Tagging, Variant},
    report::Report,
    syntax::{
        attribute,
        case::Case,
        docs::Docs,
        serde::{self, OfType},
    },
};

/// What is left of it is no input, if it is neither a struct nor an enum.
pub(crate) fn input(item: &DeriveInput, report: &mut Report) -> Input {
    let of_type = serde::of_type(&item.attrs, report);
    refuse_at_type(&item.attrs, report);
    let body = match &item.data {
        Data::Struct(data) => Body::Struct(of_struct(item, &data.fields, &of_type, report)),
        Data::Enum(data) => {
            let tagging = tagging(&of_type, report);
            let variants =
                data.variants.iter().map(|variant| self::variant(item, variant, &of_type, report));
            Body::Enum(tagging, variants.collect())
        }
        Data::Union(data) => {
            report.error_with_help(
                &data.union_token,
                "a union is no input",
                "make it a struct or an enum",
            );
            Body::Struct(Content::Unit)
        }
    };
    Input { ident: item.ident.clone(), description: Docs::of(&item.attrs), body }
}

fn of_struct(
    item: &DeriveInput,
    fields: &Fields,
    of_type: &OfType,
    report: &mut Report,
) -> Content {
    if let Some(key) = of_type.tag.as_ref().or(of_type.content.as_ref()) {
        report.error(key, "a struct has no variants to be told apart");
    }
    if let Some(key) = &of_type.untagged {
        report.error(key, "a struct has no variants to be told apart");
    }
    let help = "name its fields, or let it contain one value";
    match content(item, fields, of_type.rename_all, help, report) {
        Content::Unit if matches!(fields, Fields::Unit) => {
            report.error_with_help(&item.ident, "a struct without fields says nothing", help);
            Content::Unit
        }
        content => content,
    }
}

fn variant(
    item: &DeriveInput,
    variant: &syn::Variant,
    of_type: &OfType,
    report: &mut Report,
) -> Variant {
    let of_variant = serde::of_variant(&variant.attrs, report);
    let rename_fields = of_variant.rename_all.or(of_type.rename_all_fields);
    let help = "name its fields, or let it contain one value";
    let ident = variant.ident.clone();
    let own = ident.unraw().to_string();
    Variant {
        name: match (of_variant.rename, of_type.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(case)) => case.of_variant(&own),
            (None, None) => own,
        },
        description: Docs::of(&variant.attrs),
        content: content(item, &variant.fields, rename_fields, help, report),
        ident,
    }
}

fn content(
    item: &DeriveInput,
    fields: &Fields,
    rename_all: Option<Case>,
    help: &str,
    report: &mut Report,
) -> Content {
    match fields {
        Fields::Unit => Content::Unit,
        Fields::Named(fields) => Content::Record(
            fields
                .named
                .iter()
                .map(|field| {
                    let ident = field.ident.clone().unwrap_or_else(|| item.ident.clone());
                    let mut parameter = self::field(item, ident, field, report);
                    match (serde::of_field(&field.attrs, report), rename_all) {
                        (Some(name), _) => parameter.name = name.value(),
                        (None, Some(case)) => parameter.name = case.of_field(&parameter.name),
                        (None, None) => {}
                    }
                    parameter
                })
                .collect(),
        ),
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(field) if fields.unnamed.len() == 1 => {
                if let Some(name) = serde::of_field(&field.attrs, report) {
                    report.error(&name, "a field without a name cannot be renamed");
                }
                let ident = Ident::new("content", field.ty.span());
                Content::Newtype(Box::new(self::field(item, ident, field, report)))
            }
            _ => {
                report.error_with_help(fields, "the fields of an input have names", help);
                Content::Unit
            }
        },
    }
}

fn field(item: &DeriveInput, ident: Ident, field: &syn::Field, report: &mut Report) -> Parameter {
    let mut parameter = parameter::of_field(ident, field, report);
    parameter.ty = without_self(parameter.ty, &item.ident);
    parameter
}

fn tagging(of_type: &OfType, report: &mut Report) -> Tagging {
    let OfType { tag, content, untagged, .. } = of_type;
    if let Some(untagged) = untagged
        && (tag.is_some() || content.is_some())
    {
        let message = "`untagged` and a tag exclude each other";
        report.error_with_help(untagged, message, "remove one of them");
    }
    match (untagged, tag, content) {
        (Some(_), _, _) => Tagging::Untagged,
        (None, Some(tag), Some(content)) => {
            if tag.value() == content.value() {
                report.error(content, "the tag has this name");
            }
            Tagging::Adjacent(tag.clone(), content.clone())
        }
        (None, Some(tag), None) => Tagging::Internal(tag.clone()),
        (None, None, content) => {
            if let Some(content) = content {
                report.error_with_help(
                    content,
                    "`content` needs a `tag`",
                    "write `#[serde(tag = \"..\", content = \"..\")]`",
                );
            }
            Tagging::External
        }
    }
}

/// What is declared at fields, at the type.
fn refuse_at_type(attributes: &[Attribute], report: &mut Report) {
    for attribute in attributes {
        let name = attribute::name_of(attribute).unwrap_or_default();
        if parameter::is_ours(&name) || name == "input" {
            report.error_with_help(
                attribute,
                format!("`#[{name}]` goes on a field"),
                "what holds for the whole is declared where the type is used",
            );
        }
    }
}

/// The type, with the name of the input for `Self`: it is used outside of an `impl` too.
fn without_self(ty: Type, name: &Ident) -> Type {
    syn::parse2(replaced(ty.to_token_stream(), name)).unwrap_or(ty)
}

fn replaced(tokens: TokenStream, name: &Ident) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(ident) if ident == "Self" => {
            let mut name = name.clone();
            name.set_span(ident.span());
            TokenTree::Ident(name)
        }
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), replaced(group.stream(), name));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        other => other,
    };
    tokens.into_iter().map(replace).collect()
}
