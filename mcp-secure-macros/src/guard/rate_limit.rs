//! `#[rate_limit("60/min", per = caller, burst = 10)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal, similar},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let expected = r#"a rate, as in `#[rate_limit("60/min", per = caller)]`"#;
    let text = arguments.first_string(expected, report)?;
    let (count, period) = literal::read(&text, mcp_secure_grammar::rate, report)?;
    let seconds = period.as_secs();
    let rt = runtime();
    let per = match arguments.word("per", report) {
        None => None,
        Some(word) => match word.to_string().as_str() {
            "caller" => Some(quote!(Caller)),
            "ip" => Some(quote!(Ip)),
            "tool" => Some(quote!(Tool)),
            other => {
                let help = similar::or_list(other, &["caller", "ip", "tool"]);
                report.error_with_help(word.span(), format!("unknown key `{other}`"), help);
                return None;
            }
        },
    };
    let per = per.map(|per| quote!(.per(#rt::rate_limit::Per::#per)));
    let burst = match arguments.number("burst", report) {
        None => None,
        Some(number) => match number.base10_parse::<u32>() {
            Ok(1..) => Some(quote!(.burst(#number))),
            _ => {
                report.error(number.span(), "a burst is a whole number of 1 or more");
                return None;
            }
        },
    };
    Some(quote! {
        .guard(#rt::rate_limit::RateLimit::new(#count, #rt::Duration::from_secs(#seconds)) #per #burst)
    })
}
