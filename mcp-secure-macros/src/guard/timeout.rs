//! `#[timeout("5s")]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let text = arguments.first_string(r#"a duration, as in `#[timeout("5s")]`"#, report)?;
    let duration = literal::read(&text, mcp_secure_grammar::duration, report)?;
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let rt = runtime();
    Some(quote!(.timeout(#rt::Duration::from_millis(#millis))))
}
