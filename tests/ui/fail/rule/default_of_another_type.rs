use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(#[default("ten")] count: i64, #[default(10)] name: String) -> String {
    format!("{name} {count}")
}

fn main() {}
