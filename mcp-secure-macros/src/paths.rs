//! The one place that names the runtime crate.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The module of what generated code may name.
pub(crate) fn runtime() -> TokenStream {
    runtime_at(Span::call_site())
}

/// The same, for code whose errors belong to the token at this place.
pub(crate) fn runtime_at(span: Span) -> TokenStream {
    let span = Span::call_site().located_at(span);
    quote_spanned!(span=> ::mcp_secure::__private)
}
