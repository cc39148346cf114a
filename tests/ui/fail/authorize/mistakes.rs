use mcp_secure::prelude::*;

/// Nothing to judge.
#[tool]
#[authorize]
async fn empty(name: String) -> String {
    name
}

/// Two in one.
#[tool]
#[authorize(true, false)]
async fn two(name: String) -> String {
    name
}

#[authorize(true)]
async fn no_tool(name: String) -> String {
    name
}

fn main() {}
