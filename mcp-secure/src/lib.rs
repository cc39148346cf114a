//! Declare secure MCP tools: plain functions, with the security policy as attributes.

pub use schemars;

pub mod answer;
pub mod auth;
pub mod call;
pub mod caller;
mod error;
pub mod guard;
mod json;
pub mod refusal;
pub mod root;
pub mod rule;
pub mod sanitize;

pub use error::{Error, Result, ToolError};
