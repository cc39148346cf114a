//! Serving: the builder, the front door, and the transports.

mod announce;
mod client;
mod command_line;
mod direct;
mod door;
mod hosts;
mod http;
mod listen;
pub(crate) mod registry;
mod rmcp;
pub(crate) mod server;
mod stdio;

pub use client::Client;
use registry::Registry;
pub use server::{Authenticating, Open, Server};
