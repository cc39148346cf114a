//! A secret is told nowhere: not to the client, not in the audit record, not in a log, also where
//! the tool itself says it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Options, Reply, Server, planted::plant};

/// All secrets contain it.
const CANARY: &str = "5150";

fn server() -> Server {
    let log = Some("trace,rmcp=trace".to_owned());
    Server::start_with("inputs", Options { log, ..Options::default() })
}

/// A call with a secret in every place that one can have.
fn log_in(server: &Server, how: &str) -> Reply {
    let (password, pin, key) = ("\"pass\\word-5150\"", "pin-5150", "k-key-5150");
    plant("the password", "pass\\word-5150");
    plant("the pin", pin);
    plant("the key", key);
    log_in_with(server, how, password, pin, key)
}

fn log_in_with(server: &Server, how: &str, password: &str, pin: &str, key: &str) -> Reply {
    server.http().call(
        "log_in",
        json!({
            "how": how,
            "password": format!("  {password}\t"),
            "pin": pin,
            "login": { "user": "ada", "key": key },
        }),
    )
}

#[test]
fn a_secret_reaches_the_tool() {
    assert_eq!(log_in(&server(), "well").text(), "welcome");
}

#[test]
fn what_a_tool_says_of_a_secret_goes_no_further() {
    let mut server = server();
    for how in ["tool_error", "context", "error", "reply"] {
        let reply = log_in(&server, how);
        assert!(reply.is_error(), "{how}");
        assert!(!reply.body.contains(CANARY), "{how}: {}", reply.body);
    }
    let reply = log_in(&server, "tool_error");
    let four = "[secret] [secret] [secret] \"[secret]\"";
    assert_eq!(reply.text(), format!("refused: {four}"));
    let reply = log_in(&server, "reply").json();
    assert_eq!(
        reply["result"]["structuredContent"],
        json!(["[secret] [secret] [secret] \"[secret]\""])
    );
    // The operator reads that error, without the secrets.
    server.wait_for("refused: [secret] [secret] [secret]");
    assert!(!server.log().contains(CANARY), "{}", server.log());
}

/// What is taken out of a result would put the secret together again.
#[test]
fn a_secret_that_a_tool_splits_by_something_invisible_is_told_nowhere() {
    let server = server();
    let four = "[secret] [secret] [secret] \"[secret]\"";
    assert_eq!(log_in(&server, "split").text(), format!("refused: {four}"));
    let reply = log_in(&server, "split_reply");
    assert_eq!(reply.text(), four);
    assert_eq!(reply.json()["result"]["structuredContent"], json!([four]));
    let wrong = server.http().call("log_in", json!({ "how": "well", "password": "split-5150" }));
    assert_eq!(wrong.violations(), ["/password tells"]);
    assert!(wrong.body.contains("must not be [secret]"), "{}", wrong.body);
}

/// Rust's own hook writes the message of a panic to standard error before anybody is asked: that
/// is the one place where it stands.
#[test]
fn the_message_of_a_panic_is_neither_told_nor_recorded() {
    let mut server = server();
    let reply = log_in_with(&server, "panic", "panic\"\\-5150", "panic-5150", "k-panic-5150");
    assert!(reply.is_error() && !reply.body.contains(CANARY), "{}", reply.body);
    let record = server.wait_for("detail=\"panic\"");
    assert!(!record.contains(CANARY), "{record}");
    let log = server.log();
    let of_ours = log.lines().filter(|line| line.contains("mcp_secure"));
    of_ours.for_each(|line| assert!(!line.contains(CANARY), "{line}"));
}

#[test]
fn what_is_wrong_with_a_secret_is_told_without_it() {
    let server = server();
    let call = |arguments: Value| server.http().call("log_in", arguments);
    let wrong = call(json!({
        "how": "well",
        "password": "forbidden-5150",
        "pin": { "5150": "5150" },
        "login": { "user": "", "key": "5150" },
    }));
    assert_eq!(
        wrong.violations(),
        ["/login/key pattern", "/login/user length", "/password tells", "/pin type"]
    );
    assert!(!wrong.body.contains(CANARY), "{}", wrong.body);
    assert!(wrong.body.contains("must not be [secret]"), "{}", wrong.body);
    assert!(!server.log().contains(CANARY), "{}", server.log());
}

#[test]
fn the_schema_says_that_it_is_a_secret() {
    let server = server();
    let list = server.http().request("tools/list", json!({})).json();
    let tool = &list["result"]["tools"][0];
    let properties = &tool["inputSchema"]["properties"];
    let is_secret = |property: &Value| {
        assert_eq!(property["writeOnly"], true, "{property}");
        assert_eq!(property["format"], "password", "{property}");
        assert!(property.get("default").is_none() && property.get("x-mcp-header").is_none());
    };
    is_secret(&properties["password"]);
    is_secret(&properties["pin"]);
    assert_eq!(properties["pin"]["minLength"], 4);
    let login = &properties["login"];
    let login = login["anyOf"].as_array().map_or(login, |options| &options[0]);
    is_secret(&login["properties"]["key"]);
    assert!(login["properties"]["user"].get("writeOnly").is_none());
}
