//! `#[authorize(owns(&caller, &name))]`: an expression over the parameters.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::{report::Report, syntax::arguments::Arguments};

/// The expression, as it is: it is evaluated where the parameters are in scope.
pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let expected = "an expression over the parameters, as in `#[authorize(owns(&caller, &name))]`";
    arguments.first(expected, report).map(ToTokens::into_token_stream)
}
