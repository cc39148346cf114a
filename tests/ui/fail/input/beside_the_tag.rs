use mcp_secure::prelude::*;

#[derive(Input)]
#[serde(tag = "kind")]
enum Shape {
    Name(String),
    Tagged(Tagged),
}

#[derive(Input)]
struct Tagged {
    kind: String,
}

fn main() {}
