//! `#[limit(input = "64KiB", output = "1MiB")]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    if arguments.is_empty() {
        let help = "write for example `#[limit(input = \"64KiB\", output = \"1MiB\")]`";
        report.error_with_help(arguments.name(), "`#[limit]` names no limit", help);
    }
    let mut limits = TokenStream::new();
    for key in ["input", "output"] {
        let Some(text) = arguments.string(key, report) else { continue };
        if let Some(bytes) = literal::read(&text, mcp_secure_grammar::size, report) {
            let method = format_ident!("max_{key}");
            let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
            limits.extend(quote!(.#method(#bytes)));
        }
    }
    Some(limits)
}
