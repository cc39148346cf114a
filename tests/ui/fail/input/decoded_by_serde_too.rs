use mcp_secure::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, Input)]
struct Order {
    number: u8,
}

#[derive(JsonSchema, Input)]
struct Item {
    number: u8,
}

fn main() {}
