//! For tests of servers that accept tokens of others: an [`AuthorizationServer`] on this machine,
//! and a [`SigningKey`] for tokens that no issuer would sign. For tests of tools that are refused
//! while resources are short: a [`Machine`].
//!
//! Behind the feature `testing`, which belongs into `[dev-dependencies]`: nothing in here is fit
//! for use.

mod authorization_server;
mod signing_key;

pub use crate::guard::resource_guard::{Figure, Machine};
pub use authorization_server::{AuthorizationServer, Fault};
pub use signing_key::SigningKey;
