use mcp_secure::prelude::*;

/// Read a note.
#[tool]
#[require_auth(scope = "notes:read")]
async fn read_note() -> String {
    String::new()
}

/// Write a note, which needs a caller in two ways.
#[tool]
#[require_auth]
async fn write_note(caller: Caller) -> String {
    caller.subject().to_owned()
}

/// Answer.
#[tool]
async fn ping() -> &'static str {
    "pong"
}

fn main() {
    let _ = Server::new("notes", "1.0.0").tools(tools![ping, read_note, write_note]);
}
