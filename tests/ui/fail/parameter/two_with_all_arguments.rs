use mcp_secure::prelude::*;

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Order {
    count: u8,
}

/// Take two orders.
#[tool]
async fn two_orders(#[arguments] first: Order, #[arguments] second: Order) -> String {
    (first.count + second.count).to_string()
}

fn main() {}
