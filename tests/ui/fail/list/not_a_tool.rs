use mcp_secure::prelude::*;

fn plain() {}

struct Notes;

/// Answer with the text.
#[tool]
async fn echo(text: String) -> String {
    text
}

fn main() {
    let _ = Server::new("notes", "1.0.0").tools(tools![plain, Notes, ecko, echo]);
}
