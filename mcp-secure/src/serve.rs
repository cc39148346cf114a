//! Serving: the builder, the front door, and the transports.

mod announce;
mod client;
mod command_line;
mod console;
mod direct;
mod door;
mod environment;
mod exposition;
mod hosts;
mod http;
mod listen;
mod metrics;
mod proxies;
pub(crate) mod registry;
mod rmcp;
pub(crate) mod server;
mod stdio;
#[cfg(feature = "tls")]
mod tls;

pub use client::Client;
use registry::Registry;
#[cfg(feature = "axum")]
pub use server::MetricsHandle;
pub use server::{Authenticating, Open, Server};
#[cfg(feature = "tls")]
pub use tls::Tls;
