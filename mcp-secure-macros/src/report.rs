//! The collector of errors: everything that is wrong is told, each at the user's own token.

use proc_macro2::{Span, TokenStream};

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

    pub(crate) fn error(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    pub(crate) fn error_with_help(
        &mut self,
        span: Span,
        message: impl std::fmt::Display,
        help: impl std::fmt::Display,
    ) {
        self.error(span, format_args!("{message}\n\n = help: {help}"));
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
