//! What an attacker tries beyond the single promises: each of these has worked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::json;
use tests::{Http, Server, http, request};

/// Posts a call with the id as it is written.
fn call_with_id(client: &Http, tool: &str, id: &str) -> http::Reply {
    let mut message = request("tools/call", json!({ "name": tool, "arguments": {} }));
    message["id"] = json!("PLACE");
    let body = message.to_string().replace("\"PLACE\"", id);
    let client = client.clone().header("mcp-protocol-version", http::VERSION);
    client.header("mcp-method", "tools/call").header("mcp-name", tool).post(body.as_bytes())
}

#[test]
fn an_id_writes_no_line_of_the_log() {
    let mut server = Server::start("fixture");
    for id in [r#""1\nforged 5150""#, r#""1\u001b[2K\rforged 5150""#, "\"1\u{2028}forged 5150\""] {
        let reply = call_with_id(&server.http(), "no_such_tool", id);
        assert_eq!((reply.status, reply.code()), (400, -32600), "{id}");
        assert!(!reply.body.contains("5150"), "{}", reply.body);
    }
    server.http().call("counts", json!({}));
    server.wait_for("tool=\"counts\"");
    assert!(!server.log().contains("forged"), "{}", server.log());
}
