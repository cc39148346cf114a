use mcp_secure::tool;
// Stands for an attribute of another crate that is named like a guard.
use tokio::main as timeout;

/// Answer with the text.
#[tool]
#[timeout("5s")]
async fn echo(text: String) -> String {
    text
}

fn main() {}
