//! What an attacker tries beyond the single promises: each of these has worked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::json;
use tests::{Http, Server, http, request, token::token};

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

#[test]
fn the_spelling_of_an_id_is_no_sign_of_a_hidden_tool() {
    let server = Server::start("fixture");
    for client in [server.http(), server.http().token(token("fixture", "a:read"))] {
        for id in [r#""\u0061""#, r#""a\/b""#, "7"] {
            let [hidden, unknown] =
                ["hidden", "hidbem"].map(|tool| call_with_id(&client, tool, id));
            assert_eq!(hidden.status, unknown.status, "{id}");
            assert_eq!(hidden.body, unknown.body, "{id}");
        }
    }
}

#[test]
fn a_header_for_an_argument_is_no_sign_of_a_hidden_tool() {
    let server = Server::start("fixture");
    let client = server.http().header("mcp-param-region", "eu");
    let [hidden, unknown] = ["hidden", "hidbem"].map(|tool| client.call(tool, json!({})));
    assert_eq!((hidden.status, hidden.body), (unknown.status, unknown.body));
}
