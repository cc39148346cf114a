//! `#[rate_limit("60/min", per = caller, burst = 10, cost = expr)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Ident, spanned::Spanned};

use crate::{
    paths::runtime,
    report::Report,
    syntax::{
        arguments::{Arguments, word_of},
        literal, similar, source,
    },
};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let expected = r#"a rate, as in `#[rate_limit("60/min", per = caller)]`"#;
    let rate = arguments.first_string(expected, report);
    let per = arguments.expression("per", "caller", report);
    let burst = arguments.number("burst", report);
    let cost = arguments.expression("cost", "expression", report);
    let written = written(per.as_ref(), cost.as_ref());
    let per = per.and_then(|per| read_per(&per, report));

    let parsed = burst.as_ref().and_then(|number| number.base10_parse::<u32>().ok());
    let parsed = parsed.filter(|burst| *burst > 0);
    if let (Some(number), None) = (&burst, parsed) {
        report.error(number, "a burst is a whole number of 1 or more");
    }
    let rt = runtime();
    let cost = cost.map(|cost| {
        let cost = of_the_call(&cost, quote_spanned!(cost.span()=> #cost), quote!(#rt::u32));
        quote!(.cost(#cost))
    });
    let (count, period) = literal::read(&rate?, mcp_secure_grammar::rate, report)?;
    let seconds = period.as_secs();
    if let (Some(number), Some(parsed)) = (&burst, parsed)
        && seconds * u64::from(parsed) > CENTURY * u64::from(count)
    {
        let message = "at this rate the burst would take more than a century to come back";
        report.error(number, message);
    }
    let burst = burst.map(|number| quote!(.burst(#number)));
    Some(quote! {
        .guard(#rt::rate_limit::RateLimit::new(#count, #rt::Duration::from_secs(#seconds)) #per #burst #cost #written)
    })
}

/// The expressions as texts, for a reviewer.
pub(super) fn written(per: Option<&Expr>, cost: Option<&Expr>) -> Option<TokenStream> {
    let per = per.filter(|per| is_expression(per)).map(|per| ("per", per));
    let both = per.into_iter().chain(cost.map(|cost| ("cost", cost)));
    let texts: Vec<_> = both.map(|(key, it)| format!("{key} = {}", source::text(it))).collect();
    let text = texts.join(", ");
    (!texts.is_empty()).then(|| quote!(.with_written(#text)))
}

fn is_expression(per: &Expr) -> bool {
    !matches!(per, Expr::Path(_) | Expr::Lit(_))
}

/// A word, or an expression over the call. What is the same for all calls is a slip.
pub(super) fn read_per(per: &Expr, report: &mut Report) -> Option<TokenStream> {
    let rt = runtime();
    if is_expression(per) {
        let text = quote_spanned!(per.span()=> #rt::ToString::to_string(&(#per)));
        let key = of_the_call(per, text, quote!(#rt::String));
        return Some(quote!(.per_key(#key)));
    }
    let given = word_of(per).map(ToString::to_string).unwrap_or_default();
    let variant = match &*given {
        "caller" => "Caller",
        "ip" => "Ip",
        "tenant" => "Tenant",
        "tool" => "Tool",
        _ => {
            let help = similar::or_list(&given, &["caller", "ip", "tenant", "tool"]);
            report.error_with_help(per, "`per` has no such value", help);
            return None;
        }
    };
    let variant = Ident::new(variant, Span::call_site());
    Some(quote!(.per(#rt::rate_limit::Per::#variant)))
}

/// A closure over the call, in which the expression finds `call` and `caller`.
pub(super) fn of_the_call(
    expression: &Expr,
    value: TokenStream,
    result: TokenStream,
) -> TokenStream {
    let rt = runtime();
    // As if the user had written them: the expression names them.
    let [call, caller] = ["call", "caller"].map(|name| Ident::new(name, Span::call_site()));
    quote_spanned! {expression.span()=>
        |#call: &#rt::Call| -> #result {
            #[allow(unused_variables)]
            let #caller = #rt::Call::caller(#call);
            #value
        }
    }
}

/// In seconds. The runtime takes no rate beyond it (`store::Rate`).
const CENTURY: u64 = 100 * 365 * 24 * 60 * 60;
