use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[timeout("5 seconds")]
async fn first(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[timeout("0s")]
async fn second(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[timeout("5")]
async fn third(text: String) -> String {
    text
}

fn main() {}
