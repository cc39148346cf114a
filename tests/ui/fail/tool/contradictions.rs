use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(read_only, destructive)]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool(public)]
#[require_auth]
async fn again(text: String) -> String {
    text
}

/// Answer with the text.
#[tool(hidden, public)]
async fn thrice(text: String) -> String {
    text
}

fn main() {}
