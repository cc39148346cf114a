use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(title = Echo, read_only = "yes", icons = "https://example.com/echo.png", "echo")]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool(title "Echo")]
async fn again(text: String) -> String {
    text
}

fn main() {}
