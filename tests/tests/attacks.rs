//! What an attacker tries beyond the single promises: each of these has worked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{ErrorKind, Write},
    time::Duration,
};

use serde_json::{Value, json};
use tests::{Http, Server, Stdio, http, request, token::token};

fn lives(server: &Server) {
    assert_eq!(server.http().call("echo", json!({ "text": "still here" })).text(), "still here");
}

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

#[test]
fn a_rule_that_panics_is_answered() {
    let server = Server::start("fixture");
    let direct = request("tools/call", json!({ "name": "misjudges", "arguments": { "text": "" } }));
    let mut sdk = direct.clone();
    sdk["params"]["_meta"]["progressToken"] = json!("p");
    let mut stdio = Stdio::start("fixture", None);
    stdio.send(direct.to_string().as_bytes());
    let [direct, sdk] = [direct, sdk].map(|message| server.http().message(&message).json());
    for reply in [direct, sdk, stdio.receive()] {
        assert_eq!(reply["result"]["structuredContent"]["error"], "internal", "{reply}");
        assert!(!reply.to_string().contains("hunter2"), "{reply}");
    }
    lives(&server);
}

#[test]
fn a_client_that_does_not_read_its_replies_is_cut() {
    let server = Server::start("fixture");
    let client = server.http().header("connection", "keep-alive");
    let params = json!({ "name": "echo", "arguments": { "text": "x".repeat(60_000) } });
    let body = request("tools/call", params).to_string();
    let length = body.len().to_string();
    let head = client.head(
        "POST",
        "/mcp",
        &[
            ("content-length", &length),
            ("mcp-protocol-version", http::VERSION),
            ("mcp-method", "tools/call"),
            ("mcp-name", "echo"),
        ],
    );
    let mut stream = client.connect();
    stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
    // Replies fill the buffers on the way back, and then requests those on the way there.
    let error = loop {
        if let Err(error) = stream.write_all((head.clone() + &body).as_bytes()) {
            break error;
        }
    };
    let is_cut = matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe);
    assert!(is_cut, "the server waits for ever: {error}");
    lives(&server);
}

#[test]
fn a_second_request_with_the_id_of_a_running_one_is_refused() {
    let mut server = Stdio::start("fixture", None);
    let slow = |id: &str| {
        let params = r#"{"name":"slow","arguments":{"millis":500}}"#;
        format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{params}}}"#)
    };
    server.send(slow(r#""a""#).as_bytes());
    server.send(slow(r#""\u0061""#).as_bytes());
    let refused = server.receive();
    assert_eq!((&refused["id"], &refused["error"]["code"]), (&json!("a"), &json!(-32600)));
    let answered = server.receive();
    assert_eq!(answered["result"]["content"][0]["text"], "finished", "{answered}");
    // Answered, it is free again.
    server.send(slow(r#""a""#).as_bytes());
    let rest: Vec<Value> = server.finish();
    assert_eq!(rest.len(), 1, "{rest:?}");
    assert_eq!(rest[0]["result"]["content"][0]["text"], "finished");
}

#[test]
fn one_tool_that_does_not_end_leaves_places_for_the_others() {
    let server = Server::start("fixture");
    // More than the tool may have at once; each holds its place for seconds after it was cut.
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = server.http();
            std::thread::spawn(move || client.call("hangs_plainly", json!({})).text())
        })
        .collect();
    let answers: Vec<String> = calls.into_iter().map(|call| call.join().unwrap()).collect();
    assert!(answers.iter().any(|answer| answer == "busy, try again"), "the tool has a cap");
    lives(&server);
}
