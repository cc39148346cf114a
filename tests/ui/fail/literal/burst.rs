use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[rate_limit("60/min", burst = 0)]
async fn first(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("60/min", burst = "10")]
async fn second(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("60/min", burst = 1.5)]
async fn third(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[rate_limit("1/day", burst = 36_501)]
async fn fourth(text: String) -> String {
    text
}

fn main() {}
