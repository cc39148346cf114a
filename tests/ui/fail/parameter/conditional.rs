use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(#[cfg(unix)] name: String, #[cfg_attr(unix, validate(filename))] title: String) -> String {
    name + &title
}

struct Notes;

#[tool]
impl Notes {
    /// Read a note.
    #[cfg(unix)]
    #[tool]
    async fn read(&self) {}
}

fn main() {}
