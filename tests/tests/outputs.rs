//! What leaves a tool drives no terminal and hides nothing, whoever wrote it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::{Value, json};
use tests::{Server, Stdio, request};

/// Escape sequences of every family, and what no one sees.
const DIRT: &[&str] = &[
    "\u{1b}[31m",
    "\u{9b}2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\",
    "\u{9d}52;c;ZXZpbA==\u{9c}",
    "\u{1b}P1$r0m\u{1b}\\",
    "\u{1b}_Gx\u{1b}\\",
    "\u{1b}c",
    "\u{1b}(B",
    "\u{1b}",
    "\0",
    "\u{8}",
    "\u{7f}",
    "\u{85}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{e0041}\u{e007f}",
];

fn dirty() -> String {
    let mut text = String::from("visible");
    for dirt in DIRT {
        text += dirt;
        text += "é\n";
    }
    text
}

fn clean() -> String {
    String::from("visible") + &"é\n".repeat(DIRT.len())
}

/// The answers of each lane over HTTP, and over standard input and output.
fn answers(tool: &str, arguments: Value) -> Vec<Value> {
    let direct = request("tools/call", json!({ "name": tool, "arguments": arguments }));
    let mut sdk = direct.clone();
    sdk["params"]["_meta"]["progressToken"] = json!("p");
    let server = Server::start("outputs");
    let mut stdio = Stdio::start("outputs", None);
    let mut answers = Vec::new();
    for message in [direct, sdk] {
        answers.push(server.http().message(&message).json()["result"].take());
        stdio.send(message.to_string().as_bytes());
        answers.push(stdio.receive()["result"].take());
    }
    answers
}

#[test]
fn text_blocks_resources_and_links_are_cleaned() {
    for answer in answers("blocks", json!({ "text": dirty() })) {
        let content = &answer["content"];
        assert_eq!(content[0]["text"], clean());
        assert_eq!(content[1]["resource"]["text"], clean());
        assert_eq!(content[2]["name"], clean());
    }
}

#[test]
fn structured_content_is_cleaned_and_its_copy_is_the_same() {
    for answer in answers("structure", json!({ "text": dirty() })) {
        let expected = json!({ clean(): [clean()] });
        assert_eq!(answer["structuredContent"], expected);
        let copy: Value =
            serde_json::from_str(answer["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(copy, expected);
    }
}

#[test]
fn the_message_of_a_tool_error_is_cleaned() {
    for answer in answers("fails", json!({ "text": dirty() })) {
        assert_eq!(
            (&answer["isError"], &answer["content"][0]["text"]),
            (&json!(true), &json!(clean()))
        );
    }
}

#[test]
fn the_message_of_a_guard_of_the_users_own_is_cleaned() {
    for answer in answers("denies", json!({ "text": dirty() })) {
        assert_eq!(answer["structuredContent"]["error"], "denied");
        assert_eq!(answer["content"][0]["text"], clean());
    }
}

#[test]
fn the_message_of_a_rule_of_the_users_own_is_cleaned() {
    for answer in answers("judges", json!({ "text": dirty() })) {
        assert_eq!(answer["structuredContent"]["violations"][0]["message"], clean());
        assert_eq!(answer["content"][0]["text"], format!("invalid arguments\n/text: {}", clean()));
    }
}

#[test]
fn spelling_and_emoji_stay() {
    let text = "Zeile – Ünïcödé\t日本語\r\n👩\u{200d}👩\u{200d}👧 ❤\u{fe0f} 🏳\u{fe0f}\u{200d}🌈 می\u{200c}خواهم क्\u{200d}ष";
    for answer in answers("blocks", json!({ "text": text })) {
        assert_eq!(answer["content"][0]["text"], text);
    }
}

#[test]
fn secrets_are_redacted_from_results_and_from_errors() {
    // Split by what the default removes: together again, it is found.
    let text = "key AKIAIOSF\u{200b}ODNN7EXAMPLE of \u{1b}[1mA\u{1b}[0mDA at https://a:b1@h/ <&>";
    let told = "key [redacted] of [redacted] at https://[redacted]@h/ &lt;&amp;&gt;";
    for answer in answers("redacted", json!({ "text": text, "fail": false })) {
        assert_eq!(answer["structuredContent"], json!({ "text": told }));
        assert_eq!(answer["content"][0]["text"], json!({ "text": told }).to_string());
    }
    for answer in answers("redacted", json!({ "text": text, "fail": true })) {
        assert_eq!(answer["content"][0]["text"], told);
        assert!(!answer.to_string().contains("AKIA"));
    }
}

#[test]
fn a_raw_tool_is_left_alone() {
    for answer in answers("raw", json!({ "text": dirty() })) {
        assert_eq!(answer["content"][0]["text"], dirty());
    }
}

#[test]
fn progress_and_log_messages_are_cleaned() {
    let mut server = Stdio::start("outputs", None);
    let mut message =
        request("tools/call", json!({ "name": "talks", "arguments": { "text": dirty() } }));
    message["params"]["_meta"]["progressToken"] = json!("p");
    message["params"]["_meta"]["io.modelcontextprotocol/logLevel"] = json!("debug");
    server.send(message.to_string().as_bytes());
    let messages = [server.receive(), server.receive(), server.receive()];
    let of = |method: &str| messages.iter().find(|message| message["method"] == method).unwrap();
    assert_eq!(of("notifications/progress")["params"]["message"], clean());
    assert_eq!(of("notifications/message")["params"]["data"], clean());
}

#[test]
fn a_huge_result_and_a_huge_error_are_refused_before_they_are_cleaned() {
    let server = Server::start("outputs");
    let huge = "\u{1b}[31mx".repeat(750_000);
    for tool in ["blocks", "fails", "denies"] {
        let reply = server.http().call(tool, json!({ "text": huge }));
        assert_eq!(reply.text(), "the result is too large; ask for less of it", "{tool}");
    }
    let many = "\u{1b}[31mx".repeat(100_000);
    let reply = server.http().call("blocks", json!({ "text": many }));
    assert_eq!(reply.json()["result"]["content"][0]["text"], "x".repeat(100_000));
}
