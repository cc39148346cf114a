use mcp_secure::prelude::*;

/// Read a note.
#[tool]
#[require_auth(scope = "notes:read")]
async fn read_note() -> String {
    String::new()
}

/// Write a note.
#[tool]
async fn write_note() -> String {
    String::new()
}

fn main() {
    let _ = Server::new("notes", "1.0.0").tools(tools![write_note, read_note]);
}
