//! Arguments that clients repeat in headers (MCP 2026-07-28, "Custom Headers from Tool
//! Parameters"): the header and the body say the same, or the call is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Reply, Server};

fn call(server: &Server, arguments: Value, headers: &[(&str, &str)]) -> Reply {
    let client = server.http();
    let client = headers
        .iter()
        .fold(client, |client, (name, value)| client.header(&format!("mcp-param-{name}"), value));
    client.call("routed", arguments)
}

#[test]
fn the_schema_names_the_headers() {
    let server = Server::start("inputs");
    let list = server.http().request("tools/list", json!({})).json();
    let properties = &list["result"]["tools"][1]["inputSchema"]["properties"];
    let region = json!({
        "type": "string", "description": "Where.", "minLength": 1, "maxLength": 20,
        "x-mcp-header": "Region",
    });
    assert_eq!(properties["region"], region);
    let shard = json!({
        "type": "integer", "format": "int64", "minimum": 0, "maximum": 9_007_199_254_740_991_i64,
        "x-mcp-header": "Shard",
    });
    assert_eq!(properties["shard"], shard);
    // One type alone: clients refuse a tool otherwise.
    assert_eq!(properties["dry_run"], json!({ "type": "boolean", "x-mcp-header": "Dry-Run" }));
    assert_eq!(properties["note"], json!({ "type": "string", "x-mcp-header": "Note" }));
}

#[test]
fn headers_that_agree_are_taken() {
    let server = Server::start("inputs");
    let reply = call(&server, json!({ "region": "eu" }), &[("region", "eu")]);
    assert_eq!(reply.text(), "eu None None None None");
    let all = json!({ "region": "eu", "shard": 42, "dry_run": true, "note": "a b" });
    let headers =
        [("region", "eu"), ("Shard", "42"), ("DRY-RUN", "true"), ("note", "=?base64?YSBi?=")];
    let reply = call(&server, all, &headers);
    assert_eq!(reply.text(), "eu Some(42) Some(true) Some(\"a b\") None");
    // What no header can say as it is comes encoded.
    let reply = call(
        &server,
        json!({ "region": "Zürich", "note": "=?base64?literal?=" }),
        &[("region", "=?base64?WsO8cmljaA==?="), ("note", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=")],
    );
    assert_eq!(reply.text(), "Zürich None None Some(\"=?base64?literal?=\") None");
}

#[test]
fn headers_that_disagree_are_refused() {
    let server = Server::start("inputs");
    let eu = || json!({ "region": "eu" });
    let sharded = || json!({ "region": "eu", "shard": 42 });
    for (arguments, headers) in [
        (eu(), &[][..]),
        (eu(), &[("region", "us")]),
        (eu(), &[("region", "EU")]),
        (eu(), &[("region", "=?base64?dXM=?=")]),
        (eu(), &[("region", "=?base64?!!!?=")]),
        (eu(), &[("region", "eu"), ("region", "us")]),
        (eu(), &[("region", "eu"), ("shard", "42")]),
        (sharded(), &[("region", "eu")]),
        (sharded(), &[("region", "eu"), ("shard", "43")]),
        (sharded(), &[("region", "eu"), ("shard", "")]),
        (json!({}), &[("region", "eu")]),
    ] {
        let reply = call(&server, arguments.clone(), headers);
        assert_eq!(reply.status, 400, "{arguments} {headers:?}: {}", reply.body);
        assert_eq!(reply.json()["error"]["code"], -32020, "{arguments} {headers:?}");
    }
}

#[test]
fn what_a_header_cannot_say_is_no_argument() {
    let server = Server::start("inputs");
    for (arguments, headers, told) in [
        (json!({ "region": "eu", "shard": null }), &[("region", "eu")][..], "/shard type"),
        (
            json!({ "region": "eu", "shard": 9_007_199_254_740_992_i64 }),
            &[("region", "eu"), ("shard", "9007199254740992")],
            "/shard range",
        ),
        (
            json!({ "region": "eu", "shard": -1 }),
            &[("region", "eu"), ("shard", "-1")],
            "/shard range",
        ),
    ] {
        let reply = call(&server, arguments, headers);
        assert_eq!(reply.violations(), [told], "{}", reply.body);
    }
}

#[test]
fn on_standard_input_there_are_no_headers_to_agree_with() {
    let mut client = tests::Stdio::start("inputs", None);
    let reply = client.call("routed", json!({ "region": "eu" }));
    assert_eq!(reply["result"]["content"][0]["text"], "eu None None None None");
}
