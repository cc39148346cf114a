use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(#[sanitize(html)] count: i64) -> String {
    count.to_string()
}

fn main() {}
