//! The one place that names the runtime crate.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

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
