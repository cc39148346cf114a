use mcp_secure::prelude::*;

struct Notes;

#[tool]
impl Notes {
    /// Read a note.
    #[tool]
    #[require_auth]
    async fn read(&self) -> String {
        String::new()
    }
}

fn main() {
    let _ = Server::new("notes", "1.0.0").state(Notes).tools(tools![Notes]);
}
