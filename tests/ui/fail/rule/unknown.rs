use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(
    #[validate(filenam)] name: String,
    #[validate(lenght(1..))] title: String,
    #[sanitize(trimm)] body: String,
) -> String {
    name + &title + &body
}

/// Write a note.
#[tool]
async fn write_note(#[validate(filename().extension(["md"]))] name: String) -> String {
    name
}

fn main() {}
