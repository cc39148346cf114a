use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
async fn echo(text: String) -> String {
    text
}

/// Answer with the text.
#[tool(name = "echo")]
async fn again(text: String) -> String {
    text
}

struct Notes;

#[tool]
impl Notes {
    /// Read a note.
    #[tool(name = "read")]
    async fn read_one(&self) -> String {
        String::new()
    }

    /// Read notes.
    #[tool(name = "read")]
    async fn read_all(&self) -> String {
        String::new()
    }
}

fn main() {
    let _ = Server::new("notes", "1.0.0").state(Notes).tools(tools![echo, again, Notes]);
}
