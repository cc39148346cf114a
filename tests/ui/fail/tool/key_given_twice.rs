use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(read_only, title = "Echo", title = "Again", read_only = false)]
async fn echo(text: String) -> String {
    text
}

fn main() {}
