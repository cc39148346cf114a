//! The file of audit events: what is in it, what is not, and that nobody changes it unseen.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
    time::Duration,
};

use serde_json::{Value, json};
use tests::{
    Options, Server, Stdio, http, process,
    token::{SECRET, token},
};

const KEY: &str = "canary-key-0123456789abcdef0123456789";

fn options() -> Options {
    let variables = [("MCP_AUDIT_FILE", "audit.jsonl"), ("MCP_AUDIT_KEY", KEY)];
    let variables = variables.map(|(name, value)| (name, value.into())).into();
    Options { variables, ..Options::default() }
}

/// Decisions of every kind. Answers with the file, and the directory that it is in.
fn run(options: Options) -> (tempfile::TempDir, Vec<String>, String) {
    let mut server = Server::start_with("notes", options);
    let good = token("notes", "notes:read");
    let client = server.http().token(&good);
    client.call("whoami", json!({}));
    client.call("read_note", json!({ "name": "canary-missing.md" }));
    client.call("read_note", json!({ "name": "../canary", "canary-extra": "canary-value" }));
    client.call("write_note", json!({ "name": "canary", "body": "canary" }));
    client.call("no_such_tool", json!({ "secret": "canary-unknown" }));
    server.http().call("whoami", json!({}));
    server.http().token(format!("{good}canary")).call("whoami", json!({}));
    server.http().post(b"{canary");
    server.http().header("host", "canary.example").get("/mcp");
    let signal = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert!(server.wait(Duration::from_secs(20)).unwrap().success());
    let lines = fs::read_to_string(server.directory.path().join("audit.jsonl")).unwrap();
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("audit.jsonl"), &lines).unwrap();
    (directory, lines.lines().map(str::to_owned).collect(), good)
}

fn verify(key: Option<&str>, files: &[PathBuf], more: &[&str]) -> Output {
    let files = files.iter().map(|file| file.to_str().unwrap());
    let arguments: Vec<&str> = ["audit", "verify"].into_iter().chain(files).collect();
    let options = Options::of(&[&arguments, more].concat());
    process::run(
        "notes",
        &match key {
            Some(key) => options.set("MCP_AUDIT_KEY", key),
            None => options,
        },
    )
}

#[test]
fn every_event_is_as_its_schema_says_and_holds_no_secret() {
    let (_, lines, token) = run(options());
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/audit.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let mut told = Vec::new();
    for line in &lines {
        let event: Value = serde_json::from_str(line).unwrap();
        let wrong: Vec<_> = schema.iter_errors(&event).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{line}: {wrong:?}");
        let text = |name: &str| event[name].as_str().unwrap_or("-").to_owned();
        told.push(format!("{} {} {}", text("event"), text("verdict"), text("tool")));
    }
    let expected = [
        "start - -",
        "call ok whoami",
        "call tool_error read_note",
        "call invalid_arguments read_note",
        "call insufficient_scope write_note",
        "call unknown_tool no_such_tool",
        "call unauthenticated whoami",
        "authentication invalid_token -",
        "request bad_request -",
        "request forbidden_host -",
    ];
    assert_eq!(told, expected);
    // The name of an argument that nobody knows is told, as `pointer`; what was in it is not.
    let text = lines.join("\n").replace("/canary-extra", "");
    let secrets = ["canary", SECRET].into_iter().chain(token.split('.').skip(1));
    for secret in secrets {
        assert!(!text.contains(secret), "{secret}:\n{text}");
    }
}

#[test]
fn a_file_that_was_changed_is_found_out() {
    let (directory, lines, _) = run(options());
    let file = directory.path().join("audit.jsonl");
    let whole = verify(Some(KEY), std::slice::from_ref(&file), &[]);
    let report = String::from_utf8(whole.stdout).unwrap();
    assert!(
        whole.status.success() && report.starts_with("whole: 10 lines of notes, 0 to 9"),
        "{report}"
    );
    let (_, hash) = report.trim().rsplit_once(' ').unwrap();

    let written = |lines: &[String]| {
        let copy = directory.path().join("copy");
        fs::write(&copy, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        copy
    };
    let refused = |key, lines: &[String], more: &[&str]| {
        let output = verify(key, &[written(lines)], more);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let mut altered = lines.clone();
    altered[1] = altered[1].replace("whoami", "nobody");
    assert!(refused(Some(KEY), &altered, &[]).contains("copy:2: this line was altered"));
    let mut removed = lines.clone();
    removed.remove(4);
    let why = refused(Some(KEY), &removed, &[]);
    assert!(why.contains("copy:5: before this line, numbers 4 to 4 are missing"), "{why}");
    // Without the key nothing is known, and a cut end shows by the hash alone.
    assert!(refused(None, &lines, &[]).contains("another key"));
    assert!(verify(Some(KEY), &[written(&lines[..5])], &[]).status.success());
    assert!(refused(Some(KEY), &lines[..5], &["--hash", hash]).contains("ends otherwise"));
    assert!(refused(Some(KEY), &[], &[]).contains("no line"));
}

/// Servers with one key: a whole file of the other one is found out by its name, and replicas have each
/// their own.
#[test]
fn a_file_of_another_server_is_found_out() {
    let (directory, ..) = run(options());
    let (replica, ..) = run(options().set("MCP_AUDIT_NAME", "notes-2"));
    let verified = |server: &str, name: Option<&str>, of: &tempfile::TempDir| {
        let file = of.path().join("audit.jsonl");
        let options = Options::of(&["audit", "verify", file.to_str().unwrap()]);
        let options = options.set("MCP_AUDIT_KEY", KEY);
        let options = match name {
            Some(name) => options.set("MCP_AUDIT_NAME", name),
            None => options,
        };
        let output = process::run(server, &options);
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    assert!(verified("notes", None, &directory).0);
    assert!(verified("notes", Some("notes-2"), &replica).0);
    for (server, name, of) in [
        ("guide", None, &directory),
        ("notes", None, &replica),
        ("notes", Some("notes-2"), &directory),
    ] {
        let (is_good, why) = verified(server, name, of);
        assert!(!is_good && why.contains("audit.jsonl:1: this line is of another server"), "{why}");
    }
}

#[test]
fn a_server_whose_audit_file_cannot_be_had_does_not_start() {
    for (file, key) in [("/dev/null", KEY), ("none/audit.jsonl", KEY), ("audit.jsonl", "short")] {
        let variables = [("MCP_AUDIT_FILE", file), ("MCP_AUDIT_KEY", key)];
        let variables = variables.map(|(name, value)| (name, value.into())).into();
        let why = tests::refusal("notes", Options { variables, ..Options::default() });
        assert!(why.contains("audit") || why.contains("MCP_AUDIT_KEY"), "{why}");
        assert!(!why.contains("short\n"), "{why}");
    }
}

#[test]
fn the_trace_of_the_client_is_told() {
    const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let other = TRACE.replace("4bf9", "0000");
    let server = Server::start("fixture");
    let in_metadata = |trace: &str, more: &[(&str, Value)]| {
        let mut message =
            http::request("tools/call", json!({ "name": "echo", "arguments": { "text": "a" } }));
        message["params"]["_meta"]["traceparent"] = json!(trace);
        for (name, value) in more {
            message["params"]["_meta"][*name] = value.clone();
        }
        message
    };
    let header = |trace: &str| server.http().header("traceparent", trace);
    let token = ("progressToken", json!("p"));
    let known = format!("trace={TRACE}");
    let cases = [
        // In `_meta`, on both lanes; it wins over the header.
        (server.http().message(&in_metadata(TRACE, &[])), true),
        (server.http().message(&in_metadata(TRACE, &[token])), true),
        (header(&other).message(&in_metadata(TRACE, &[("tracestate", json!("a=b"))])), true),
        (header(TRACE).call("echo", json!({ "text": "a" })), true),
        // What is not well-formed is none, and keeps no call out.
        (server.http().message(&in_metadata("canary", &[])), false),
        (header("canary").call("echo", json!({ "text": "a" })), false),
    ];
    for (index, (reply, is_told)) in cases.iter().enumerate() {
        assert_eq!(reply.text(), "a", "{index}");
        let event = server.events().event(index);
        assert_eq!(event.contains(&known), *is_told, "{index}: {event}");
        assert_eq!(event.contains("trace="), *is_told, "{index}: {event}");
        assert!(!event.contains("canary"), "{event}");
    }
}

#[test]
fn calls_of_standard_input_are_told_too() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("audit.jsonl");
    let variables = vec![("MCP_AUDIT_FILE", file.clone().into_os_string())];
    let options = Options { variables, ..Options::default() };
    let mut client = Stdio::start_with("notes", &options, Some(&token("notes", "notes:read")));
    client.call("whoami", json!({}));
    client.finish();
    let lines = fs::read_to_string(&file).unwrap();
    assert!(lines.contains(r#""tool":"whoami","subject":"ada","transport":"stdio""#), "{lines}");
    // One that has no key is chained too.
    assert!(verify(None, &[file], &[]).status.success());
}
