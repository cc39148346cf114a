use mcp_secure::prelude::*;

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Order {
    count: u8,
}

/// Take an order.
#[tool]
async fn order(#[arguments] order: Order, urgent: bool, call: Call) -> String {
    let _ = call;
    format!("{} {urgent}", order.count)
}

/// Take what the server has.
#[tool]
async fn state(#[arguments] order: State<Order>) -> String {
    order.count.to_string()
}

fn main() {}
