use mcp_secure::prelude::*;

struct Notes;

#[tool]
impl Notes {
    /// Read a note.
    #[tool]
    #[cfg_attr(all(), timeout("5s"))]
    #[cfg_attr(all(), doc = "Twice.")]
    async fn read(&self) {}
}

fn main() {}
