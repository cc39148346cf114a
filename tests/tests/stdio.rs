//! Standard input and output: the same gate, nothing but protocol on the output.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{
    Stdio, request,
    token::{claims, now, sign, token},
};

fn text(reply: &Value) -> &str {
    reply["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{reply}"))
}

fn code(reply: &Value) -> i64 {
    reply["error"]["code"].as_i64().unwrap_or_else(|| panic!("{reply}"))
}

#[test]
fn a_client_of_the_newest_version_calls_at_once() {
    let mut server = Stdio::start("notes", Some(&token("notes", "notes:read notes:write")));
    let identity = server.call("whoami", json!({}));
    assert_eq!(identity["result"]["structuredContent"]["subject"], "ada");
    let written = server.call("write_note", json!({ "name": "a.md", "body": "hello" }));
    assert_eq!(text(&written), "wrote a.md");
    assert_eq!(text(&server.call("read_note", json!({ "name": "a.md" }))), "hello");
    assert!(server.finish().is_empty());
}

#[test]
fn clients_of_older_versions_initialize() {
    for version in ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] {
        let mut server = Stdio::start("notes", Some(&token("notes", "")));
        let answer = server.initialize(version);
        assert_eq!(answer["result"]["protocolVersion"], version);
        server.send(br#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
        let list = server.receive();
        let names: Vec<_> = list["result"]["tools"].as_array().unwrap().iter().collect();
        assert_eq!(names.len(), 2, "whoami and ping: {list}");
        server.send(br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ping"}}"#);
        assert_eq!(text(&server.receive()), "pong");
        assert!(server.finish().is_empty());
    }
}

#[test]
fn without_a_token_only_public_tools_answer() {
    let mut server = Stdio::start("notes", None);
    assert_eq!(text(&server.call("ping", json!({}))), "pong");
    assert_eq!(code(&server.call("whoami", json!({}))), -31401);
    let list = server.request("tools/list", json!({}));
    assert_eq!(list["result"]["tools"].as_array().unwrap().len(), 1);
}

#[test]
fn too_few_scopes_are_an_error() {
    let mut server = Stdio::start("notes", Some(&token("notes", "notes:read")));
    let arguments = json!({ "name": "a.md", "body": "x" });
    assert_eq!(code(&server.call("write_note", arguments)), -31403);
}

#[test]
fn a_bad_token_is_an_error_on_every_request() {
    let mut expired = claims("notes", "");
    expired["exp"] = json!(now() - 120);
    for token in [sign(&expired), sign(&claims("other", "")), "garbage".into()] {
        let mut server = Stdio::start("notes", Some(&token));
        assert_eq!(code(&server.call("ping", json!({}))), -31401);
        assert_eq!(code(&server.call("whoami", json!({}))), -31401);
    }
}

#[test]
fn bad_input_gets_a_clear_error_and_the_server_lives() {
    let mut server = Stdio::start("fixture", None);
    let deep = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"echo","arguments":{{"text":{}{}}}}}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let long = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{}"}}"#, "x".repeat(3 << 20));
    let invalid_utf8 =
        [br#"{"jsonrpc":"2.0","id":1,"method":""#.as_slice(), &[0xff], br#""}"#].concat();
    for (line, expected) in [
        (b"not json".as_slice(), -32700),
        (b"{", -32700),
        (b"[]", -32600),
        (br#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":[]}}"#, -32602),
        (deep.as_bytes(), -32600),
        (long.as_bytes(), -31413),
        (&invalid_utf8, -32700),
    ] {
        server.send(line);
        assert_eq!(code(&server.receive()), expected, "{}", String::from_utf8_lossy(&line[..line.len().min(90)]));
    }
    server.send(b"   ");
    assert_eq!(text(&server.call("echo", json!({ "text": "still here" }))), "still here");
}

#[test]
fn arguments_are_judged_as_over_http() {
    let mut server = Stdio::start("fixture", None);
    let reply = server.call(
        "judge",
        json!({
            "name": "../x", "count": "10", "word": "A", "color": "blue", "tags": [1], "extra": 1,
        }),
    );
    let violations = reply["result"]["structuredContent"]["violations"].as_array().unwrap();
    assert_eq!(violations.len(), 6, "{reply}");
    assert_eq!(code(&server.call("no_such_tool", json!({}))), -32602);
}

#[test]
fn tools_that_panic_or_hang_are_answered() {
    let mut server = Stdio::start("fixture", None);
    for tool in ["panics", "panics_plainly", "fails", "hangs", "hangs_plainly", "floods"] {
        let reply = server.call(tool, json!({}));
        assert_eq!(reply["result"]["isError"], true, "{tool}");
        assert!(!reply.to_string().contains("hunter2"), "{tool}");
    }
    assert_eq!(text(&server.call("echo", json!({ "text": "still here" }))), "still here");
}

#[test]
fn the_end_of_the_input_waits_for_running_calls() {
    let mut server = Stdio::start("fixture", None);
    for id in 0..20 {
        let mut message =
            request("tools/call", json!({ "name": "slow", "arguments": { "millis": 300 } }));
        message["id"] = json!(id);
        server.send(message.to_string().as_bytes());
    }
    let rest = server.finish();
    assert_eq!(rest.len(), 20);
    assert!(rest.iter().all(|reply| text(reply) == "finished"), "{rest:?}");
}

#[test]
fn a_cancelled_call_ends() {
    let mut server = Stdio::start("fixture", None);
    server.initialize("2025-11-25");
    server.send(br#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"slow","arguments":{"millis":60000}}}"#);
    server
        .send(br#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#);
    // The input's end waits for open calls: this one is none any more.
    server.send(br#"{"jsonrpc":"2.0","id":8,"method":"ping"}"#);
    let rest = server.finish();
    assert!(rest.iter().any(|reply| reply["id"] == 8), "{rest:?}");
}
