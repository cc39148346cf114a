//! `#[concurrency(8, queue = 16, per = caller)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{paths::runtime, report::Report, syntax::arguments::Arguments};

pub(crate) fn read(arguments: &mut Arguments, report: &mut Report) -> Option<TokenStream> {
    let calls = arguments.first_number("how many calls, as in `#[concurrency(8)]`", report);
    let queue = arguments.number("queue", report);
    let per = arguments.word("per", &["tool", "caller"], report);

    let rt = runtime();
    let queue = match queue.map(|queue| (queue.base10_parse::<usize>(), queue)) {
        None => None,
        Some((Ok(_), queue)) => Some(quote!(.queue(#queue))),
        Some((Err(_), queue)) => {
            report.error(&queue, "a queue is a whole number of calls that wait");
            None
        }
    };
    let per = (per == Some("caller")).then(|| quote!(.per_caller()));
    let calls = calls?;
    if !matches!(calls.base10_parse::<usize>(), Ok(1..=1_000_000)) {
        report.error(&calls, "how many calls run at once is a whole number of 1 to 1,000,000");
        return None;
    }
    Some(quote!(.guard(#rt::concurrency::Concurrency::new(#calls) #queue #per)))
}
