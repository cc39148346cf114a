use mcp_secure::prelude::*;

/// Answer with the text.
#[tool(readonly, tittle = "Echo", audience = "all")]
async fn echo(text: String) -> String {
    text
}

struct Notes;

#[tool(public)]
impl Notes {
    /// Read a note.
    #[tool(idempotant)]
    async fn read(&self) -> String {
        String::new()
    }
}

fn main() {}
