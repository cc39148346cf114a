//! `#[budget("1000/day", per = caller, cost = expr)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, spanned::Spanned};

use mcp_secure_grammar::Window;

use super::rate_limit::{of_the_call, read_per, written};
use crate::{
    paths::runtime,
    report::Report,
    syntax::{arguments::Arguments, literal},
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let expected = r#"a budget, as in `#[budget("1000/day", per = caller)]`"#;
    let budget = arguments.first_string(expected, report);
    let per = arguments.expression("per", "caller", report);
    let cost = arguments.expression("cost", "expression", report);
    let written = written(per.as_ref(), cost.as_ref());
    let per = per.and_then(|per| read_per(&per, report));
    let rt = runtime();
    let cost = cost.map(|cost| {
        let cost = of_the_call(&cost, quote_spanned!(cost.span()=> #cost), quote!(#rt::u64));
        quote!(.cost(#cost))
    });
    let (amount, window) = literal::read(&budget?, mcp_secure_grammar::budget, report)?;
    let window = match window {
        Window::Hour => "hourly",
        Window::Day => "daily",
        Window::Week => "weekly",
        Window::Month => "monthly",
    };
    let window = Ident::new(window, Span::call_site());
    Some(quote!(.guard(#rt::budget::Budget::#window(#amount) #per #cost #written)))
}
