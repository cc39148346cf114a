use mcp_secure::prelude::*;

/// Costs a text.
#[tool]
#[budget("1000/day", cost = "5")]
async fn text(text: String) -> String {
    text
}

fn main() {}
