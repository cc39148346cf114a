use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[rate_limit("60")]
async fn first(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("0/min")]
async fn second(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("60/fortnight")]
async fn third(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit(60)]
async fn fourth(text: String) -> String {
    text
}

fn main() {}
