use mcp_secure::prelude::*;

struct Notes;
struct Pages;

/// Read a note.
#[tool]
async fn read_note(notes: State<Notes>, pages: State<Pages>) -> String {
    let _ = (notes, pages);
    String::new()
}

#[tool]
impl Pages {
    /// Read a page.
    #[tool]
    async fn read_page(&self) -> String {
        String::new()
    }
}

fn main() {
    let _ = Server::new("notes", "1.0.0").state(Notes).tools(tools![read_note, Pages]);
}
