//! Two lanes, one gate: the same request gets the same answer through the direct lane and
//! through the SDK's.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod generated;

use serde_json::{Value, json};
use tests::{Http, Options, Server, Stdio, http, request, token::token};

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
        ("a superfluous name", 200, client("mcp-name", "x").request("tools/list", json!({}))),
        ("a cursor", 200, server.http().request("tools/list", json!({ "cursor": "x" }))),
        ("a list of a name", 200, server.http().request("tools/list", json!({ "name": "x" }))),
        ("a ping of the newest version", 404, server.http().request("ping", json!({}))),
        ("no client information", 200, server.http().message(&without_info)),
        ("input responses", 200, server.http().message(&with_input)),
        ("capabilities with settings", 200, server.http().message(&with_settings)),
    ] {
        assert_eq!(reply.status, status, "{what}: {reply:?}");
    }
    assert_eq!(lanes_used(&server)[0], 0, "{}", server.log());
}

#[test]
fn both_lanes_say_the_same_of_the_server() {
    let mut server = traced("fixture");
    for scope in [None, Some(""), Some("a:read a:write"), Some("a:admin")] {
        let client = match scope {
            Some(scope) => server.http().token(token("fixture", scope)),
            None => server.http(),
        };
        for method in ["tools/list", "server/discover"] {
            let direct = request(method, json!({}));
            let mut sdk = direct.clone();
            sdk["params"]["_meta"]["progressToken"] = json!("p");
            let [direct, sdk] = [direct, sdk].map(|message| client.message(&message));
            assert_eq!((direct.status, sdk.status), (200, 200));
            assert_eq!(direct.json(), sdk.json(), "{method} {scope:?}");
        }
    }
    server.http().call("echo", json!({ "text": "x" }));
    server.wait_for("tool=\"echo\"");
    assert_eq!(lanes_used(&server)[0], 9, "{}", server.log());
}

#[test]
fn both_lanes_give_the_same_answer_to_older_clients() {
    let mut server = traced("fixture");
    let mut requests = vec![("ping", json!({})), ("tools/list", json!({}))];
    for (tool, arguments) in calls() {
        requests.push(("tools/call", json!({ "name": tool, "arguments": arguments })));
    }
    for version in ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", ""] {
        for (method, params) in &requests {
            let body = json!({ "jsonrpc": "2.0", "id": "a", "method": method, "params": params });
            let body = body.to_string();
            let client = server.http().header("mcp-protocol-version", version);
            // A session is what only the SDK could know of.
            let clients = [client.clone(), client.header("mcp-session-id", "x")];
            let [direct, sdk] = clients.map(|client| client.post(body.as_bytes()));
            assert_eq!(direct.status, sdk.status, "{method} {params} {version}");
            let [direct, sdk] = [direct, sdk].map(|reply| comparable(reply.json()));
            assert_eq!(direct, sdk, "{method} {params} {version}");
        }
    }
    server.http().call("no_such_tool", json!({}));
    server.wait_for("tool=\"no_such_tool\"");
    let [direct, sdk] = lanes_used(&server);
    assert!(direct >= 80 && sdk >= 80, "{direct} direct, {sdk} through the SDK");
}

#[test]
fn what_is_irregular_of_an_older_client_is_for_the_sdk_to_judge() {
    let server = traced("fixture");
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }).to_string();
    for (what, status, name, value) in [
        ("an unknown version", 400, "mcp-protocol-version", "2025-01-01"),
        ("the newest version", 400, "mcp-protocol-version", http::VERSION),
        ("a method in the header", 200, "mcp-method", "tools/list"),
        ("no event streams", 406, "accept", "application/json"),
        ("weights", 200, "accept", "application/json;q=0.5, text/event-stream"),
    ] {
        let reply = server.http().header(name, value).post(message.as_bytes());
        assert_eq!(reply.status, status, "{what}: {reply:?}");
    }
    assert_eq!(lanes_used(&server)[0], 0, "{}", server.log());
}

#[test]
fn a_tool_that_talks_goes_through_the_sdk_where_the_client_listens() {
    let mut server = traced("conformance");
    let call = |name: &str| request("tools/call", json!({ "name": name }));
    // To this client there is nothing to say.
    let silent = call("test_tool_with_progress");
    assert_eq!(server.http().message(&silent).text(), "done");
    assert_eq!(lanes_used(&server), [1, 0]);
    let mut listening = silent;
    listening["params"]["_meta"]["progressToken"] = json!("p");
    assert_eq!(server.http().message(&listening).text(), "done");
    let mut able = call("test_missing_capability");
    let missing = server.http().message(&able);
    assert_eq!((missing.status, missing.code()), (400, -32021));
    able["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({ "roots": {} });
    let other = server.http().message(&able);
    assert_eq!((other.status, other.json()), (400, missing.json()));
    able["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] =
        json!({ "sampling": {} });
    assert_eq!(server.http().message(&able).text(), "done");
    server.http().call("no_such_tool", json!({}));
    server.wait_for("tool=\"no_such_tool\"");
    assert_eq!(lanes_used(&server)[0], 2, "{}", server.log());
}
