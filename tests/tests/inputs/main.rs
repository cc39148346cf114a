//! Structs and enums as arguments: every part of them is judged, and everything that is wrong is
//! told at once, at its place.

#![allow(dead_code, reason = "what is decoded is shown by `Debug`")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::collections::BTreeMap;

use mcp_secure::{Client, prelude::*, refusal::Refusal, rule::Violation};
use serde_json::{Value, json};

/// An order.
#[derive(Debug, Input)]
struct Order {
    /// Its number.
    #[validate(range(1..))]
    number: u32,
    #[validate(length(1..=3))]
    items: Vec<Item>,
    #[input(sanitize(trim))]
    note: Option<String>,
    #[default(2)]
    #[validate(range(1..=5))]
    parcels: u8,
    shipping: Shipping,
    labels: BTreeMap<String, Label>,
}

#[derive(Debug, Input)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[validate(filename)]
    file_name: String,
    #[serde(rename = "n")]
    amount: u8,
}

#[derive(Debug, Input, PartialEq, Eq, PartialOrd, Ord)]
struct Label(#[validate(length(1..=4))] String);

#[derive(Debug, Input)]
#[serde(tag = "by", rename_all = "lowercase")]
enum Shipping {
    Pickup,
    Post(Address),
    Courier {
        #[validate(length(..=5))]
        name: String,
    },
}

#[derive(Debug, Input)]
struct Address {
    street: String,
    city: Option<String>,
}

/// Take an order.
#[tool]
fn order(order: Order) -> String {
    format!("{order:?}")
}

/// Take the fields of an order as the arguments.
#[tool]
fn fields(#[arguments] order: Order) -> String {
    format!("{order:?}")
}

fn client() -> Client {
    Server::new("test", "0").tools(tools![order, fields]).client().unwrap()
}

/// Tells what is wrong with the argument `it` of a tool that takes it as this type.
macro_rules! judge {
    ($type:ty, $value:tt) => {{
        /// Take it.
        #[tool]
        fn take(it: $type) -> String {
            format!("{it:?}")
        }

        let client = Server::new("test", "0").tools(tools![take]).client().unwrap();
        judged(&client, json!({ "it": $value })).await
    }};
}

/// What the tool answers, or pointers and rules of the violations, without the argument's own.
async fn judged(client: &Client, arguments: Value) -> std::result::Result<String, Vec<String>> {
    match client.call("take", &arguments).await {
        Ok(reply) => Ok(reply.text()),
        Err(Refusal::InvalidArguments(violations)) => Err(violations
            .iter()
            .map(told)
            .map(|told| told.strip_prefix("/it").unwrap().to_owned())
            .collect()),
        Err(other) => panic!("{arguments}: {other:?}"),
    }
}

fn wrong<const N: usize>(told: [&str; N]) -> std::result::Result<String, Vec<String>> {
    Err(told.map(str::to_owned).into())
}

/// Pointers and rules of the violations.
async fn refused(client: &Client, tool: &str, arguments: Value) -> Vec<String> {
    match client.call(tool, &arguments).await {
        Err(Refusal::InvalidArguments(violations)) => violations.iter().map(told).collect(),
        other => panic!("{arguments}: {other:?}"),
    }
}

fn told(violation: &Violation) -> String {
    format!("{} {}", violation.pointer(), violation.rule())
}

fn good() -> Value {
    json!({
        "number": 1,
        "items": [{ "fileName": "a.md", "n": 2 }],
        "note": " hello ",
        "shipping": { "by": "post", "street": "x" },
        "labels": { "a": "b" },
    })
}

#[tokio::test]
async fn an_input_is_what_the_function_receives() {
    let client = client();
    let expected = "Order { number: 1, items: [Item { file_name: \"a.md\", amount: 2 }], \
                    note: Some(\"hello\"), parcels: 2, \
                    shipping: Post(Address { street: \"x\", city: None }), \
                    labels: {\"a\": Label(\"b\")} }";
    let reply = client.call("order", json!({ "order": good() })).await.unwrap();
    assert_eq!(reply.text(), expected);
    let reply = client.call("fields", good()).await.unwrap();
    assert_eq!(reply.text(), expected);
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let wrong = json!({
        "number": "1",
        "items": [
            { "fileName": "../x", "n": 256, "price": 1 },
            7,
            { "n": 1 },
            { "fileName": "a.md", "n": 1 },
        ],
        "note": 5,
        "parcels": 6,
        "shipping": { "by": "courier", "name": "too long" },
        "labels": { "a": "", "b": 1, "c": "ok" },
        "extra": 1,
    });
    let expected = [
        "/extra unknown",
        "/number type",
        "/items/0/price unknown",
        "/items/0/fileName filename",
        "/items/0/n type",
        "/items/1 type",
        "/items/2/fileName required",
        "/note type",
        "/parcels range",
        "/shipping/name length",
        "/labels/a length",
        "/labels/b type",
    ];
    let client = client();
    let within = expected.map(|told| format!("/order{told}"));
    assert_eq!(refused(&client, "order", json!({ "order": wrong })).await, within);
    assert_eq!(refused(&client, "fields", wrong).await, expected);
}

mod enums;
mod floods;
mod lists;
mod plain;
mod schemas;
mod texts;
