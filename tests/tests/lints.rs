//! What the macros add causes no lint in the user's crate.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![deny(warnings, missing_docs, unused, nonstandard_style, future_incompatible, rust_2018_idioms)]
#![deny(unused_qualifications, unused_results, single_use_lifetimes, trivial_casts, unit_bindings)]
#![deny(
    let_underscore_drop,
    redundant_lifetimes,
    unnameable_types,
    unsafe_code,
    variant_size_differences
)]

use mcp_secure::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// State.
#[derive(Debug)]
pub struct Notes;

mod inner {
    pub(crate) struct Hidden;
}

/// Read a note.
/// In two lines.
#[tool(read_only, title = "Read", icons = ["https://example.com/a.png"], idempotent, open_world = false)]
#[require_auth(scope = "notes:read")]
#[rate_limit("60/min", per = caller, burst = 10)]
#[timeout("5s")]
#[budget("1000/day", cost = 2)]
#[resource_guard(memory = "95%", disk("." = "99%"))]
#[allow(clippy::too_many_arguments, reason = "that is the case here")]
async fn read_note(
    /// The name.
    #[validate(filename, length(1..=64))]
    name: String,
    #[sanitize(trim)]
    #[validate(each(length(1..)))]
    tags: Option<Vec<String>>,
    #[default(10)]
    #[validate(range(1..=10))]
    count: i64,
    #[default("text")] kind: String,
    r#type: Vec<Option<bool>>,
    notes: State<Notes>,
    _hidden: State<inner::Hidden>,
    caller: Caller,
) -> Result<Json<Out>> {
    let _used: Vec<Option<bool>> = r#type;
    Ok(Json(Out {
        name,
        text: format!("{notes:?} {tags:?} {count} {kind} {caller:?}", notes = &*notes),
    }))
}

/// Out.
#[derive(Serialize, JsonSchema, Debug)]
pub struct Out {
    /// Name.
    pub name: String,
    /// Text.
    pub text: String,
}

/// Arguments
#[derive(Deserialize, JsonSchema, Debug)]
pub struct Order {
    /// Count.
    pub count: u8,
}

/// What an order is made of.
#[derive(Input, Debug)]
pub struct Made {
    /// Count.
    #[validate(range(1..))]
    pub count: u8,
    /// Way.
    pub way: Way,
    rest: Vec<Self>,
}

/// A way.
#[derive(Input, Debug)]
#[serde(rename_all = "lowercase", tag = "by")]
pub enum Way {
    /// By foot.
    Foot,
    /// By train.
    Train {
        /// Which.
        #[validate(length(1..))]
        number: String,
    },
    /// By another.
    #[serde(skip_serializing)]
    Other(Order2),
}

/// Another.
#[derive(Input, Debug)]
#[allow(dead_code, reason = "decoded and not read")]
pub struct Order2 {
    #[default(1)]
    count: u8,
}

/// Take what an order is made of.
#[tool]
pub fn make(made: Made) -> String {
    format!("{made:?} {}", made.rest.len())
}

/// Order.
#[tool]
pub fn order(#[arguments] order: Order, _call: Call) -> String {
    order.count.to_string()
}

/// Ping.
#[tool(public)]
pub fn ping() -> &'static str {
    "pong"
}

/// Ping.
#[tool(public)]
pub async fn ping_async() {
    std::future::ready(()).await;
}

/// Old.
#[deprecated = "use another"]
#[tool]
#[must_use]
pub fn old() -> String {
    String::new()
}

#[tool]
impl Notes {
    /// Count.
    #[tool(name = "notes.count")]
    pub async fn count(&self, a: u8) -> String {
        std::future::ready(()).await;
        a.to_string()
    }
    /// Clear.
    #[tool(name = "notes.clear", destructive)]
    pub fn clear(&self) {}
    /// Make.
    #[tool(name = "notes.make")]
    pub fn make(a: u8) -> String {
        a.to_string()
    }
    /// Nothing.
    #[tool(name = "notes.nothing")]
    pub fn nothing() {}
}

#[tokio::test]
async fn the_macros_cause_no_lint() {
    let jwt = Jwt::hs256("Zf8pQ2vX7kLm4nRt9wYb3cHd6gJs1uEa").unwrap();
    let server = Server::new("test", "0").auth(jwt).state(Notes).state(inner::Hidden);
    let client = server
        .tools(tools![read_note, order, make, ping, ping_async, old, Notes])
        .client()
        .unwrap();
    assert_eq!(client.call("ping", serde_json::json!({})).await.unwrap().text(), "pong");
}
