//! The parameters of a tool, each with what is declared at it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, Lit, ext::IdentExt, spanned::Spanned};

use crate::{
    model::{Parameter, Tool},
    paths::{runtime, runtime_at},
};

/// `(first, (second, ()))`.
pub(super) fn list(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let rt = runtime();
    let list = tool.parameters.iter().rev().fold(quote!(()), |rest, parameter| {
        let parameter = one(parameter);
        quote!((#parameter, #rest))
    });
    if tool.takes_self {
        quote!((#rt::Parameter::<#rt::State<#ty>>::new("self"), #list))
    } else {
        list
    }
}

fn one(parameter: &Parameter) -> TokenStream {
    let Parameter { ident, ty, description, sanitizers, rules, default, takes_all } = parameter;
    let rt = runtime();
    let new = {
        let rt = runtime_at(ty.span());
        let name = ident.unraw().to_string();
        quote_spanned!(ty.span()=> #rt::Parameter::<#ty>::new(#name))
    };
    let all = takes_all.iter().map(|mark| quote_spanned!(mark.span()=> .all()));
    let description = (!description.is_empty()).then(|| quote!(.description(#description)));
    let default = default.iter().map(|value| {
        let value = owned(value);
        quote_spanned!(value.span()=> .default(|| #value))
    });
    let sanitizers = sanitizers.iter().map(|item| {
        let import = quote!(use #rt::sanitize::*;);
        quote_spanned!(item.span()=> .sanitizer({ #import #item }))
    });
    let rules = rules.iter().map(|item| {
        let import = quote!(use #rt::rule::*;);
        quote_spanned!(item.span()=> .rule({ #import #item }))
    });
    quote!(#new #(#all)* #description #(#default)* #(#sanitizers)* #(#rules)*)
}

/// A string literal is the default of a `String`.
fn owned(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let rt = runtime_at(text.span());
            quote_spanned!(text.span()=> #rt::Into::into(#text))
        }
        value => quote!(#value),
    }
}
