use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[require_auth(scope = "notes:read notes:write")]
async fn first(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[require_auth(scope = "")]
async fn second(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[require_auth(any = ["notes\"read", "ünotes"])]
async fn third(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[require_auth(all = "notes:read")]
async fn fourth(text: String) -> String {
    text
}

fn main() {}
