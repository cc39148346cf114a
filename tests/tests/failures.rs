//! Tools that fail, panic, hang or flood: the caller is answered, nothing leaks, the server
//! lives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{io::Write, thread, time::Duration};

use serde_json::json;
use tests::{Server, http, request};

fn lives(server: &Server) {
    assert_eq!(server.http().call("echo", json!({ "text": "still here" })).text(), "still here");
}

#[test]
fn a_panic_and_an_error_are_masked_behind_a_reference() {
    let mut server = Server::start("fixture");
    for tool in ["panics", "panics_plainly", "fails"] {
        let reply = server.http().call(tool, json!({}));
        assert_eq!(reply.status, 200, "{tool}");
        assert!(reply.is_error(), "{tool}");
        assert!(!reply.body.contains("hunter2"), "{tool}: {}", reply.body);
        let json = reply.json();
        let reference = json["result"]["structuredContent"]["reference"].as_str().unwrap();
        assert!(reply.text().contains(reference), "{tool}");
        // The operator finds the call by it.
        server.wait_for(&format!("call={reference} tool=\"{tool}\""));
    }
    lives(&server);
}

#[test]
fn a_tool_error_goes_to_the_model_as_it_is() {
    let server = Server::start("fixture");
    let reply = server.http().call("tells", json!({}));
    assert!(reply.is_error());
    assert_eq!(reply.text(), "there is no such order");
}

#[test]
fn a_thousand_panics_are_a_thousand_answers() {
    let server = Server::start("fixture");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..125 {
                    assert!(server.http().call("panics", json!({})).is_error());
                }
            });
        }
    });
    lives(&server);
}

#[test]
fn a_tool_that_never_returns_is_cut() {
    let server = Server::start("fixture");
    for tool in ["hangs", "hangs_plainly"] {
        let reply = server.http().call(tool, json!({}));
        assert!(reply.is_error(), "{tool}");
        assert_eq!(reply.text(), "the tool did not finish in time", "{tool}");
    }
    lives(&server);
}

#[test]
fn a_result_that_is_too_large_is_not_sent() {
    let server = Server::start("fixture");
    let reply = server.http().call("floods", json!({}));
    assert!(reply.is_error());
    assert!(reply.body.len() < 1000);
    lives(&server);
}

#[test]
fn a_call_ends_when_its_client_goes_away() {
    let mut server = Server::start("fixture");
    let client = server.http();
    for version in [http::VERSION, "2025-11-25"] {
        let params = json!({ "name": "slow", "arguments": { "millis": 20_000 } });
        let message = request("tools/call", params).to_string();
        let length = message.len().to_string();
        let mut headers =
            vec![("content-length", length.as_str()), ("mcp-protocol-version", version)];
        if version == http::VERSION {
            headers.extend([("mcp-method", "tools/call"), ("mcp-name", "slow")]);
        }
        let message = if version == http::VERSION {
            message
        } else {
            // Without the metadata of the newest version.
            let mut message =
                request("tools/call", json!({ "name": "slow", "arguments": { "millis": 20_000 } }));
            message["params"].as_object_mut().unwrap().remove("_meta");
            message.to_string()
        };
        let length = message.len().to_string();
        headers[0] = ("content-length", &length);
        let mut stream = client.connect();
        stream.write_all((client.head("POST", "/mcp", &headers) + &message).as_bytes()).unwrap();
        eventually(&server, if version == http::VERSION { "1 begun" } else { "2 begun" });
        drop(stream);
        let dropped = if version == http::VERSION { "1 dropped" } else { "2 dropped" };
        eventually(&server, dropped);
    }
    assert!(server.http().call("counts", json!({})).text().contains("0 finished"));
    server.wait_for("verdict=\"cancelled\"");
}

fn eventually(server: &Server, text: &str) {
    for _ in 0..1000 {
        if server.http().call("counts", json!({})).text().contains(text) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("never {text}: {}", server.http().call("counts", json!({})).text());
}

#[test]
fn a_machine_that_is_short_of_something_is_busy_and_says_no_more() {
    let mut server = Server::start("fixture");
    let reply = server.http().call("starved", json!({}));
    assert!(reply.is_error());
    assert_eq!(reply.text(), "busy, try again");
    for word in ["memory", "1%", "resource"] {
        assert!(!reply.body.contains(word), "{}", reply.body);
    }
    // The operator is told which.
    assert!(server.wait_for("verdict=\"busy\"").contains("detail=\"memory\""));
}

#[test]
fn a_rate_is_kept_and_says_when_to_come_back() {
    let server = Server::start("fixture");
    for _ in 0..3 {
        assert_eq!(server.http().call("rationed", json!({})).text(), "admitted");
    }
    let reply = server.http().call("rationed", json!({}));
    assert!(reply.is_error());
    let json = reply.json();
    let structured = &json["result"]["structuredContent"];
    assert_eq!(structured["error"], "rate_limited");
    let millis = structured["retry_after_ms"].as_u64().unwrap();
    assert!((1..=20_000).contains(&millis), "{millis}");
    assert!(!reply.body.contains("per ip"), "the limit itself is not told");
}
