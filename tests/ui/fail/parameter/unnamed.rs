use mcp_secure::prelude::*;

/// Add two numbers.
#[tool]
async fn add((a, b): (i64, i64), _: String) -> String {
    (a + b).to_string()
}

fn main() {}
