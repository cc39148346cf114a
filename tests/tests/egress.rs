//! What a tool fetches for a model is not on the inside, and the model does not learn what is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::mpsc,
    thread,
};

use mcp_secure::{egress::Egress, prelude::*};
use serde_json::json;
use tests::{
    Http, Server,
    token::{SECRET, token},
};

#[test]
fn a_model_reaches_nothing_inside_and_learns_nothing_of_it() {
    let inside = TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let port = inside.local_addr().unwrap().port();
    let mut server = Server::start("fixture");
    for url in [
        "http://127.0.0.1/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.1.nip.io:{port}/"),
        format!("http://example.com@127.0.0.1:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://metadata.google.internal/".to_owned(),
        "https://user:hunter2@10.0.0.1/hunter2?hunter2".to_owned(),
        "file:///etc/passwd".to_owned(),
        "hunter2".to_owned(),
    ] {
        let reply = server.http().call("fetches", json!({ "url": url }));
        assert!(reply.is_error(), "{url}: {}", reply.body);
        let told = reply.json();
        let reference = told["result"]["structuredContent"]["reference"].as_str().unwrap();
        assert_eq!(
            reply.text(),
            format!("internal error; the operator finds it under reference {reference}"),
            "{url}"
        );
        // The operator does, and finds no secret.
        let line = server.wait_for(&format!("a tool failed call={reference}"));
        assert!(line.contains("the URL of"), "{line}");
        assert!(!line.contains("hunter2"), "{line}");
    }
    assert!(inside.accept().is_err(), "nobody has connected");
}

/// Fetch a page.
#[tool]
async fn fetch(url: String, web: State<Egress>, caller: Caller) -> Result<String> {
    let page = web.get(&url).header("x-for", caller.subject()).send().await?;
    Ok(String::from_utf8_lossy(page.bytes()).into_owned())
}

/// Answers one request, and tells what it was.
fn page() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..read]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npage").unwrap();
        sender.send(String::from_utf8(request).unwrap()).unwrap();
    });
    (port, receiver)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tool_fetches_goes_out_without_the_token_of_its_caller() {
    let (port, asked) = page();
    let web = Egress::builder()
        .hosts(["127.0.0.1"])
        .ports([port])
        .dangerous_allow_networks(["127.0.0.1"])
        .dangerous_plain_http()
        .build()
        .unwrap();
    let server = mcp_secure::Server::new("fetches", "1")
        .auth(Jwt::hs256(SECRET).unwrap())
        .state(web)
        .tools(tools![fetch])
        .into_router()
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Http::new(listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, server).await.unwrap() });
    let token = token("fetches", "");
    let client = client.token(&token).header("cookie", "session=of-the-caller");
    let url = format!("http://127.0.0.1:{port}/page");
    let call = move || client.call("fetch", json!({ "url": url })).text();
    assert_eq!(tokio::task::spawn_blocking(call).await.unwrap(), "page");
    let asked = asked.recv().unwrap().to_ascii_lowercase();
    assert!(asked.contains("x-for: ada\r\n"), "{asked}");
    for never in ["authorization", "cookie", "bearer", &token.to_ascii_lowercase()] {
        assert!(!asked.contains(never), "{asked}");
    }
}
