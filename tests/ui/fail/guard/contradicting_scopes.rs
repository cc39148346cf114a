use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[require_auth(scope = "notes:read", any = ["notes:write", "notes:admin"])]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[require_auth(any = [])]
async fn nobody(text: String) -> String {
    text
}

fn main() {}
