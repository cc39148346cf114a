use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(name = "notes/read")]
async fn read_note(text: String) -> String {
    text
}

/// Answer with the text.
#[tool(name = "")]
async fn write_note(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
async fn größe(text: String) -> String {
    text
}

fn main() {}
