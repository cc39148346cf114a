//! One line per guard.

use proc_macro2::TokenStream;

use super::{
    authorize, budget, circuit_breaker, concurrency, custom, limit, rate_limit, require_auth,
    resource_guard, sanitize_output, timeout,
};
use crate::{report::Report, syntax::arguments::Arguments};

/// A guard as `#[tool]` knows it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Reads the attribute's arguments; answers with the call on the definition's builder.
    pub(crate) read: fn(&mut Arguments, &mut Report) -> Option<TokenStream>,
    /// Whether it may stand there more than once.
    pub(crate) repeats: bool,
}

const ROWS: &[Row] = &[
    Row { name: "require_auth", read: require_auth::read, repeats: false },
    Row { name: "rate_limit", read: rate_limit::read, repeats: true },
    Row { name: "resource_guard", read: resource_guard::read, repeats: false },
    Row { name: "timeout", read: timeout::read, repeats: false },
    Row { name: "budget", read: budget::read, repeats: true },
    Row { name: "limit", read: limit::read, repeats: false },
    Row { name: "concurrency", read: concurrency::read, repeats: true },
    Row { name: "circuit_breaker", read: circuit_breaker::read, repeats: false },
    Row { name: "sanitize_output", read: sanitize_output::read, repeats: false },
    Row { name: "authorize", read: authorize::read, repeats: true },
    Row { name: "guard", read: custom::read, repeats: true },
];

pub(crate) fn find(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}
