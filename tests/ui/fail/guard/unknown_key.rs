use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[require_auth(scopes = ["notes:read"])]
#[rate_limit("60/min", pre = caller)]
#[resource_guard(ram = "80%")]
#[timeout("5s", retry)]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("60/min", per = callers)]
async fn again(text: String) -> String {
    text
}

fn main() {}
