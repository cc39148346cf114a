use mcp_secure::prelude::*;

struct Notes;

/// Read a note.
#[tool]
async fn read_note(#[validate(filename)] notes: State<Notes>) -> String {
    let _ = notes;
    String::new()
}

/// Write a note.
#[tool]
async fn write_note(#[default(Notes.into())] notes: State<Notes>) -> String {
    let _ = notes;
    String::new()
}

/// Publish a note.
#[tool]
async fn publish_note(
    #[sanitize(trim)] notes: State<Notes>,
    #[validate(length(1..))] caller: Caller,
) -> String {
    let _ = (notes, caller);
    String::new()
}

fn main() {}
