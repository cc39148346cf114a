//! `#[circuit_breaker(failures = 5, cooldown = "30s")]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let rt = runtime();
    let failures = arguments.number("failures", report).and_then(|number| {
        match number.base10_parse::<u32>() {
            Ok(1..) => Some(quote!(.failures(#number))),
            _ => {
                report.error(&number, "how many failures is a whole number of 1 or more");
                None
            }
        }
    });
    let cooldown = arguments.string("cooldown", report).and_then(|text| {
        let cooldown = literal::read(&text, mcp_secure_grammar::duration, report)?;
        let millis = u64::try_from(cooldown.as_millis()).unwrap_or(u64::MAX);
        Some(quote!(.cooldown(#rt::Duration::from_millis(#millis))))
    });
    Some(quote!(.guard(#rt::circuit_breaker::CircuitBreaker::new() #failures #cooldown)))
}
