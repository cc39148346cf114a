use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(name: &'static str, words: State<Vec<&'static str>>) -> String {
    let _ = words;
    name.to_owned()
}

fn main() {}
