use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(#[validate(length(64))] name: String, #[validate(range(-5))] count: i64) -> String {
    format!("{name} {count}")
}

fn main() {}
