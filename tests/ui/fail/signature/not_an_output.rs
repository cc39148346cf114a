use mcp_secure::prelude::*;

struct Note;

/// Read a note.
#[tool]
async fn read_note() -> Note {
    Note
}

/// Read a note in a plain function.
#[tool]
fn read_plainly() -> Note {
    Note
}

/// Count notes.
#[tool]
async fn count_notes() -> i64 {
    0
}

/// Read a note, if it is there.
#[tool]
async fn find_note() -> Result<Note> {
    Ok(Note)
}

/// Read a note with structure.
#[tool]
async fn structured_note() -> Json<Note> {
    Json(Note)
}

/// Fail with what is no error.
#[tool]
async fn fail() -> Result<String, Note> {
    Err(Note)
}

fn main() {}
