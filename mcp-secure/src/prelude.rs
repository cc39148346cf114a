//! What a file with tools needs: `use mcp_secure::prelude::*;`

pub use crate::{
    Content, Input, Json, Result, Server, State, ToolError,
    auth::Jwt,
    call::Call,
    caller::Caller,
    guard::{
        authorize, budget, circuit_breaker, concurrency, guard, limit, rate_limit, require_auth,
        resource_guard, sanitize_output, timeout,
    },
    root::Root,
    scope::Scope,
    tool, tools,
};
