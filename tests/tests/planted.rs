//! What the other tests rely on: a server that tells a planted secret fails the test that started it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use tests::{
    Options, Server, Stdio,
    planted::{plant, plant_credential, search},
    process,
};

/// What the search of a test that does this complains of.
fn complaint(test: impl FnOnce()) -> String {
    let complaint = catch_unwind(AssertUnwindSafe(test)).expect_err("nobody complained");
    complaint.downcast_ref::<String>().unwrap().clone()
}

/// The message of a panic is the one thing that Rust itself writes: here, with a secret.
#[test]
fn a_secret_in_the_log_is_found_when_the_server_ends() {
    let arguments = |secret: &str| json!({ "how": "panic", "password": secret });
    plant("the argument of http", "told-by-http-5150");
    let server = Server::start("inputs");
    server.http().call("log_in", arguments("told-by-http-5150"));
    let found = complaint(|| drop(server));
    assert!(found.contains("the argument of http is told in the log"), "{found}");

    plant("the argument of stdio", "told-by-stdio-5150");
    let mut client = Stdio::start("inputs", None);
    client.call("log_in", arguments("told-by-stdio-5150"));
    let found = complaint(|| drop(client));
    assert!(found.contains("the argument of stdio is told in the log"), "{found}");
}

#[test]
fn a_secret_in_an_answer_is_found() {
    plant("a secret of the echo", "told-by-the-echo-5150");
    let server = Server::start("fixture");
    let found =
        complaint(|| drop(server.http().call("echo", json!({ "text": "told-by-the-echo-5150" }))));
    assert!(found.contains("a secret of the echo is told in an answer"), "{found}");
    let mut client = Stdio::start("fixture", None);
    let found = complaint(|| drop(client.call("echo", json!({ "text": "told-by-the-echo-5150" }))));
    assert!(found.contains("a secret of the echo is told in standard output"), "{found}");
}

/// Commands repeat what they do not understand: here, it is a secret.
#[test]
fn a_secret_in_the_output_of_a_command_is_found() {
    plant("a secret of the command line", "told-by-a-command-5150");
    let options = Options::of(&["posture", "--format", "told-by-a-command-5150"]);
    let found = complaint(|| drop(process::run("notes", &options)));
    assert!(found.contains("a secret of the command line is told in standard error"), "{found}");
    let options = Options::of(&["check", "--addr", "told-by-a-command-5150"]);
    let found = complaint(|| drop(process::run("notes", &options)));
    assert!(found.contains("a secret of the command line is told in standard output"), "{found}");
}

#[test]
fn a_secret_of_the_environment_is_planted_by_its_name() {
    let secret = "planted-by-its-name-5150".into();
    let variables =
        vec![("NOTES_SECRET", secret), ("STORE", "redis://a:planted-url-5150@b/0".into())];
    drop(Server::start_with("notes", Options { variables, ..Options::default() }));
    for (place, text) in
        [("NOTES_SECRET", "planted-by-its-name-5150"), ("STORE", "planted-url-5150")]
    {
        let found = complaint(|| search("a text", &format!("one line\n and {text}!\nanother")));
        assert!(found.contains(&format!("{place} is told in a text")), "{found}");
        assert!(found.ends_with(&format!("\n and {text}!")), "{found}");
    }
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    plant("the key", "spelled>>>5150?\u{ff}");
    plant_credential("header.payload-of-a-token.signature-of-a-token");
    for text in [
        "[115, 112, 101, 108, 108, 101, 100, 62, 62, 62, 53, 49, 53, 48, 63, 195, 191]",
        "7370656c6c65643e3e3e353135303fc3bf",
        "7370656C6C65643E3E3E353135303FC3BF",
        // `ada:` and the key, as Basic credentials have it; then with one and two more bytes before.
        "YWRhOnNwZWxsZWQ+Pj41MTUwP8O/",
        "YWRhYTpzcGVsbGVkPj4+NTE1MD/Dvw==",
        "YWRhYWE6c3BlbGxlZD4-PjUxNTA_w78",
        "ey.payload-of-a-token",
        "[signature-of-a-token]",
        "115, 105, 103, 110, 97, 116, 117, 114, 101, 45, 111, 102, 45, 97, 45, 116, 111, 107, 101, 110",
    ] {
        complaint(|| search("a text", text));
    }
    search("a text", "header");
}
