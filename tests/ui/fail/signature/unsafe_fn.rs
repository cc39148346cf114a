use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async unsafe fn read_note(name: String) -> String {
    name
}

/// Write a note.
#[tool]
extern "C" fn write_note() {}

fn main() {}
