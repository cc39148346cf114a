use mcp_secure::prelude::*;

struct Foreign;

#[derive(Input)]
struct Order {
    foreign: Foreign,
    list: Vec<Foreign>,
    notes: State<String>,
}

fn main() {}
