//! `#[rate_limit("60/min", per = caller, burst = 10)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let expected = r#"a rate, as in `#[rate_limit("60/min", per = caller)]`"#;
    let rate = arguments.first_string(expected, report);
    let per = arguments.word("per", &["caller", "ip", "tool"], report);
    let burst = arguments.number("burst", report);

    let burst = match burst.as_ref().map(|number| (number, number.base10_parse::<u32>())) {
        None => None,
        Some((number, Ok(1..))) => Some(quote!(.burst(#number))),
        Some((number, _)) => {
            report.error(number, "a burst is a whole number of 1 or more");
            None
        }
    };
    let (count, period) = literal::read(&rate?, mcp_secure_grammar::rate, report)?;
    let seconds = period.as_secs();
    let rt = runtime();
    let per = per.map(|per| match per {
        "caller" => quote!(.per(#rt::rate_limit::Per::Caller)),
        "ip" => quote!(.per(#rt::rate_limit::Per::Ip)),
        _ => quote!(.per(#rt::rate_limit::Per::Tool)),
    });
    Some(quote! {
        .guard(#rt::rate_limit::RateLimit::new(#count, #rt::Duration::from_secs(#seconds)) #per #burst)
    })
}
