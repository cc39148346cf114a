use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[rate_limit]
#[timeout]
#[guard]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[timeout = "5s"]
async fn again(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[timeout(5)]
#[require_auth(role = notes)]
#[rate_limit("60/min", per = "caller")]
async fn bare(text: String) -> String {
    text
}

fn main() {}
