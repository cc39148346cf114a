use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(#[validator(filename)] name: String) -> String {
    name
}

fn main() {}
