//! HTTP/2, frame by frame: what no well-behaved client sends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::time::Duration;

use serde_json::json;
use tests::{Options, Server};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// More than a loaded machine takes; nothing else depends on it.
const SOON: Duration = Duration::from_secs(60);

/// A server that speaks HTTP/2 without TLS.
fn server() -> Server {
    let variables = vec![("FIXTURE_HTTP2", "".into())];
    let log = Some("info,mcp_secure=debug".to_owned());
    Server::start_with("fixture", Options { variables, log, ..Options::default() })
}

/// A frame (RFC 9113, section 4.1).
fn frame(kind: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    bytes.extend([kind, 0]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

/// Each answer is read, and so each question worked on: it is not for want of room that they end.
#[tokio::test]
async fn frames_that_cost_their_client_nothing_end_their_connection() {
    for (kind, frame) in [
        ("settings", frame(4, 0, &[0, 4, 0, 1, 0, 0])),
        ("pings", frame(6, 0, b"question")),
        ("windows", frame(8, 0, &1u32.to_be_bytes())),
        ("priorities", frame(2, 1, &[0, 0, 0, 0, 1])),
        ("frames that nobody knows", frame(0xfa, 0, b"")),
    ] {
        let mut server = server();
        let stream = TcpStream::connect(server.address).await.unwrap();
        let (mut answers, mut questions) = stream.into_split();
        let flood = tokio::spawn(async move {
            let _ = questions.write_all(PREFACE).await;
            while questions.write_all(&frame).await.is_ok() {}
        });
        let mut nowhere = tokio::io::sink();
        let ended = timeout(SOON, tokio::io::copy(&mut answers, &mut nowhere)).await;
        assert!(ended.is_ok(), "{kind} go on and on");
        server.wait_for("verdict=Flooded");
        flood.await.unwrap();
        assert_eq!(server.http().call("echo", json!({ "text": "x" })).text(), "x");
    }
}

/// How many it may open it knows from settings that it has not read yet.
#[tokio::test]
async fn a_client_that_begins_with_a_hundred_requests_keeps_its_connection() {
    let server = server();
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // `:method: POST`, `:scheme: http`, `:path: /mcp` and `:authority` (RFC 7541).
    let host = server.address.to_string();
    let head = [b"\x83\x86\x04\x04/mcp\x01", &[host.len() as u8][..], host.as_bytes()].concat();
    let head = [&head, &b"\0\x0ccontent-type\x10application/json"[..]].concat();
    let mut bytes = PREFACE.to_vec();
    for id in (1..200).step_by(2) {
        let mut request = frame(1, id, &head);
        request[4] = 4; // END_HEADERS: its body is to come.
        bytes.extend(request);
    }
    stream.write_all(&bytes).await.unwrap();
    stream.write_all(&frame(6, 0, b"question")).await.unwrap();
    let mut answers = Vec::new();
    while !answers.windows(8).any(|answer| answer == b"question") {
        assert_ne!(stream.read_buf(&mut answers).await.unwrap(), 0, "it is closed: {answers:?}");
    }
    // Length 4, RST_STREAM, and at its end REFUSED_STREAM: nothing of these has been done.
    let is_refusal =
        |frame: &[u8]| frame.starts_with(b"\0\0\x04\x03") && frame.ends_with(b"\0\0\0\x07");
    assert_eq!(answers.windows(13).filter(|frame| is_refusal(frame)).count(), 100 - 32);
}

#[tokio::test]
async fn frames_that_make_no_sense_fill_no_log() {
    let variables = vec![("FIXTURE_HTTP2", "".into())];
    let server = Server::start_with("fixture", Options { variables, ..Options::default() });
    let before = server.log().lines().count();
    let mut bytes = PREFACE.to_vec();
    // Answers to pings that nobody has sent.
    bytes.extend(b"\0\0\x08\x06\x01\0\0\0\0unasked!".repeat(900));
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    // A ping, to whose answer all has been read.
    stream.write_all(b"\0\0\x08\x06\0\0\0\0\0question").await.unwrap();
    let mut answers = Vec::new();
    while !answers.windows(8).any(|answer| answer == b"question") {
        assert_ne!(stream.read_buf(&mut answers).await.unwrap(), 0, "{answers:?}");
    }
    assert_eq!(server.log().lines().count(), before, "{}", server.log());
}
