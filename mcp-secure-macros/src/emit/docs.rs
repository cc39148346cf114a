//! A description as one constant text.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::{
    paths::{runtime, runtime_at},
    syntax::docs::{Docs, Part},
};

/// An expression of type `&'static str`.
pub(super) fn text(docs: &Docs) -> TokenStream {
    if let [Part::Text(text)] = docs.parts() {
        return quote!(#text);
    }
    let rt = runtime();
    let parts = docs.parts().iter().map(|part| match part {
        Part::Text(text) => quote!(#text),
        Part::Code(code) => quote!(#code),
    });
    quote!(#rt::concat!(#(#parts, "\n"),*).trim_ascii())
}

/// A check that what only rustc knows says something.
pub(super) fn check(docs: &Docs, at: Span, message: &str) -> TokenStream {
    let has_code = docs.parts().iter().any(|part| matches!(part, Part::Code(_)));
    let has_text = docs.parts().iter().any(|part| matches!(part, Part::Text(_)));
    if !has_code || has_text {
        return TokenStream::new();
    }
    let (rt, text) = (runtime_at(at), text(docs));
    quote_spanned!(at=> const _: () = #rt::assert!(!#text.is_empty(), #message);)
}
