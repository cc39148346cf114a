use mcp_secure::prelude::*;

struct Notes;

impl Notes {
    /// Read a note.
    #[tool]
    async fn read(&self) -> String {
        String::new()
    }
}

struct Pages;

#[tool]
impl Pages {
    /// Read a page.
    #[tool]
    async fn read(&mut self) -> String {
        String::new()
    }

    /// Take a page.
    #[tool]
    async fn take(self) -> String {
        String::new()
    }

    /// Share a page.
    #[tool]
    async fn share(self: std::sync::Arc<Self>) -> String {
        String::new()
    }
}

fn main() {}
