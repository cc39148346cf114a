use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note<T: Into<String>>(name: T) -> String {
    name.into()
}

/// Read notes.
#[tool]
async fn read_notes<const N: usize>(names: [String; N]) -> String {
    names.concat()
}

/// Write a note.
#[tool]
async fn write_note<'a>(name: std::borrow::Cow<'a, str>) -> String {
    name.into_owned()
}

fn main() {}
