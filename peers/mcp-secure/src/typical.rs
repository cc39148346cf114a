//! What a tool of a server at work has: callers with tokens and scopes, a rule, a rate for each caller,
//! and a record of each decision.

use mcp_secure::{audit::JsonLines, prelude::*, typestate::Authenticating};

/// Answers with its text.
#[tool]
#[require_auth(scope = "echo:call")]
#[rate_limit("1000000/s", per = caller)]
async fn echo(text: String, #[validate(filename)] file: String) -> String {
    let _ = file;
    text
}

pub(crate) fn server<S>(
    server: Server<S, Authenticating>,
    audit: &str,
) -> Server<S, Authenticating> {
    server.tools(tools![echo]).audit(JsonLines::new(audit))
}
