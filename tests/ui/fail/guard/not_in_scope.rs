use mcp_secure::tool;

/// Answer with the text.
#[tool]
#[timeout("5s")]
async fn echo(text: String) -> String {
    text
}

fn main() {}
