use mcp_secure::prelude::*;

#[derive(Input)]
#[validate(length(1..))]
struct Order {
    #[sanitize(trim)]
    name: String,
    #[validate]
    note: String,
    #[default(1)]
    #[default(2)]
    count: u8,
    #[secret(yes)]
    key: String,
}

#[derive(Input)]
struct Name(#[default("x")] String);

fn main() {}
