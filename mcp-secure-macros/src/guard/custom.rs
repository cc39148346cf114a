//! `#[guard(expr)]`: any value that implements `Guard`.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::{report::Report, syntax::arguments::Arguments};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let value = arguments.first("a guard, as in `#[guard(OfficeHours::new())]`", report)?;
    Some(quote_spanned!(value.span()=> .guard(#value)))
}
