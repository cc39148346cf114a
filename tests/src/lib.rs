//! What the black-box tests share: servers as processes, and clients that can misbehave.
//!
//! The tests themselves are in `tests/`, one file for each promise.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on should panic")]

pub mod collector;
pub mod dpop;
pub mod http;
pub mod introspection;
pub mod load;
mod log;
pub mod planted;
pub mod process;
pub mod prometheus;
pub mod redis;
pub mod stdio;
pub mod tls;
pub mod token;

pub use http::{Http, Reply, request};
pub use process::{Options, Server, binary, refusal};
pub use stdio::Stdio;

/// The README's examples compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

/// So do those of the guide to reviews.
#[cfg(doctest)]
#[doc = include_str!("../../docs/posture.md")]
mod review {}
