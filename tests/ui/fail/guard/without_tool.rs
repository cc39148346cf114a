use mcp_secure::prelude::*;

/// Answer with the text.
#[require_auth(scope = "notes:read")]
async fn echo(text: String) -> String {
    text
}

#[rate_limit("60/min")]
struct Settings;

struct Notes;

#[tool]
impl Notes {
    /// Read a note.
    #[tool]
    async fn read(&self) -> String {
        String::new()
    }

    /// Write a note.
    #[timeout("5s")]
    async fn write(&self) -> String {
        String::new()
    }
}

impl Notes {
    /// Forget a note.
    #[resource_guard]
    async fn forget(&self) {}
}

fn main() {}
