use mcp_secure::prelude::*;

/// No window.
#[tool]
#[budget("1000")]
async fn window(text: String) -> String {
    text
}

/// Nothing to spend.
#[tool]
#[budget("0/day")]
async fn nothing(text: String) -> String {
    text
}

/// No such window, nor such a key.
#[tool]
#[budget("60/min", per = user, burst = 5)]
async fn names(text: String) -> String {
    text
}

/// No budget.
#[tool]
#[budget]
async fn missing(text: String) -> String {
    text
}

/// Not a text.
#[tool]
#[budget(1000, per = tool)]
async fn number(text: String) -> String {
    text
}

fn main() {}
