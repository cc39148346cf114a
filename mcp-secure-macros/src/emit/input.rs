//! An input: how it is made, field by field, and its schema.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, spanned::Spanned};

use super::{
    docs,
    parameter::{self, Role},
};
use crate::{
    model::{Body, Content, Input, Parameter, Tagging, Variant},
    paths::{generated, runtime, runtime_at},
};

mod shape;

/// The type as an input.
pub(crate) fn input(input: &Input) -> TokenStream {
    let rt = runtime();
    let form = form(input);
    let description = (!input.description.is_empty()).then(|| {
        let text = docs::text(&input.description);
        quote!(.description(#text))
    });
    let checks = input.body.contents().into_iter().flat_map(Content::fields).map(parameter::checks);
    let judged = only_judged(&input.ident);
    let told_apart = shape::checks(&input.body);
    let implementations =
        implementations(&input.ident, &shape::of(&input.body), &shape::is_secret(&input.body));
    quote! {
        const _: () = {
            use #rt::{DeclarePlain as _, NotDeserialized as _, NotOptional as _};
            #judged
            #(#checks)*
            #told_apart
            #implementations
            fn __form() -> #rt::Form<__Input> {
                #form #description
            }
        };
    }
}

/// A check that there is no way around the rules.
fn only_judged(ident: &Ident) -> TokenStream {
    let message = format!(
        "`{ident}` derives `serde::Deserialize` too: within another type that serde decodes, none \
         of its rules would be asked. Leave `Input` alone, or make two types of it"
    );
    let (span, ident) = (ident.span(), generated(ident));
    let rt = runtime_at(span);
    quote_spanned!(span=> const _: () = #rt::assert!(!#rt::Deserialized::<#ident>::IS, #message);)
}

/// What is left of an input that has errors: enough that its uses cause no further ones.
pub(crate) fn failed_input(ident: &Ident, errors: TokenStream) -> TokenStream {
    let rt = runtime();
    let implementations = implementations(ident, &quote!(#rt::Shape::ANY), &quote!(false));
    quote! {
        #errors
        const _: () = {
            #implementations
            fn __form() -> #rt::Form<__Input> {
                #rt::Form::record((), |()| #rt::unreachable!())
            }
        };
    }
}

fn implementations(ident: &Ident, shape: &TokenStream, is_secret: &TokenStream) -> TokenStream {
    let rt = runtime();
    let name = ident.to_string();
    let ident = generated(ident);
    quote! {
        type __Input = #ident;
        static __FORM: #rt::OnceLock<#rt::Form<__Input>> = #rt::OnceLock::new();
        impl #rt::Input for __Input {
            const SHAPE: #rt::Shape = #shape;
            const IS_SECRET: #rt::bool = #is_secret;
            fn take(
                raw: #rt::Raw<'_>,
                _: #rt::TextTerms<'_>,
                intake: &mut #rt::Intake<'_>,
            ) -> #rt::Option<Self> {
                __FORM.get_or_init(__form).take(raw, intake)
            }
        }
        impl #rt::JsonSchema for __Input {
            fn schema_name() -> #rt::Cow<'static, #rt::str> {
                #rt::Cow::Borrowed(#name)
            }
            fn schema_id() -> #rt::Cow<'static, #rt::str> {
                #rt::Cow::Borrowed(#rt::type_name::<Self>())
            }
            fn json_schema(generator: &mut #rt::SchemaGenerator) -> #rt::Schema {
                __FORM.get_or_init(__form).describe(generator)
            }
        }
        impl #rt::Subject for __Input {
            type View = Self;
            fn view(&self) -> #rt::Option<&Self> {
                #rt::Option::Some(self)
            }
        }
    }
}

fn form(input: &Input) -> TokenStream {
    let rt = runtime();
    match &input.body {
        Body::Struct(content) => {
            let ident = generated(&input.ident);
            let (kind, parts) = parts(content, &quote!(#ident), None);
            quote!(#rt::Form::#kind(#parts))
        }
        Body::Enum(tagging, variants) => {
            let variants = variants.iter().map(|variant| self::variant(input, tagging, variant));
            let tagging = match tagging {
                Tagging::External => quote!(External),
                Tagging::Internal(tag) => quote!(Internal(#tag)),
                Tagging::Adjacent(tag, content) => quote!(Adjacent(#tag, #content)),
                Tagging::Untagged => quote!(Untagged),
            };
            quote!(#rt::Form::choice(#rt::Tagging::#tagging, [#(#variants),*]))
        }
    }
}

fn variant(input: &Input, tagging: &Tagging, variant: &Variant) -> TokenStream {
    let rt = runtime();
    let Variant { ident, name, description, content } = variant;
    let tag = match tagging {
        Tagging::Internal(tag) => Some(tag.value()),
        _ => None,
    };
    let (this, ident) = (generated(&input.ident), generated(ident));
    let (kind, parts) = parts(content, &quote!(#this::#ident), tag.as_deref());
    let description = (!description.is_empty()).then(|| {
        let text = docs::text(description);
        quote!(.description(#text))
    });
    let shape = matches!(tagging, Tagging::Untagged).then(|| {
        let shape = shape::of_content(content);
        quote!(.shape(#shape))
    });
    quote!(#rt::Variant::#kind(#name, #parts) #description #shape)
}

/// The name of the constructor, and its arguments: the fields, and how they are put together.
fn parts(content: &Content, path: &TokenStream, tag: Option<&str>) -> (Ident, TokenStream) {
    let constructor = |name| Ident::new(name, Span::call_site());
    match content {
        Content::Unit => (constructor("unit"), quote!(|| #path)),
        Content::Newtype(field) => {
            let content = parameter::one(field, Role::Content { is_inline: tag.is_some() });
            let value = Ident::new("value", Span::mixed_site());
            (constructor("newtype"), quote!(#content, |#value| #path(#value)))
        }
        Content::Record(fields) => {
            let (list, pattern, values) = record(fields);
            (constructor("record"), quote!(#list, |#pattern| #path { #values }))
        }
    }
}

/// The fields, the pattern of their values, and the values by name.
fn record(fields: &[Parameter]) -> (TokenStream, TokenStream, TokenStream) {
    let (mut list, mut pattern, mut values) = (quote!(()), quote!(()), TokenStream::new());
    for (index, field) in fields.iter().enumerate().rev() {
        let declared = parameter::one(field, Role::Field);
        let value = format_ident!("field_{index}", span = Span::mixed_site());
        let ident = generated(&field.ident);
        list = quote!((#declared, #list));
        pattern = quote!((#value, #pattern));
        values.extend(quote!(#ident: #value,));
    }
    (list, pattern, values)
}

/// A check at a type, told there.
fn check(field: &Parameter, condition: TokenStream, message: &str) -> TokenStream {
    let span = field.ty.span();
    let rt = runtime_at(span);
    quote_spanned!(span=> const _: () = #rt::assert!(#condition, #message);)
}
