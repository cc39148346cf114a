use mcp_secure::prelude::*;

/// Not a path.
#[tool]
#[resource_guard(disk(80 = "80%"))]
async fn no_path(text: String) -> String {
    text
}

fn main() {}
