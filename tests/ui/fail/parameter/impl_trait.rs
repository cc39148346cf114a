use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(name: impl Into<String>) -> String {
    name.into()
}

fn main() {}
