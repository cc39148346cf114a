//! What the server must hold for a tool, as types, and checks of what only the types know.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Ident, Type, parse_quote, spanned::Spanned};

use crate::{
    model::Tool,
    paths::{runtime, runtime_at},
};

/// A list: what each parameter of each tool needs.
pub(super) fn list(ty: &TokenStream, tools: &[Tool]) -> TokenStream {
    let rt = runtime();
    let needs = tools.iter().flat_map(|tool| {
        let kind = if tool.requires_auth() { "OF_ADMITTED" } else { "OF" };
        let this = tool.takes_self.then(|| need(&parse_quote!(#rt::State<#ty>), kind));
        let parameters = tool.parameters.iter().map(move |parameter| need(&parameter.ty, kind));
        this.into_iter().chain(parameters)
    });
    let needs: Vec<TokenStream> = needs.collect();
    needs.iter().rev().fold(quote!(#rt::Nothing), |rest, need| quote!((#need, #rest)))
}

/// The least server that may serve all of them.
pub(super) fn access(tools: &[Tool]) -> TokenStream {
    let rt = runtime();
    if tools.iter().any(Tool::requires_auth) {
        quote!(#rt::Authenticating)
    } else {
        quote!(#rt::Open)
    }
}

/// Calls that compile where the types of the parameters may stand.
pub(super) fn checks(tools: &[Tool]) -> TokenStream {
    tools.iter().flat_map(checks_of).collect()
}

fn checks_of(tool: &Tool) -> impl Iterator<Item = TokenStream> {
    let is_public = tool.public.is_some();
    let takes_all = tool.parameters.iter().any(|parameter| parameter.takes_all.is_some());
    tool.parameters.iter().map(move |parameter| {
        let need = need(&parameter.ty, "OF");
        let span = parameter.ty.span();
        let rt = runtime_at(span);
        let is_other = parameter.takes_all.is_none();
        let anonymous =
            (is_public && is_other).then(|| quote_spanned!(span=> #rt::is_anonymous::<#need>();));
        let injected =
            (takes_all && is_other).then(|| quote_spanned!(span=> #rt::is_injected::<#need>();));
        let sent = parameter.secret.iter().map(|secret| {
            let rt = runtime_at(secret.span());
            quote_spanned!(secret.span()=> #rt::is_sent::<#need>();)
        });
        quote!(#anonymous #injected #(#sent)*)
    })
}

/// What a parameter of this type needs.
fn need(ty: &Type, kind: &str) -> TokenStream {
    let span = ty.span();
    let rt = runtime_at(span);
    let kind = Ident::new(kind, span);
    quote_spanned!(span=> #rt::Need<#ty, { #rt::Kind::<#ty>::#kind }>)
}
