//! Connections: many, idle, kept alive.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};
use tests::{Options, Server, http, request};

#[test]
fn a_connection_serves_many_requests() {
    let server = Server::start("fixture");
    let call = call(&server, "echo", json!({ "text": "x" }));
    let mut stream = server.http().connect();
    for _ in 0..50 {
        stream.write_all(call.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        while !answer.ends_with(b"}}") {
            let read = stream.read(&mut buffer).unwrap();
            assert_ne!(read, 0, "the connection was closed");
            answer.extend_from_slice(&buffer[..read]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }
}

/// A call over a connection that is kept.
fn call(server: &Server, tool: &str, arguments: Value) -> String {
    let body = request("tools/call", json!({ "name": tool, "arguments": arguments })).to_string();
    let length = body.len().to_string();
    let headers = [
        ("content-length", &*length),
        ("mcp-protocol-version", http::VERSION),
        ("mcp-method", "tools/call"),
        ("mcp-name", tool),
    ];
    let client = server.http().header("connection", "keep-alive");
    client.head("POST", "/mcp", &headers) + &body
}

/// More than the system holds for it.
#[test]
fn a_client_that_takes_no_replies_is_cut() {
    let log = Some("info,mcp_secure=debug".to_owned());
    let options = Options { log, ..Options::default() };
    let mut server = Server::start_with("fixture", options.set("FIXTURE_READ_SECONDS", "1"));
    let mut stream = server.http().connect();
    let calls = call(&server, "large", json!({})).repeat(30);
    stream.write_all(calls.as_bytes()).unwrap();
    server.wait_for("a connection ended early");
    assert_eq!(server.http().call("echo", json!({ "text": "x" })).text(), "x");
}

#[test]
fn idle_connections_cannot_keep_others_out() {
    let mut server = Server::start("fixture");
    // More than the server holds at once: it closes those that send nothing.
    let idle: Vec<TcpStream> = (0..1200).map(|_| server.http().connect()).collect();
    assert_eq!(server.http().call("echo", json!({ "text": "in" })).text(), "in");
    drop(idle);
    assert!(server.is_running());
}

#[test]
fn a_connection_that_sends_nothing_is_closed() {
    let server = Server::start("fixture");
    let mut idle = server.http().connect();
    let mut rest = Vec::new();
    let _ = idle.read_to_end(&mut rest);
    // Also one that has been used before.
    let client = server.http().header("connection", "keep-alive");
    let mut used = client.connect();
    used.write_all(client.head("GET", "/mcp", &[]).as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = used.read_to_end(&mut answer);
    assert!(answer.starts_with(b"HTTP/1.1 405"));
}

#[test]
fn a_server_that_waits_for_ever_answers() {
    let forever = u64::MAX.to_string();
    let options = Options::default()
        .set("FIXTURE_READ_SECONDS", &forever)
        .set("FIXTURE_CONNECTIONS", &forever)
        .set("FIXTURE_BODY_MEMORY", &forever);
    let server = Server::start_with("fixture", options);
    assert_eq!(server.http().call("echo", json!({ "text": "x" })).text(), "x");
}
