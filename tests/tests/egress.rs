//! What a tool fetches for a model is not on the inside, and the model does not learn what is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::net::TcpListener;

use serde_json::json;
use tests::Server;

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
        let line = server.wait_for(&format!("call={reference} tool=\"fetches\""));
        assert!(line.contains("the URL of"), "{line}");
        assert!(!line.contains("hunter2"), "{line}");
    }
    assert!(inside.accept().is_err(), "nobody has connected");
}
