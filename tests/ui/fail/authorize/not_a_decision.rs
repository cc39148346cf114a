use mcp_secure::prelude::*;

/// A number decides nothing.
#[tool]
#[authorize(name.len())]
async fn number(name: String) -> String {
    name
}

fn main() {}
