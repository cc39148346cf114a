use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(icons = ["https://example.com/echo.png", "http://example.com/echo.png", "javascript:alert(1)"])]
async fn echo(text: String) -> String {
    text
}

fn main() {}
