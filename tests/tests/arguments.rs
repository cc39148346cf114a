//! Arguments: what is declared is enforced, and everything that is wrong is told at once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Http, Server};

fn good() -> Value {
    json!({ "name": "a.md", "count": 3, "word": "abc", "color": "red", "tags": ["x", "yy"] })
}

fn with(key: &str, value: Value) -> Value {
    let mut arguments = good();
    arguments[key] = value;
    arguments
}

fn client(server: &Server) -> Http {
    server.http()
}

#[test]
fn good_arguments_reach_the_tool_as_they_are() {
    let server = Server::start("fixture");
    let json = client(&server).call("judge", good()).json();
    let expected = json!({
        "name": "a.md", "count": 3, "word": "abc", "color": "red", "tags": ["x", "yy"],
        "flag": true, "note": null,
    });
    assert_eq!(json["result"]["structuredContent"], expected);
    assert_eq!(json["result"]["isError"], false);
}

#[test]
fn five_wrong_arguments_are_five_violations_in_one_answer() {
    let server = Server::start("fixture");
    let arguments = json!({
        "name": "../x", "count": 11, "word": "ABC", "color": "blue", "tags": ["", "long"],
    });
    let reply = client(&server).call("judge", arguments);
    assert_eq!(reply.status, 200);
    assert!(reply.is_error());
    assert_eq!(
        reply.violations(),
        [
            "/color one_of",
            "/count range",
            "/name filename",
            "/tags/0 length",
            "/tags/1 length",
            "/word pattern",
        ]
    );
}

#[test]
fn types_are_not_coerced() {
    let server = Server::start("fixture");
    for (key, value) in [
        ("count", json!("10")),
        ("count", json!(3.0)),
        ("count", json!(true)),
        ("count", json!(null)),
        ("count", json!([3])),
        ("name", json!(5)),
        ("flag", json!("true")),
        ("flag", json!(1)),
        ("tags", json!("x")),
        ("tags", json!({ "0": "x" })),
    ] {
        let reply = client(&server).call("judge", with(key, value.clone()));
        assert_eq!(reply.violations(), [format!("/{key} type")], "{key} {value}");
    }
}

#[test]
fn unknown_and_missing_arguments_are_violations() {
    let server = Server::start("fixture");
    let reply = client(&server).call("judge", with("extra", json!(1)));
    assert_eq!(reply.violations(), ["/extra unknown"]);
    // Names are compared exactly.
    let reply = client(&server).call("echo", json!({ "Text": "x" }));
    assert_eq!(reply.violations(), ["/Text unknown", "/text required"]);
    let reply = client(&server).call("judge", json!({}));
    let all =
        ["/color", "/count", "/name", "/tags", "/word"].map(|name| format!("{name} required"));
    assert_eq!(reply.violations(), all);
}

#[test]
fn an_optional_argument_may_be_absent_or_null() {
    let server = Server::start("fixture");
    for arguments in [good(), with("note", json!(null)), with("note", json!("x"))] {
        assert!(!client(&server).call("judge", arguments).is_error());
    }
}

#[test]
fn a_violation_points_into_a_structure() {
    let server = Server::start("fixture");
    let order = |items| client(&server).call("nested", json!({ "order": { "items": items } }));
    assert_eq!(order(json!([{ "name": "a", "count": 1 }])).text(), "1 items");
    let wrong = order(json!([{ "name": "a", "count": 1 }, { "name": "b", "count": 256 }]));
    assert_eq!(wrong.violations(), ["/order/items/1/count type"]);
    let unknown = order(json!([{ "name": "a", "count": 1, "price": 1 }]));
    assert_eq!(unknown.violations(), ["/order/items/0 unknown"]);
}

#[test]
fn text_without_a_rule_is_held_to_the_default() {
    let server = Server::start("fixture");
    let echo = |text: &str| client(&server).call("echo", json!({ "text": text }));
    for good in ["", "a\tb\r\nc", "résumé", "👩‍👩‍👧", &"x".repeat(65_536)] {
        assert_eq!(echo(good).text(), good);
    }
    for bad in ["a\0b", "\u{1b}[2J", "\u{e0041}", &"x".repeat(65_537)] {
        assert_eq!(echo(bad).violations(), ["/text text"]);
    }
}

#[test]
fn a_violation_never_contains_the_value() {
    let server = Server::start("fixture");
    for arguments in [
        with("name", json!("canary-7f3a/..")),
        with("word", json!("CANARY-7f3a")),
        with("color", json!("canary-7f3a")),
        with("count", json!("canary-7f3a")),
        with("tags", json!(["canary-7f3a"])),
        with("tags", json!({ "canary-7f3a": 1 })),
        json!({ "canary-7f3a\u{1}": 1 }),
    ] {
        let reply = client(&server).call("judge", arguments.clone());
        assert!(reply.is_error(), "{arguments}");
        assert!(!reply.body.to_lowercase().contains("canary"), "{}", reply.body);
    }
    assert!(!server.log().to_lowercase().contains("canary"), "{}", server.log());
}

#[test]
fn a_flood_of_unknown_arguments_gets_a_short_answer() {
    let server = Server::start("fixture");
    let many: serde_json::Map<String, Value> =
        (0..20_000).map(|i| (format!("k{i}"), json!(i))).collect();
    let reply = client(&server).call("echo", many.into());
    assert!(reply.is_error());
    assert!(reply.body.len() < 10_000, "{}", reply.body.len());
}
