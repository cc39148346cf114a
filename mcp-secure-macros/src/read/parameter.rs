//! One parameter of a tool, or one field of an input: what is declared at it.

use quote::ToTokens;
use syn::{
    Attribute, Field, Ident, Meta, Pat, PatType, Token, Type, ext::IdentExt,
    punctuated::Punctuated, spanned::Spanned,
};

use crate::{
    model::Parameter,
    report::Report,
    syntax::{
        arguments::Arguments,
        attribute,
        docs::{self, Docs},
        literal, rules, similar,
    },
};

/// A parameter of a tool's function. Takes our attributes off it.
pub(super) fn of_function(input: &mut PatType, report: &mut Report) -> Parameter {
    let description = Docs::of(&input.attrs);
    input.attrs.retain(|attribute| !docs::is_doc(attribute));
    let ours = attribute::take(&mut input.attrs, |name| name == "arguments" || is_ours(name));
    for condition in attribute::take(&mut input.attrs, |name| matches!(name, "cfg" | "cfg_attr")) {
        report.error_with_help(
            &condition,
            "a parameter of a tool cannot be conditional",
            "write two functions, each with its `#[cfg(..)]`",
        );
    }
    let ident = match &*input.pat {
        Pat::Ident(pattern) => pattern.ident.clone(),
        other => {
            report.error_with_help(
                other,
                "a parameter of a tool needs a name",
                "it is the name of the argument: write `name: Type`",
            );
            Ident::new("unnamed", other.span())
        }
    };
    declared(ident, (*input.ty).clone(), description, &ours, report)
}

/// A field of an input, whose attributes stay where they are.
pub(super) fn of_field(ident: Ident, field: &Field, report: &mut Report) -> Parameter {
    let mut ours = Vec::new();
    for found in &field.attrs {
        match attribute::name_of(found).as_deref() {
            Some("sanitize") => report.error_with_help(
                found,
                "rustc has an attribute `sanitize` of its own, for functions",
                "at a field, write `#[input(sanitize(..))]`",
            ),
            Some("input") => ours.extend(sanitizers(found, report)),
            Some(name) if is_ours(name) => ours.push(found.clone()),
            _ => {}
        }
    }
    declared(ident, field.ty.clone(), Docs::of(&field.attrs), &ours, report)
}

/// `#[input(sanitize(trim))]`, as the `#[sanitize(trim)]` that it stands for.
fn sanitizers(attribute: &Attribute, report: &mut Report) -> Vec<Attribute> {
    let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let metas = metas.map_err(|error| report.push(error)).unwrap_or_default();
    let (ours, others): (Vec<_>, Vec<_>) =
        metas.into_iter().partition(|meta| meta.path().is_ident("sanitize"));
    for other in others {
        let name = other.path().to_token_stream().to_string();
        let help = match &*name {
            "rename" | "rename_all" | "tag" | "content" | "untagged" => {
                "names and tags are serde's: write it in `#[serde(..)]`".to_owned()
            }
            _ => similar::or_list(&name, &["sanitize"]),
        };
        report.error_with_help(&other, format!("unknown key `{name}`"), help);
    }
    ours.into_iter().map(|meta| Attribute { meta, ..attribute.clone() }).collect()
}

pub(super) fn is_ours(name: &str) -> bool {
    matches!(name, "validate" | "sanitize" | "default" | "secret" | "header")
}

fn declared(
    ident: Ident,
    ty: Type,
    description: Docs,
    ours: &[Attribute],
    report: &mut Report,
) -> Parameter {
    let mut parameter = Parameter {
        name: ident.unraw().to_string(),
        ident,
        ty,
        description,
        sanitizers: Vec::new(),
        rules: Vec::new(),
        default: None,
        takes_all: None,
        secret: None,
        header: None,
    };
    for attribute in ours {
        match attribute::name_of(attribute).as_deref() {
            Some("validate") => {
                parameter.rules.extend(rules::read(attribute, "length(1..=64)", report));
            }
            Some("sanitize") => {
                parameter.sanitizers.extend(rules::read(attribute, "trim", report));
            }
            Some("arguments") => {
                Arguments::of(attribute, report).finish(report);
                once(
                    &mut parameter.takes_all,
                    Some(attribute::ident(attribute)),
                    attribute,
                    report,
                );
            }
            Some("secret") => {
                Arguments::of(attribute, report).finish(report);
                once(&mut parameter.secret, Some(attribute::ident(attribute)), attribute, report);
            }
            Some("header") => {
                let mut arguments = Arguments::of(attribute, report);
                let name = arguments.first_string("a name, as in `#[header(\"Region\")]`", report);
                arguments.finish(report);
                let is_token =
                    |name: &_| literal::read(name, mcp_secure_grammar::header, report).is_some();
                let name = name.filter(is_token);
                once(&mut parameter.header, name, attribute, report);
            }
            _ => {
                let mut arguments = Arguments::of(attribute, report);
                let value = arguments.first("a value, as in `#[default(10)]`", report);
                arguments.finish(report);
                once(&mut parameter.default, value, attribute, report);
            }
        }
    }
    parameter
}

/// Sets what one attribute alone may say.
fn once<T>(slot: &mut Option<T>, value: Option<T>, attribute: &Attribute, report: &mut Report) {
    if slot.is_some() {
        let name = attribute::ident(attribute);
        report.error(attribute, format!("`#[{name}]` is given twice"));
    }
    *slot = value;
}
