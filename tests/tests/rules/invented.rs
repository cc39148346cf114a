//! Values made up against each rule, good and bad, beside the lists that others keep: what people
//! in many languages really use, and what somebody tries who knows the rule.

#[rustfmt::skip] // Long lists, here and below.
mod formats;
#[rustfmt::skip]
mod names;
#[rustfmt::skip]
mod network;
#[rustfmt::skip]
mod statements;
