//! Attacks over HTTP/1.1.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tests::{http::VERSION, request};
use tokio::{io::AsyncReadExt, net::TcpStream, time::sleep};

use crate::target::{Target, closed, send};

/// Connects, and waits to be thrown out.
pub(crate) async fn idle(target: Arc<Target>, number: usize) {
    loop {
        closed(&mut target.connect(number).await).await;
        target.pause().await;
    }
}

pub(crate) async fn slow_heads(target: Arc<Target>, number: usize) {
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("x-slow: ")).await;
        drip(stream).await;
        target.pause().await;
    }
}

pub(crate) async fn slow_bodies(target: Arc<Target>, number: usize) {
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("content-length: 100000\r\n\r\n")).await;
        drip(stream).await;
        target.pause().await;
    }
}

/// A byte now and then, as long as they are taken.
async fn drip(mut stream: TcpStream) {
    let mut buffer = [0; 1024];
    while send(&mut stream, b"x").await {
        let wait = sleep(Duration::from_millis(500));
        tokio::select! {
            () = wait => {}
            read = stream.read(&mut buffer) => if !matches!(read, Ok(1..)) { return },
        }
    }
}

pub(crate) async fn unfinished(target: Arc<Target>, number: usize) {
    let body = vec![b' '; (1 << 20) - 1];
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("content-length: 1048576\r\n\r\n")).await;
        send(&mut stream, &body).await;
        closed(&mut stream).await;
        target.pause().await;
    }
}

pub(crate) async fn large(target: Arc<Target>, number: usize) {
    let part = vec![b' '; 100_000];
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("content-length: 100000000\r\n\r\n")).await;
        for _ in 0..1_000 {
            if !send(&mut stream, &part).await {
                break;
            }
        }
        closed(&mut stream).await;
    }
}

pub(crate) async fn endless(target: Arc<Target>, number: usize) {
    let mut chunk = b"10000\r\n".to_vec();
    chunk.resize(chunk.len() + 0x10000, b' ');
    chunk.extend_from_slice(b"\r\n");
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("transfer-encoding: chunked\r\n\r\n")).await;
        while send(&mut stream, &chunk).await {}
        closed(&mut stream).await;
    }
}

/// Bodies of nearly 1 MiB, of every awkward shape.
pub(crate) async fn shapes(target: Arc<Target>, number: usize) {
    let most = 1_000_000;
    let deep = ["[".repeat(100_000), "{\"a\":".repeat(100_000), "[".repeat(most)];
    let wide = [",1".repeat(most / 2), ",[]".repeat(most / 3), ",\"\"".repeat(most / 3)];
    let members: String = (0..most / 12).map(|member| format!(",\"{member:06}\":1")).collect();
    let shapes = deep
        .into_iter()
        .chain(wide.into_iter().map(|items| format!("[{}]", &items[1..])))
        .chain([format!("{{{}}}", &members[1..]), format!("\"{}\"", "\\u0041".repeat(most / 6))]);
    let calls: Vec<String> = shapes
        .map(|shape| call(&target, "echo", &format!(r#"{{"text":{shape}}}"#)))
        .map(|call| call.replacen("\r\n", "\r\nconnection: close\r\n", 1))
        .collect();
    loop {
        for call in &calls {
            let mut stream = target.connect(number).await;
            send(&mut stream, call).await;
            let reply = String::from_utf8_lossy(&closed(&mut stream).await).into_owned();
            // None of them is the text that the tool takes, but for the one that is too long.
            assert!(
                reply.starts_with("HTTP/1.1 4") || reply.contains("\"isError\":true"),
                "{:?} was answered by {reply:?}",
                &call[..600]
            );
        }
    }
}

pub(crate) async fn heads(target: Arc<Target>, number: usize) {
    let many = many_headers();
    let large = format!("x: {}\r\n", "x".repeat(200_000));
    loop {
        for lines in [&many, &large] {
            let mut stream = target.connect(number).await;
            send(&mut stream, target.head(lines) + "\r\n").await;
            let reply = String::from_utf8_lossy(&closed(&mut stream).await).into_owned();
            // Or it was reset before it could be read.
            assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 431"), "{reply:?}");
        }
    }
}

pub(crate) async fn endless_heads(target: Arc<Target>, number: usize) {
    let many = many_headers();
    loop {
        let mut stream = target.connect(number).await;
        send(&mut stream, target.head("")).await;
        while send(&mut stream, &many).await {}
        closed(&mut stream).await;
    }
}

fn many_headers() -> String {
    (0..200).map(|number| format!("x-{number}: x\r\n")).collect()
}

/// Asks for large replies, as many as the other side takes orders for.
pub(crate) async fn unread(target: Arc<Target>, number: usize) {
    let call = call(&target, "large", "{}");
    loop {
        let mut stream = target.connect(number).await;
        // The system holds some of them for their client.
        for _ in 0..6 {
            send(&mut stream, &call).await;
        }
        sleep(UNREAD).await;
        target.pause().await;
    }
}

/// As long as an attack takes.
const UNREAD: Duration = Duration::from_secs(60);

/// A call of a tool, over a connection that stays open.
fn call(target: &Target, tool: &str, arguments: &str) -> String {
    let body = request("tools/call", json!({ "name": tool, "arguments": "ARGUMENTS" }));
    let body = body.to_string().replace("\"ARGUMENTS\"", arguments);
    let lines = format!(
        "mcp-protocol-version: {VERSION}\r\nmcp-method: tools/call\r\nmcp-name: {tool}\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    target.head(&lines) + &body
}
