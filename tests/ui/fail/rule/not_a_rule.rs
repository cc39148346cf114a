use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(
    #[validate("^[a-z]$")] name: String,
    #[sanitize("trim")] body: String,
) -> String {
    name + &body
}

fn main() {}
