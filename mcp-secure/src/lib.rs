//! Declare secure MCP tools: plain functions, with the security policy as attributes.

pub use schemars;

pub mod access;
pub mod answer;
pub mod audit;
pub mod auth;
pub mod call;
pub mod caller;
mod error;
mod gate;
pub mod guard;
mod json;
pub mod output;
mod param;
mod parameter;
pub mod refusal;
pub mod root;
pub mod rule;
pub mod sanitize;
mod schema;
mod serve;
mod slots;
mod state;
mod tool;

pub use error::{Error, Result, ToolError};
pub use mcp_secure_macros::{tool, tools};
pub use output::{Content, Json, Reply};
pub use serve::{Client, Server};
pub use state::State;

pub mod prelude;

#[doc(hidden)]
pub mod __private;
