use mcp_secure::tool;

/// Not a rule, but it goes before the rule of this name.
fn filename() -> &'static str {
    "a.txt"
}

/// Read a note.
#[tool]
async fn read(#[validate(filename)] name: String) -> String {
    name
}

fn main() {}
