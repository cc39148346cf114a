//! Guards: a room each, and the table that names them.

pub(crate) mod table;

mod authorize;
mod budget;
mod circuit_breaker;
mod concurrency;
mod custom;
mod limit;
mod rate_limit;
mod require_auth;
mod resource_guard;
mod sanitize_output;
mod timeout;
