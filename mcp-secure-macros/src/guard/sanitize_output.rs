//! `#[sanitize_output(redact_secrets, html_text)]`, `#[sanitize_output(dangerous_raw)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::{
    paths::{in_scope, runtime},
    report::Report,
    syntax::{arguments::Arguments, rules, source},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let rt = runtime();
    if arguments.is_empty() {
        report.error_with_help(
            arguments.name(),
            "`#[sanitize_output]` names nothing",
            "results are sanitized without it; write for example `#[sanitize_output(redact_secrets)]`",
        );
        return None;
    }
    let raw = arguments.flag("dangerous_raw", report).filter(|(_, set)| *set);
    let raw = raw.map(|(key, _)| quote!(.#key()));
    let mut written = Vec::new();
    let sanitizers = arguments.values().into_iter().map(|item| {
        let item = rules::called(item, report);
        written.push(source::sanitizer(&item));
        let span = item.span();
        let item = in_scope(&quote!(#rt::sanitize), &item, None);
        quote_spanned!(span=> .sanitizer(#item))
    });
    let sanitizers: TokenStream = sanitizers.collect();
    let written = (!written.is_empty()).then(|| quote!(.written(&[#(#written),*])));
    Some(quote!(.outgoing(#rt::Outgoing::new() #raw #sanitizers #written)))
}
