//! What the front door does with bodies that are no messages: a clear refusal, and the server
//! lives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{Server, http, request};

fn server() -> Server {
    Server::start("fixture")
}

fn lives(server: &Server) {
    assert_eq!(server.http().call("echo", json!({ "text": "still here" })).text(), "still here");
}

/// A call of `echo` with these arguments, written as they are.
fn call(arguments: &str) -> String {
    let message = request("tools/call", json!({ "name": "echo", "arguments": "PLACE" }));
    message.to_string().replace("\"PLACE\"", arguments)
}

fn post(server: &Server, body: &[u8]) -> http::Reply {
    let headers = server.http().header("mcp-protocol-version", http::VERSION);
    headers.header("mcp-method", "tools/call").header("mcp-name", "echo").post(body)
}

#[test]
fn a_hundred_megabytes_with_a_length_are_refused() {
    let server = server();
    let reply = post(&server, &vec![b' '; 100 << 20]);
    assert_eq!((reply.status, reply.code()), (413, -31413));
    lives(&server);
}

#[test]
fn a_hundred_megabytes_without_a_length_are_refused() {
    let server = server();
    let client = server.http();
    let mut stream = client.connect();
    let head = client.head("POST", "/mcp", &[("transfer-encoding", "chunked")]);
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &[b' '; 1 << 20], b"\r\n"].concat();
    for _ in 0..100 {
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n");
    let reply = http::read(&mut stream);
    assert_eq!((reply.status, reply.code()), (413, -31413));
    lives(&server);
}

#[test]
fn a_length_that_is_too_large_is_refused_before_the_body() {
    let server = server();
    let client = server.http();
    let mut stream = client.connect();
    let head = client.head("POST", "/mcp", &[("content-length", "99999999999")]);
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(http::read(&mut stream).status, 413);
}

#[test]
fn an_endless_body_ends() {
    let server = server();
    let client = server.http();
    let mut stream = client.connect();
    let head = client.head("POST", "/mcp", &[("transfer-encoding", "chunked")]);
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &[b' '; 1 << 20], b"\r\n"].concat();
    let end = Instant::now() + Duration::from_secs(60);
    while stream.write_all(&chunk).is_ok() {
        assert!(Instant::now() < end, "the server reads on");
    }
    lives(&server);
}

#[test]
fn a_body_of_one_byte_a_second_is_cut() {
    let server = server();
    let client = server.http();
    let mut stream = client.connect();
    let body = call(r#"{"text":"x"}"#);
    let head = client.head("POST", "/mcp", &[("content-length", &body.len().to_string())]);
    stream.write_all(head.as_bytes()).unwrap();
    let mut writer = stream.try_clone().unwrap();
    thread::spawn(move || {
        for byte in body.bytes() {
            if writer.write_all(&[byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_secs(1));
        }
    });
    let reply = http::read(&mut stream);
    assert_eq!((reply.status, reply.code()), (408, -31408));
    lives(&server);
}

/// What comes over the connection to its end.
fn rest(mut stream: TcpStream) -> String {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "it is still open"),
    }
    String::from_utf8(rest).unwrap()
}

#[test]
fn a_head_that_does_not_end_is_cut() {
    let server = server();
    let mut stream = server.http().connect();
    stream.write_all(b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n").unwrap();
    rest(stream);
    lives(&server);
}

#[test]
fn a_connection_that_says_no_more_is_cut() {
    let server = server();
    let mut stream = server.http().connect();
    // What is refused at its head runs no call.
    stream.write_all(b"PUT /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").unwrap();
    let rest = rest(stream);
    assert!(rest.starts_with("HTTP/1.1 405 ") && !rest.contains("connection: close"), "{rest}");
    lives(&server);
}

/// More than 64, and far fewer than there may be values; the message itself is three deep.
#[test]
fn arrays_that_nest_too_deep_are_refused() {
    let server = server();
    let nested = |depth: usize| {
        let deep = format!(r#"{{"text":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        post(&server, call(&deep).as_bytes())
    };
    let reply = nested(61);
    assert!(reply.status == 200 && reply.is_error(), "it is judged as an argument: {reply:?}");
    for depth in [62, 1_000, 90_000, 200_000] {
        let reply = nested(depth);
        assert_eq!((reply.status, reply.code()), (400, -32600), "{depth}");
    }
    lives(&server);
}

#[test]
fn more_values_than_anybody_sends_are_refused() {
    let server = server();
    let wide = |values: usize| {
        let values = vec!["0"; values].join(",");
        post(&server, call(&format!(r#"{{"text":[{values}]}}"#)).as_bytes())
    };
    let reply = wide(90_000);
    assert!(reply.status == 200 && reply.is_error(), "it is judged as an argument: {reply:?}");
    let reply = wide(110_000);
    assert_eq!((reply.status, reply.code()), (400, -32600));
    lives(&server);
}

#[test]
fn duplicate_keys_are_refused_at_every_depth() {
    let server = server();
    let twice = |arguments: &str| {
        let reply = post(&server, call(arguments).as_bytes());
        assert_eq!((reply.status, reply.code()), (400, -32600), "{arguments}");
    };
    twice(r#"{"text":"a","text":"b"}"#);
    twice(r#"{"text":"a","\u0074ext":"b"}"#);
    twice(r#"{"text":{"a":1,"a":2}}"#);
    for message in [
        r#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"hidden"}}"#,
    ] {
        assert_eq!(post(&server, message.as_bytes()).code(), -32600, "{message}");
    }
    lives(&server);
}

#[test]
fn what_is_not_json_is_a_parse_error() {
    let server = server();
    for body in [
        b"".as_slice(),
        b"{",
        b"not json",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} trailing",
        b"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
        b"{'jsonrpc':'2.0'}",
    ] {
        let reply = post(&server, body);
        assert_eq!(
            (reply.status, reply.code()),
            (400, -32700),
            "{}",
            String::from_utf8_lossy(body)
        );
        assert!(reply.json().get("id").is_none(), "an unknown id is left out");
    }
    lives(&server);
}

#[test]
fn invalid_utf8_is_a_parse_error() {
    let server = server();
    let body = call(r#"{"text":"PLACE"}"#).replace("PLACE", "\u{1}").into_bytes();
    let body: Vec<u8> = body.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    let reply = post(&server, &body);
    assert_eq!((reply.status, reply.code()), (400, -32700));
    lives(&server);
}

#[test]
fn what_is_no_request_is_an_invalid_request() {
    let server = server();
    for body in [
        r#"[]"#,
        r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#,
        r#""ping""#,
        r#"{"id":1,"method":"ping"}"#,
        r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1}"#,
        r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1,"Method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping","extra":1}"#,
    ] {
        let reply = post(&server, body.as_bytes());
        assert_eq!((reply.status, reply.code()), (400, -32600), "{body}");
    }
    lives(&server);
}

#[test]
fn parameters_of_the_wrong_shape_are_invalid_parameters() {
    let server = server();
    for body in [
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":[]}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":null}}"#,
    ] {
        let reply = post(&server, body.as_bytes());
        assert_eq!((reply.status, reply.code()), (400, -32602), "{body}");
        assert_eq!(reply.json()["id"], 1, "the id is known");
    }
    lives(&server);
}

#[test]
fn another_media_type_is_refused_unread() {
    let server = server();
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"] {
        let client = server.http().header("content-type", media_type);
        let reply = client.post(call(r#"{"text":"x"}"#).as_bytes());
        assert_eq!(reply.status, 415, "{media_type}");
    }
    let client = server.http().header("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(client.call("echo", json!({ "text": "x" })).status, 200);
}

#[test]
fn a_secret_key_of_the_parser_is_refused() {
    // serde_json would take the text in it for another document.
    let server = server();
    let body = call(r#"{"$serde_json::private::RawValue":"{\"text\":\"x\"}"}"#);
    assert_eq!(post(&server, body.as_bytes()).status, 400);
    lives(&server);
}
