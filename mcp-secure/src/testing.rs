//! For tests of servers that accept tokens of others: [`SigningKey`].
//!
//! Behind the feature `testing`, which belongs into `[dev-dependencies]`: nothing in here is fit
//! for use.

mod signing_key;

pub use signing_key::SigningKey;
