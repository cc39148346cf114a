//! Two lanes, one gate: the same request gets the same answer through the direct lane and
//! through the SDK's.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Http, Options, Server, Stdio, request, token::token};

/// Calls, good and bad: tool, arguments.
fn calls() -> Vec<(&'static str, Value)> {
    let good = json!({ "name": "a.md", "count": 3, "word": "abc", "color": "red", "tags": ["x"] });
    let mut bad = good.clone();
    bad["count"] = json!("3");
    bad["extra"] = json!({ "deep": [1, 2] });
    vec![
        ("echo", json!({ "text": "x" })),
        ("echo", json!({ "text": "\u{e9}\n\u{1f600}\"\\" })),
        ("echo", json!({ "text": "" })),
        ("echo", json!({})),
        ("echo", json!({ "text": "\u{0}" })),
        ("echo", json!({ "Text": "x" })),
        ("judge", good),
        ("judge", bad),
        ("nested", json!({ "order": { "items": [{ "name": "a", "count": 300 }] } })),
        ("panics", json!({})),
        ("panics_plainly", json!({})),
        ("fails", json!({})),
        ("tells", json!({})),
        ("hangs", json!({})),
        ("floods", json!({})),
        ("counter.count", json!({ "by": 6 })),
        ("undeclared", json!({})),
        ("needs_both", json!({})),
        ("needs_one", json!({})),
        ("hidden", json!({})),
        ("no_such_tool", json!({})),
    ]
}

/// What may differ between two calls: the reference of each.
fn comparable(mut reply: Value) -> Value {
    let reference = reply["result"]["structuredContent"]["reference"].take();
    if let Some(reference) = reference.as_str() {
        let text = reply["result"]["content"][0]["text"].as_str().unwrap().replace(reference, "…");
        reply["result"]["content"][0]["text"] = text.into();
    }
    reply
}

/// The same request for each lane: a progress token is what the SDK alone understands.
fn pair(tool: &str, arguments: &Value) -> [Value; 2] {
    let direct = request("tools/call", json!({ "name": tool, "arguments": arguments }));
    let mut sdk = direct.clone();
    sdk["params"]["_meta"]["progressToken"] = json!("p");
    [direct, sdk]
}

fn traced(name: &str) -> Server {
    let log = Some("mcp_secure=trace".to_owned());
    Server::start_with(name, Options { log, ..Options::default() })
}

fn lanes_used(server: &Server) -> [usize; 2] {
    ["lane=\"direct\"", "lane=\"sdk\""].map(|lane| server.log().matches(lane).count())
}

#[test]
fn both_lanes_give_the_same_answer_over_http() {
    let mut server = traced("fixture");
    for scope in [None, Some(""), Some("a:read a:write"), Some("a:admin")] {
        let client = match scope {
            Some(scope) => server.http().token(token("fixture", scope)),
            None => server.http(),
        };
        for (tool, arguments) in calls() {
            let [direct, sdk] = pair(tool, &arguments).map(|message| client.message(&message));
            assert_eq!(direct.status, sdk.status, "{tool} {arguments}");
            let [direct, sdk] = [direct, sdk].map(|reply| comparable(reply.json()));
            assert_eq!(direct, sdk, "{tool} {arguments} {scope:?}");
        }
    }
    // Each lane has been there, or this test would compare the SDK with itself.
    server.http().call("echo", json!({ "text": "x" }));
    server.wait_for("tool=\"no_such_tool\"");
    let [direct, sdk] = lanes_used(&server);
    assert!(direct >= 50 && sdk >= 50, "{direct} direct, {sdk} through the SDK");
}

#[test]
fn both_lanes_give_the_same_answer_over_stdio() {
    for token in [None, Some(token("fixture", "a:read a:write"))] {
        let mut server = Stdio::start("fixture", token.as_deref());
        for (tool, arguments) in calls() {
            let [direct, sdk] = pair(tool, &arguments).map(|message| {
                server.send(message.to_string().as_bytes());
                comparable(server.receive())
            });
            assert_eq!(direct, sdk, "{tool} {arguments}");
        }
    }
}

#[test]
fn what_is_irregular_is_for_the_sdk_to_judge() {
    let server = traced("fixture");
    let message = request("tools/call", json!({ "name": "echo", "arguments": { "text": "x" } }));
    let client = |name: &str, value: &str| -> Http { server.http().header(name, value) };
    let mut without_info = message.clone();
    let info = "io.modelcontextprotocol/clientInfo";
    without_info["params"]["_meta"].as_object_mut().unwrap().remove(info);
    let mut with_input = message.clone();
    with_input["params"]["inputResponses"] = json!({});
    let mut with_settings = message.clone();
    with_settings["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] =
        json!({ "roots": { "listChanged": true } });
    for (what, status, reply) in [
        ("another name in the header", 400, client("mcp-name", "hidden").message(&message)),
        ("another method in the header", 400, client("mcp-method", "ping").message(&message)),
        ("no name in the header", 400, client("mcp-name", "").message(&message)),
        ("an unknown version", 400, client("mcp-protocol-version", "1999-01-01").message(&message)),
        ("an encoded name", 200, client("mcp-name", "=?base64?ZWNobw==?=").message(&message)),
        ("no event streams", 406, client("accept", "application/json").message(&message)),
        ("no client information", 200, server.http().message(&without_info)),
        ("input responses", 200, server.http().message(&with_input)),
        ("capabilities with settings", 200, server.http().message(&with_settings)),
    ] {
        assert_eq!(reply.status, status, "{what}: {reply:?}");
    }
    assert_eq!(lanes_used(&server)[0], 0, "{}", server.log());
}

#[test]
fn a_tool_that_talks_to_the_client_goes_through_the_sdk() {
    let mut server = traced("conformance");
    let message = request("tools/call", json!({ "name": "test_tool_with_progress" }));
    assert_eq!(server.http().message(&message).text(), "done");
    server.wait_for("verdict=\"ok\"");
    assert_eq!(lanes_used(&server), [0, 1]);
}
