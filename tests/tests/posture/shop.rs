//! A server with something of everything that can be declared.

use std::collections::BTreeMap;

use mcp_secure::{
    auth::{ApiKeys, Authenticator},
    guard::concurrency::Concurrency,
    posture::{Parameter, Posture, Tool},
    prelude::*,
    rule::Violation,
    secret::Secret,
    types::FileName,
};

#[derive(Input)]
pub(crate) struct Order {
    /// What is ordered.
    #[validate(length(1..=20))]
    items: Vec<Item>,
    #[input(sanitize(trim))]
    #[validate(length(..=5_000))]
    note: Option<String>,
    by: Shipping,
    next: Option<Box<Order>>,
}

#[derive(Input)]
struct Item {
    #[validate(pattern("^[A-Z]{3}$"))]
    sku: String,
    #[secret]
    #[validate(length(..=64).bytes())]
    coupon: Option<String>,
}

#[derive(Input)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Shipping {
    Pickup,
    Post { address: Address },
}

#[derive(Input)]
struct Address(#[validate(length(..=3_000))] String);

/// Place an order.
#[tool(destructive, idempotent = false)]
#[require_auth(any = ["orders:write", "admin"], role = "clerk")]
#[authorize(is_mine(&order))]
#[rate_limit("60/min", per = caller, burst = 10)]
#[timeout("5s")]
#[limit(input = "64KiB", output = "1KiB")]
#[sanitize_output(redact_secrets)]
pub(crate) async fn place(
    #[validate(check(is_sane))] order: Order,
    #[header("Region")]
    #[validate(one_of(["eu", "us"]))]
    region: String,
    #[validate(each(length(..=2_500)), length(..=4_000))] tags: Vec<String>,
    #[validate(length(8..=128))] password: Secret<String>,
    file: FileName,
    free: String,
) -> String {
    let items: Vec<_> = order.items.iter().map(|it| (&it.sku, &it.coupon)).collect();
    let by = match order.by {
        Shipping::Pickup => String::new(),
        Shipping::Post { address } => address.0,
    };
    let more = (order.note, order.next.is_some());
    format!("{items:?} {by} {more:?} {region} {tags:?} {password:?} {file} {free}")
}

fn is_mine(_order: &Order) -> bool {
    true
}

fn is_sane(_order: &Order) -> Result<(), Violation> {
    Ok(())
}

/// Be there.
#[tool(hidden)]
#[sanitize_output(dangerous_raw)]
async fn hidden(#[validate(source_file())] name: String) -> String {
    name
}

fn source_file() -> mcp_secure::rule::Filename {
    mcp_secure::rule::filename().dangerous_any_extension()
}

pub(crate) fn report() -> Posture {
    let keys = tempfile::NamedTempFile::new().unwrap();
    let server = Server::new("shop", "1.2.3")
        .auth(
            Jwt::hs256("KqT0vN2mHc8RzE5bLwXy7JpUdS4a-5150")
                .unwrap()
                .or(ApiKeys::from_file(keys.path()).unwrap()),
        )
        .guard(Concurrency::new(16).per_caller())
        .max_timeout(std::time::Duration::from_secs(20))
        .public_url("https://shop.example.com/mcp")
        .tools(tools![place, hidden]);
    server.posture()
}

pub(crate) fn tool(name: &str) -> Tool {
    report().tools.into_iter().find(|tool| tool.name == name).unwrap()
}

pub(crate) fn places(tool: &Tool) -> BTreeMap<&str, &Parameter> {
    tool.parameters.iter().map(|place| (place.pointer.as_str(), place)).collect()
}
