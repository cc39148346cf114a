//! The parameters of a tool: their list, what they need of the server, and checks at their
//! own place in the user's code.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, Lit, ext::IdentExt, spanned::Spanned};

use crate::{
    model::{Parameter, Tool},
    paths::{runtime, runtime_at},
};

/// `(first, (second, ()))`.
pub(super) fn list(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let list = tool.parameters.iter().rev().fold(quote!(()), |rest, parameter| {
        let parameter = one(parameter);
        quote!((#parameter, #rest))
    });
    if !tool.takes_self {
        return list;
    }
    let rt = runtime();
    quote!((#rt::Parameter::<#rt::State<#ty>>::new("self"), #list))
}

/// What the server must hold for the parameters, as a type of the same shape.
pub(super) fn needs(ty: &TokenStream, tool: &Tool) -> TokenStream {
    let rt = runtime();
    let needs = tool.parameters.iter().rev().fold(quote!(#rt::NeedsNothing), |rest, parameter| {
        let ty = &parameter.ty;
        let rt = runtime_at(ty.span());
        let needs = quote_spanned!(ty.span()=> <#ty as #rt::Param>::Needs);
        quote!((#needs, #rest))
    });
    if !tool.takes_self {
        return needs;
    }
    quote!((<#rt::State<#ty> as #rt::Param>::Needs, #needs))
}

/// What can only be known by the types, told at the type.
pub(super) fn checks(tool: &Tool) -> TokenStream {
    let mut checks = TokenStream::new();
    for Parameter { ty, .. } in tool.parameters.iter().filter(|_| tool.public.is_some()) {
        let span = ty.span();
        let rt = runtime_at(span);
        checks.extend(quote_spanned! {span=>
            const _: () = #rt::assert!(
                !<#ty as #rt::Param>::REQUIRES_CALLER,
                "a public tool has no caller: take `Call` and ask `call.caller()`, or remove `public`"
            );
        });
    }
    if tool.parameters.iter().any(|parameter| parameter.takes_all.is_some()) {
        for Parameter { ty, .. } in tool.parameters.iter().filter(|p| p.takes_all.is_none()) {
            let span = ty.span();
            let rt = runtime_at(span);
            checks.extend(quote_spanned! {span=>
                const _: () = #rt::assert!(
                    <#ty as #rt::Param>::INJECTED,
                    "`#[arguments]` takes all arguments: make this one a field of its struct"
                );
            });
        }
    }
    checks
}

fn one(parameter: &Parameter) -> TokenStream {
    let Parameter { ident, ty, description, sanitizers, rules, default, takes_all } = parameter;
    let name = ident.unraw().to_string();
    let rt = runtime_at(ty.span());
    let new = quote_spanned!(ty.span()=> #rt::Parameter::<#ty>::new(#name));
    let description = (!description.is_empty()).then(|| quote!(.description(#description)));
    let default = default.as_ref().map(|value| {
        let value = owned(value);
        quote_spanned!(value.span()=> .default(|| #value))
    });
    let sanitizers = sanitizers.iter().map(|sanitizer| {
        let rt = runtime();
        quote_spanned! {sanitizer.span()=>
            .sanitizer({ #[allow(unused_imports)] use #rt::sanitize::*; #sanitizer })
        }
    });
    let rules = rules.iter().map(|rule| {
        let rt = runtime();
        quote_spanned! {rule.span()=> .rule({ #[allow(unused_imports)] use #rt::rule::*; #rule }) }
    });
    let all = takes_all.map(|span| quote_spanned!(span=> .all()));
    quote!(#new #all #description #default #(#sanitizers)* #(#rules)*)
}

/// A string literal is the default of a `String`.
fn owned(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned!(text.span()=> ::core::convert::Into::into(#text))
        }
        value => quote!(#value),
    }
}
