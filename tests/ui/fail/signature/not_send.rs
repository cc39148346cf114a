use mcp_secure::prelude::*;

use std::rc::Rc;

/// Read a note.
#[tool]
async fn read_note(name: String) -> String {
    let shared = Rc::new(name);
    wait().await;
    shared.to_string()
}

struct Pages;

#[tool]
impl Pages {
    /// Read a page.
    #[tool]
    async fn read_page(&self, name: String) -> String {
        let shared = Rc::new(name);
        wait().await;
        shared.to_string()
    }
}

async fn wait() {}

fn main() {
    let _ = Server::new("notes", "1.0.0").state(Pages).tools(tools![read_note, Pages]);
}
