//! `#[resource_guard]`, `#[resource_guard(memory = "80%", disk("/var/data" = "90%"), cpu = "90%",
//! files = "80%", pressure(memory = "10%"))]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, ExprLit, Lit, LitStr, spanned::Spanned};

use crate::{
    paths::runtime,
    report::Report,
    syntax::{
        arguments::{Arguments, Assigned},
        literal,
    },
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let rt = runtime();
    let mut limits = TokenStream::new();
    for key in ["memory", "cpu", "files"] {
        let text = arguments.string(key, report);
        if let Some(fraction) = text.and_then(|text| share(&text, report)) {
            let method = format_ident!("{key}");
            limits.extend(quote!(.#method(#fraction)));
        }
    }
    let expected = r#"`disk = ".."` or `disk("/var/data" = "..")`"#;
    match arguments.assigned("disk", expected, report) {
        None => {}
        Some(Assigned::One(text)) => {
            limits.extend(share(&text, report).map(|fraction| quote!(.disk(#fraction))));
        }
        Some(Assigned::Each(disks)) => limits.extend(self::disks(&disks, report)),
    }
    for (word, text) in arguments.words_assigned("pressure", &["memory", "cpu", "io"], report) {
        if let Some(fraction) = share(&text, report) {
            let method = format_ident!("{word}_pressure");
            limits.extend(quote!(.#method(#fraction)));
        }
    }
    Some(quote!(.guard(#rt::resource_guard::ResourceGuard::new() #limits)))
}

/// The path is an expression: it is evaluated when the tool is defined, as the server is built.
fn disks(disks: &[(Expr, LitStr)], report: &mut Report) -> TokenStream {
    let mut known = Vec::new();
    let mut limits = TokenStream::new();
    for (path, text) in disks {
        if matches!(path, Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) if path.value().is_empty())
        {
            report.error(
                path,
                "the path of a disk is empty; write `\".\"` for the current directory",
            );
        }
        let written = path.to_token_stream().to_string();
        if known.contains(&written) {
            report.error(path, "this path is given twice");
        }
        known.push(written);
        if let Some(fraction) = share(text, report) {
            limits.extend(quote_spanned!(path.span()=> .disk_at(#path, #fraction)));
        }
    }
    limits
}

fn share(text: &LitStr, report: &mut Report) -> Option<f64> {
    literal::read(text, mcp_secure_grammar::percentage, report)
}
