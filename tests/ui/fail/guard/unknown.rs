use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[rate_limits("60/min")]
async fn echo(text: String) -> String {
    text
}

fn main() {}
