//! The one place that names the runtime crate.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, spanned::Spanned};

/// The module of what generated code may name. Lints do not look into it.
pub(crate) fn runtime() -> TokenStream {
    runtime_at(Span::call_site())
}

/// The same, for code whose errors read as if the user had written it at this place.
pub(crate) fn runtime_at(span: Span) -> TokenStream {
    quote_spanned!(span=> ::mcp_secure::__private)
}

/// A guard's attribute, wherever it is used.
pub(crate) fn guard(name: &Ident) -> TokenStream {
    quote_spanned!(name.span()=> ::mcp_secure::guard::#name)
}

/// The same name at the same place, but generated: lints do not look at it.
pub(crate) fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::call_site().located_at(ident.span()));
    ident
}

/// The expression with the names of `room` in scope, as a prelude has them: what the user's
/// module names itself goes before, but for `own`.
pub(crate) fn in_scope(room: &TokenStream, item: &Expr, own: Option<&Ident>) -> TokenStream {
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
