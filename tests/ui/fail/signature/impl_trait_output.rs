use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note() -> impl Into<String> {
    "note"
}

fn main() {}
