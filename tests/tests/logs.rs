//! Neither tokens nor arguments reach a log, at whatever level.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::json;
use tests::{
    Http, Options, Server, process, request,
    token::{SECRET, token},
};

/// Calls with secrets in every place, good calls and bad ones; answers with the log.
fn log_of_a_run(level: &str) -> (String, String) {
    let options = Options { log: Some(level.to_owned()), ..Options::default() };
    let mut server = Server::start_with("notes", options);
    let good = token("notes", "notes:read notes:write");
    let client = server.http().token(&good);
    client.call("write_note", json!({ "name": "a.md", "body": "canary-body-5150" }));
    client.call("publish_note", json!({ "name": "canary-name-5150/", "body": "canary-body-5150" }));
    client
        .call("read_note", json!({ "name": "canary-name-5150.md", "extra": "canary-extra-5150" }));
    client.call("no_such_tool", json!({ "secret": "canary-unknown-5150" }));
    client.post(
        br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"canary-5150":"canary-5150""#,
    );
    let bad = format!("{good}canary");
    server.http().token(bad).call("whoami", json!({}));
    client.call("whoami", json!({}));
    server.wait_for("tool=\"whoami\" subject=\"ada\"");
    (server.log(), good)
}

#[test]
fn arguments_and_tokens_are_not_logged() {
    for level in ["info", "debug", "trace,rmcp=trace"] {
        let (log, token) = log_of_a_run(level);
        let secrets = ["canary", "5150", SECRET].into_iter().chain(token.split('.').skip(1));
        for secret in secrets {
            let lines = log.lines().filter(|line| line.contains(secret));
            let lines: Vec<_> = lines.collect();
            assert!(lines.is_empty(), "{level}: `{secret}` in the log:\n{}", lines.join("\n"));
        }
    }
}

/// Sends the request of this number.
type Sends<'a> = Box<dyn Fn(usize) + 'a>;

/// What somebody sends of whom nothing is known.
fn requests_of_nobody(client: &Http) -> [(&'static str, Sends<'_>); 8] {
    let message = |method: &str, id: usize| {
        let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": { "name": "canary", "version": "0" } });
        let mut message = request(method, params);
        message["id"] = format!("canary-{id}\nof its own").into();
        message
    };
    let with = |name: &str, value: &str| client.clone().header(name, value);
    [
        (
            "methods that are not there",
            Box::new(move |n| drop(client.message(&message("canary/of", n)))),
        ),
        ("prompts", Box::new(move |n| drop(client.message(&message("prompts/get", n))))),
        (
            "another version in the head",
            Box::new(move |n| {
                let client = with("mcp-protocol-version", "2025-11-25");
                drop(client.message(&message("initialize", n)));
            }),
        ),
        (
            "tools that are not there",
            Box::new(move |n| drop(client.call(&format!("canary-{n}"), json!({})))),
        ),
        ("no JSON", Box::new(move |_| drop(client.post(b"canary")))),
        (
            "tokens",
            Box::new(move |n| {
                drop(with("authorization", &format!("Bearer guess.{n}.x")).post(b"{}"))
            }),
        ),
        (
            "proofs",
            Box::new(move |n| {
                let client = with("authorization", "DPoP stolen.5150.x");
                let client = client.header("dpop", &format!("proof.{n}.x"));
                drop(client.post(b"{}"));
            }),
        ),
        ("hosts", Box::new(move |n| drop(with("host", &format!("canary-{n}")).post(b"{}")))),
    ]
}

#[test]
fn nobody_fills_the_log() {
    let server = Server::start("rates");
    let client = server.http();
    for (what, send) in requests_of_nobody(&client) {
        let before = server.log().len();
        (0..300).for_each(send);
        let log = server.log().split_off(before);
        // In each of a few periods twenty that are alike, and how many more there were.
        assert!(log.lines().count() <= 100, "{what}: {} lines", log.lines().count());
        assert!(!log.contains("of its own"), "{what}:\n{log}");
    }
}

#[test]
fn one_event_tells_one_decision() {
    let mut server = Server::start("notes");
    let client = server.http().token(token("notes", "notes:read"));
    client.call("read_note", json!({ "name": "missing.md" }));
    client.call("read_note", json!({ "name": ".." }));
    client.call("write_note", json!({ "name": "a.md", "body": "x" }));
    server.http().call("whoami", json!({}));
    client.call("whoami", json!({}));
    server.wait_for("verdict=\"ok\"");
    let log = server.log();
    let events: Vec<_> = log.lines().filter(|line| line.contains("mcp_secure::audit")).collect();
    let expected = [
        ("read_note", "tool_error"),
        ("read_note", "invalid_arguments"),
        ("write_note", "insufficient_scope"),
        ("whoami", "unauthenticated"),
        ("whoami", "ok"),
    ];
    assert_eq!(events.len(), expected.len(), "{log}");
    for (event, (tool, verdict)) in events.iter().zip(expected) {
        assert!(event.contains(&format!("tool=\"{tool}\"")), "{event}");
        assert!(event.contains(&format!("verdict=\"{verdict}\"")), "{event}");
        assert!(event.contains("peer=127.0.0.1"), "{event}");
    }
}

#[test]
fn the_output_of_the_stdio_transport_is_protocol_alone() {
    let options = Options { log: Some("trace".to_owned()), ..Options::default() };
    let output = process::run("notes", &options.with(&["--stdio"]));
    assert!(output.status.success());
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!output.stderr.is_empty());
}
