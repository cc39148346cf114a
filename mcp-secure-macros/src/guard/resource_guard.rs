//! `#[resource_guard]`, `#[resource_guard(memory = "80%", disk = "90%", cpu = "90%")]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let rt = runtime();
    let mut limits = TokenStream::new();
    for key in ["memory", "disk", "cpu"] {
        let text = arguments.string(key, report);
        let read = |text| literal::read(&text, mcp_secure_grammar::percentage, report);
        if let Some(fraction) = text.and_then(read) {
            let method = format_ident!("{key}");
            limits.extend(quote!(.#method(#fraction)));
        }
    }
    Some(quote!(.guard(#rt::resource_guard::ResourceGuard::new() #limits)))
}
