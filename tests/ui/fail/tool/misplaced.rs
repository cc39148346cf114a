use mcp_secure::prelude::*;

#[tool]
struct Notes;

#[tool]
mod notes {}

trait Read {
    fn read(&self) -> String;
}

#[tool]
impl Read for Notes {
    /// Read a note.
    #[tool]
    fn read(&self) -> String {
        String::new()
    }
}

struct Shelf<T>(T);

#[tool]
impl<T> Shelf<T> {
    /// Read a note.
    #[tool]
    fn read(&self) -> String {
        String::new()
    }
}

#[tool]
impl Notes {
    /// Read a note.
    fn read_all(&self) -> String {
        String::new()
    }
}

/// Answer.
#[tool]
#[tool]
fn twice() {}

fn main() {}
