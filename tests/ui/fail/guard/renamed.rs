use mcp_secure::prelude::*;

use mcp_secure::guard::require_auth as needs_auth;

/// Answer with the text.
#[tool]
#[needs_auth]
async fn echo(text: String) -> String {
    text
}

fn main() {}
