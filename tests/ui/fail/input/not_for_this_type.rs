#![allow(unused_variables)]

use mcp_secure::prelude::*;

#[derive(Input)]
struct Order {
    #[validate(filename)]
    number: u8,
    #[input(sanitize(trim))]
    count: u8,
    #[validate(no_such_rule)]
    name: String,
}

/// Take an order.
#[tool]
fn order(#[validate(length(1..))] order: Order) {}

fn main() {}
