//! Calls as spans of OpenTelemetry: with the right parents, without anything that a client sent, and
//! at no cost for calls when the collector is away.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::net::TcpListener;

use serde_json::{Value, json};
use tests::{
    Options, Server, Stdio,
    collector::{Collector, attribute},
    http,
    planted::plant,
    prometheus::{exposition, scrape},
    token::token,
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

fn options(url: &str) -> Options {
    let variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("MCP_METRICS_ADDR", "127.0.0.1:0")];
    let variables = variables.map(|(name, value)| (name, value.into())).into();
    Options { variables, ..Options::default() }
}

fn start(url: &str) -> Server {
    Server::start_with("fixture", options(url))
}

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{PARENT}-{flags}")
}

fn hex(value: &Value, digits: usize) -> String {
    let text = value.as_str().unwrap();
    assert!(text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit()), "{text}");
    assert!(text.bytes().any(|b| b != b'0'));
    text.to_owned()
}

#[test]
fn a_call_is_a_span_of_its_clients_trace() {
    let collector = Collector::start();
    let server = start(&collector.url());
    let traced = server.http().header("traceparent", &traceparent("01"));
    traced.call("echo", json!({ "text": "a" }));
    let [span] = &collector.spans(1)[..] else { unreachable!() };
    assert_eq!(span["traceId"], TRACE);
    assert_eq!(span["parentSpanId"], PARENT);
    assert_ne!(hex(&span["spanId"], 16), PARENT);
    assert_eq!(span["name"], "tools/call echo");
    assert_eq!((&span["kind"], &span["flags"]), (&json!(2), &json!(0x301)));
    assert_eq!(span["status"], json!({}));
    let nanos = |name: &str| span[name].as_str().unwrap().parse::<u128>().unwrap();
    let now = u128::from(tests::token::now()) * 1_000_000_000;
    assert!(nanos("startTimeUnixNano") <= nanos("endTimeUnixNano"));
    assert!(nanos("endTimeUnixNano").abs_diff(now) < 60_000_000_000);
    for (key, text) in [
        ("mcp.method.name", Some("tools/call")),
        ("gen_ai.operation.name", Some("execute_tool")),
        ("gen_ai.tool.name", Some("echo")),
        ("network.transport", Some("tcp")),
        ("error.type", None),
        ("mcp_secure.verdict", Some("ok")),
    ] {
        assert_eq!(attribute(span, key), text, "{key}");
    }
    assert_eq!(collector.service(), "fixture");
    // The id of the audit record.
    let call = attribute(span, "mcp_secure.call").unwrap();
    assert!(server.log().contains(call), "{call}");
}

#[test]
fn who_does_not_record_gets_no_span_and_who_has_no_trace_begins_one() {
    let collector = Collector::start();
    let server = start(&collector.url());
    let echo = |client: tests::Http| client.call("echo", json!({ "text": "a" }));
    echo(server.http().header("traceparent", &traceparent("00")));
    echo(server.http());
    echo(server.http().header("traceparent", "00-canary-canary-01"));
    let spans = collector.spans(2);
    for span in &spans {
        assert!(span.get("parentSpanId").is_none() && span["flags"] == 1, "{span}");
        assert_eq!(attribute(span, "mcp_secure.call").unwrap(), hex(&span["traceId"], 32));
    }
    assert_ne!(spans[0]["traceId"], spans[1]["traceId"]);
    assert_ne!(spans[0]["spanId"], spans[1]["spanId"]);
}

#[test]
fn what_went_wrong_is_an_error_by_its_kind() {
    let collector = Collector::start();
    let server = start(&collector.url());
    let client = server.http();
    client.call("echo", json!({ "text": 1 }));
    client.call("tells", json!({}));
    client.call("panics", json!({}));
    client.call("starved", json!({}));
    client.call("needs_both", json!({}));
    client.clone().token(token("fixture", "a:read")).call("needs_both", json!({}));
    client.call("canary", json!({}));
    let spans = collector.spans(7);
    let expected = [
        ("tools/call echo", "tool_error", "invalid_arguments", None),
        ("tools/call tells", "tool_error", "tool_error", None),
        ("tools/call panics", "tool_error", "internal", None),
        ("tools/call starved", "tool_error", "busy", Some("resource_guard")),
        ("tools/call needs_both", "-31401", "unauthenticated", None),
        ("tools/call needs_both", "-31403", "insufficient_scope", None),
        // A name that a client made up is none.
        ("tools/call", "-32602", "unknown_tool", None),
    ];
    for (span, (name, error, verdict, guard)) in spans.iter().zip(expected) {
        assert_eq!((span["name"].as_str(), &span["status"]["code"]), (Some(name), &json!(2)));
        assert_eq!(attribute(span, "error.type"), Some(error), "{span}");
        assert_eq!(attribute(span, "mcp_secure.verdict"), Some(verdict), "{span}");
        assert_eq!(attribute(span, "mcp_secure.guard"), guard, "{span}");
    }
    assert_eq!(attribute(&spans[6], "gen_ai.tool.name"), None);
}

#[test]
fn nothing_that_a_client_sends_is_in_a_span() {
    let collector = Collector::start();
    let server = start(&collector.url());
    plant("an argument", "canary-of-an-argument");
    let client = server.http().token(token("fixture", "a:read a:write canary"));
    client.call("needs_both", json!({ "canary": "canary-of-an-argument" }));
    client.call("canary", json!({ "canary": 1 }));
    client.clone().header("tracestate", "canary=1").call("needs_both", json!({}));
    client.call("fails", json!({}));
    collector.spans(4);
    let text = collector.text();
    for secret in ["canary", "ada", "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[test]
fn calls_of_standard_input_and_of_the_other_lane_are_spans_too() {
    let collector = Collector::start();
    let mut client = Stdio::start_with("fixture", &options(&collector.url()), None);
    let mut message =
        http::request("tools/call", json!({ "name": "echo", "arguments": { "text": "a" } }));
    message["params"]["_meta"]["traceparent"] = traceparent("01").into();
    client.send(message.to_string().as_bytes());
    client.receive();
    // The SDK's.
    message["params"]["_meta"]["progressToken"] = json!(1);
    message["id"] = json!(2);
    client.send(message.to_string().as_bytes());
    client.receive();
    // Sent at the end, without waiting for the second to be over.
    client.finish();
    for span in collector.spans(2) {
        assert_eq!(attribute(&span, "network.transport"), Some("pipe"));
        assert_eq!((&span["traceId"], &span["parentSpanId"]), (&json!(TRACE), &json!(PARENT)));
    }
}

/// First nobody listens, then somebody who takes nothing, then a collector.
#[test]
fn a_collector_that_is_away_costs_spans_and_no_call() {
    let place = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = place.local_addr().unwrap();
    drop(place);
    let mut server = start(&format!("http://{address}"));
    let metrics = exposition(&mut server);
    let lost = || scrape(&metrics).value("mcp_secure_spans_lost_total", &[]);
    let echo = || assert_eq!(server.http().call("echo", json!({ "text": "a" })).text(), "a");
    (0..5).for_each(|_| echo());
    wait_until(|| lost() >= 5.0);
    let hanging = TcpListener::bind(address).unwrap();
    (0..5).for_each(|_| echo());
    wait_until(|| lost() >= 10.0);
    let collector = Collector::on(hanging);
    echo();
    wait_until(|| collector.text().contains("tools/call echo"));
    server.wait_for("the collector of spans takes them again");
    let complaints = server.log().matches("the collector takes no spans").count();
    assert_eq!(complaints, 1, "{}", server.log());
}

#[test]
fn a_server_ends_though_its_collector_hangs() {
    let hanging = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", hanging.local_addr().unwrap());
    let mut client = Stdio::start_with("fixture", &options(&url), None);
    for _ in 0..20 {
        client.call("echo", json!({ "text": "a" }));
    }
    client.finish();
}

#[test]
fn a_collector_that_is_not_understood_keeps_the_server_from_starting() {
    for (name, value) in [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://canary.example"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc-canary"),
    ] {
        let mut options = options("http://127.0.0.1:4318");
        options.variables.retain(|(key, _)| *key != name);
        options.variables.push((name, value.into()));
        let message = tests::refusal("fixture", options);
        assert!(message.contains(name) && !message.contains("canary"), "{message}");
    }
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "it never comes");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}
