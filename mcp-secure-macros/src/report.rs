//! The collector of errors: everything that is wrong is told, each at the user's own tokens.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// All errors of one expansion. Dropped without being asked, it panics: an error would be lost.
#[derive(Default)]
pub(crate) struct Report {
    errors: Option<syn::Error>,
    finished: bool,
}

impl Report {
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// An error at these tokens, from the first to the last.
    pub(crate) fn error(&mut self, at: &impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    pub(crate) fn error_with_help(
        &mut self,
        at: &impl ToTokens,
        message: impl Display,
        help: impl Display,
    ) {
        self.error(at, format_args!("{message}\n\n = help: {help}"));
    }

    /// `compile_error!` for each error, if there are any.
    pub(crate) fn finish(mut self) -> Result<(), TokenStream> {
        self.finished = true;
        match self.errors.take() {
            Some(errors) => Err(errors.into_compile_error()),
            None => Ok(()),
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "a report was dropped unread");
    }
}

/// The attribute that is being expanded, as a token to point at. It is the user's own, so it
/// has the hygiene of the item, not of our expansion.
pub(crate) fn this_attribute(name: &str, item: &TokenStream) -> Ident {
    let users = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    Ident::new(name, users.located_at(Span::call_site()))
}
