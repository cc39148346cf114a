//! The parameters of a tool, each with what is declared at it.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprLit, Ident, Lit, ext::IdentExt, spanned::Spanned};

use super::docs;
use crate::{
    model::{Parameter, Tool},
    paths::{runtime, runtime_at},
};

/// `(first, (second, ()))`.
pub(super) fn list(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let rt = runtime();
    // A function that is named like a rule is not meant by it; a method is not in scope at all.
    let own = (!tool.is_method).then_some(&tool.ident);
    let list = tool.parameters.iter().rev().fold(quote!(()), |rest, parameter| {
        let parameter = one(parameter, own);
        quote!((#parameter, #rest))
    });
    if tool.takes_self {
        quote!((#rt::Parameter::<#rt::State<#ty>>::new("self"), #list))
    } else {
        list
    }
}

fn one(parameter: &Parameter, own: Option<&Ident>) -> TokenStream {
    let Parameter { ident, ty, description, sanitizers, rules, default, takes_all } = parameter;
    let rt = runtime();
    let new = {
        let rt = runtime_at(ty.span());
        let name = ident.unraw().to_string();
        quote_spanned!(ty.span()=> #rt::Parameter::<#ty>::new(#name))
    };
    let all = takes_all.iter().map(|mark| quote_spanned!(mark.span()=> .all()));
    let description = (!description.is_empty()).then(|| {
        let text = docs::text(description);
        quote!(.description(#text))
    });
    let default = default.iter().map(|value| {
        let value = owned(value);
        quote_spanned!(value.span()=> .default(|| #value))
    });
    let sanitizers = sanitizers.iter().map(|item| {
        let item = in_scope(&quote!(#rt::sanitize), item, own);
        quote_spanned!(item.span()=> .sanitizer(#item))
    });
    let rules = rules.iter().map(|item| {
        let item = in_scope(&quote!(#rt::rule), item, own);
        quote_spanned!(item.span()=> .rule(#item))
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

/// The expression with the names of `room` in scope, as a prelude has them: what the user's
/// module names itself goes before, but for `own`.
fn in_scope(room: &TokenStream, item: &Expr, own: Option<&Ident>) -> TokenStream {
    let ours = quote!(#[allow(unused_imports)] use #room::*;);
    let users = quote!(
        #[allow(unused_imports)]
        use self::*;
    );
    if own.is_some_and(|own| mentions(item.to_token_stream(), own)) {
        quote_spanned!(item.span()=> { #ours #item })
    } else {
        quote_spanned!(item.span()=> { #ours { #users #item } })
    }
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}
