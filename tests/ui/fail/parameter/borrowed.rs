use mcp_secure::prelude::*;

struct Notes;

/// Read a note.
#[tool]
async fn read_note(name: &str, tags: &[String], notes: &Notes, caller: &mut Caller) -> String {
    let _ = (tags, notes, caller);
    name.to_owned()
}

/// Write a note.
#[tool]
async fn write_note(name: Option<&str>) -> String {
    name.unwrap_or_default().to_owned()
}

fn main() {}
