//! Metrics: every decision is counted, also in a flood; nothing that a client sends becomes a label;
//! and nobody but this machine reads them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    fs,
    io::{Read, Write},
    path::PathBuf,
};

use serde_json::json;
use tests::{
    Http, Options, Server, Stdio, http, process,
    prometheus::{Page, client_at, exposition, scrape},
    token::{sign, token},
};

mod dashboard;
mod slow;

/// A server that tells its metrics, and where.
fn start(name: &str) -> (Server, Http) {
    start_with(name, Vec::new())
}

fn start_with(
    name: &str,
    mut variables: Vec<(&'static str, std::ffi::OsString)>,
) -> (Server, Http) {
    variables.push(("MCP_METRICS_ADDR", "127.0.0.1:0".into()));
    let mut server = Server::start_with(name, Options { variables, ..Options::default() });
    let exposition = exposition(&mut server);
    (server, exposition)
}

/// Decisions of many kinds. Answers with the metrics after them.
fn decided() -> Page {
    let (server, metrics) = start("fixture");
    let anonymous = server.http();
    for _ in 0..3 {
        anonymous.call("echo", json!({ "text": "a" }));
    }
    anonymous.call("echo", json!({ "text": 1 }));
    // By the lane of the SDK too.
    anonymous.clone().header("mcp-protocol-version", "2025-06-18").post(
        br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"a"},"_meta":{"progressToken":1}}}"#,
    );
    anonymous.call("panics", json!({}));
    anonymous.call("tells", json!({}));
    anonymous.call("no_such_tool", json!({}));
    for _ in 0..4 {
        anonymous.call("rationed", json!({}));
    }
    anonymous.call("starved", json!({}));
    anonymous.call("needs_both", json!({}));
    anonymous.clone().token(token("fixture", "a:read")).call("needs_both", json!({}));
    anonymous.clone().token(token("fixture", "a:read a:write")).call("needs_both", json!({}));
    anonymous.clone().token(token("another", "a:read")).call("echo", json!({ "text": "a" }));
    let expired = sign(&json!({ "sub": "ada", "aud": "fixture", "exp": 1, "iat": 0 }));
    anonymous.clone().token(expired).call("echo", json!({ "text": "a" }));
    anonymous.post(b"{");
    anonymous.get("/nothing");
    anonymous.get("/metrics");
    anonymous.get("/mcp");
    anonymous.clone().header("host", "canary.example").get("/mcp");
    scrape(&metrics)
}

#[test]
fn what_was_decided_is_counted() {
    let page = decided();
    let calls = |tool, verdict| {
        page.value("mcp_secure_calls_total", &[("tool", tool), ("verdict", verdict)])
    };
    for (tool, verdict, count) in [
        ("echo", "ok", 4.0),
        ("echo", "invalid_arguments", 1.0),
        ("panics", "internal", 1.0),
        ("tells", "tool_error", 1.0),
        ("(unknown)", "unknown_tool", 1.0),
        ("no_such_tool", "unknown_tool", 0.0),
        ("rationed", "rate_limited", 1.0),
        ("starved", "busy", 1.0),
        ("needs_both", "unauthenticated", 1.0),
        ("needs_both", "insufficient_scope", 1.0),
        ("needs_both", "ok", 1.0),
        ("hidden", "ok", 0.0),
    ] {
        assert_eq!(calls(tool, verdict), count, "{tool} {verdict}");
    }
    let by_guard = |tool, guard| {
        page.value("mcp_secure_guard_refusals_total", &[("tool", tool), ("guard", guard)])
    };
    assert_eq!(
        (by_guard("rationed", "rate_limit"), by_guard("starved", "resource_guard")),
        (1.0, 1.0)
    );
    assert_eq!(by_guard("echo", "other"), 0.0);
    // Those that have run, and no others.
    let took = |tool| page.value("mcp_secure_call_duration_seconds_count", &[("tool", tool)]);
    assert_eq!((took("echo"), took("panics"), took("needs_both")), (4.0, 1.0, 1.0));
    let sum = page.value("mcp_secure_call_duration_seconds_sum", &[("tool", "echo")]);
    assert!(sum > 0.0 && sum < 30.0, "{sum}");

    let by_reason = |name, reason| page.value(name, &[("reason", reason)]);
    for (reason, count) in [("wrong_audience", 1.0), ("expired", 1.0), ("bad_signature", 0.0)] {
        assert_eq!(by_reason("mcp_secure_credentials_refused_total", reason), count, "{reason}");
    }
    for (reason, count) in [
        ("bad_request", 1.0),
        ("not_found", 2.0),
        ("method_not_allowed", 1.0),
        ("forbidden_host", 1.0),
        ("other", 0.0),
    ] {
        assert_eq!(by_reason("mcp_secure_requests_refused_total", reason), count, "{reason}");
    }
    let answers = |status| page.value("mcp_secure_answers_total", &[("status", status)]);
    assert_eq!((answers("401"), answers("404"), answers("405")), (3.0, 2.0, 1.0));
    assert_eq!((answers("other"), answers("500")), (0.0, 0.0));
    assert!(page.value("mcp_secure_received_bytes_total", &[]) > 1000.0);
    assert!(page.value("mcp_secure_sent_bytes_total", &[]) > 1000.0);
    let standing = |word| page.value("mcp_secure_store_standing", &[("standing", word)]);
    assert_eq!((standing("local"), standing("shared"), standing("away")), (1.0, 0.0, 0.0));
    assert_eq!(page.value("mcp_secure_audit_keeping", &[]), 1.0);
    let info = [("name", "fixture"), ("version", "1.2.3")];
    assert_eq!(page.value("mcp_secure_server_info", &info), 1.0);
}

/// What the audit record folds is counted one by one.
#[test]
fn a_flood_of_refusals_is_counted_to_the_last() {
    let (server, metrics) = start("fixture");
    for _ in 0..300 {
        server.http().call("needs_both", json!({}));
    }
    let page = scrape(&metrics);
    let refused = [("tool", "needs_both"), ("verdict", "unauthenticated")];
    assert_eq!(page.value("mcp_secure_calls_total", &refused), 300.0);
    assert!(page.value("mcp_secure_audit_events_folded_total", &[]) > 100.0);
}

#[test]
fn nothing_that_a_client_sends_becomes_a_label() {
    let (server, metrics) = start("fixture");
    let attack = |number: usize| {
        let name = format!("canary-{number}\"}} 1\n");
        let mut claims = tests::token::claims("fixture", &format!("canary-{number}"));
        claims["sub"] = json!(format!("canary-{number}"));
        let client = server.http().token(sign(&claims));
        let params = json!({ "name": name, "arguments": { &name: name } });
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let older = client.clone().header("mcp-protocol-version", "2025-06-18");
        assert_eq!(older.post(call.to_string().as_bytes()).code(), -32602);
        client.call("echo", json!({ &name: name }));
        client.call("echo", json!({ "text": name }));
        client.clone().header("host", &format!("canary-{number}.example")).get("/mcp");
        client
            .clone()
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .get(&format!("/canary-{number}"));
    };
    attack(0);
    let before = scrape(&metrics);
    (1..40).for_each(attack);
    let after = scrape(&metrics);
    assert_eq!(before.series(), after.series());
    let text = format!("{after:?}");
    assert!(!text.contains("canary"), "{text}");
    let unknown = [("tool", "(unknown)"), ("verdict", "unknown_tool")];
    assert_eq!(after.value("mcp_secure_calls_total", &unknown), 40.0);
}

#[test]
fn what_goes_on_is_seen_and_what_has_ended_is_not() {
    let (server, metrics) = start("fixture");
    let running = |page: &Page| page.value("mcp_secure_calls_running", &[("tool", "hangs")]);
    let open = |page: &Page| page.value("mcp_secure_connections_open", &[]);
    let body = http::request("tools/call", json!({ "name": "hangs", "arguments": {} })).to_string();
    let client = server
        .http()
        .header("mcp-protocol-version", http::VERSION)
        .header("mcp-method", "tools/call")
        .header("mcp-name", "hangs");
    let mut stream = client.open();
    let head = client.head("POST", "/mcp", &[("content-length", &body.len().to_string())]);
    stream.write_all((head + &body).as_bytes()).unwrap();
    wait_until(&metrics, |page| running(page) == 1.0 && open(page) == 1.0);
    // The client goes away.
    drop(stream);
    wait_until(&metrics, |page| running(page) == 0.0 && open(page) == 0.0);
    let cancelled = [("tool", "hangs"), ("verdict", "cancelled")];
    wait_until(&metrics, |page| page.value("mcp_secure_calls_total", &cancelled) == 1.0);
}

#[test]
fn connections_that_are_cut_are_counted_by_reason() {
    let (server, metrics) = start_with("fixture", vec![("FIXTURE_READ_SECONDS", "1".into())]);
    let cut = |reason| {
        move |page: &Page| {
            page.value("mcp_secure_connections_closed_total", &[("reason", reason)]) == 1.0
        }
    };
    let mut silent = server.http().open();
    let _ = silent.read_to_end(&mut Vec::new());
    wait_until(&metrics, cut("silent"));
    let (server, metrics) = start_with("fixture", vec![("FIXTURE_HTTP2", "".into())]);
    let mut flooded = server.http().open();
    let pings = b"\0\0\x08\x06\0\0\0\0\0question".repeat(2_000);
    let _ = flooded.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0");
    let _ = flooded.write_all(&pings);
    let _ = flooded.read_to_end(&mut Vec::new());
    wait_until(&metrics, cut("flooded"));
}

fn wait_until(metrics: &Http, holds: impl Fn(&Page) -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let page = scrape(metrics);
        if holds(&page) {
            return;
        }
        assert!(std::time::Instant::now() < deadline, "{page:?}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn the_address_answers_one_request_and_this_machine_alone() {
    let (server, metrics) = start("notes");
    assert_eq!(metrics.get("/").status, 404);
    assert_eq!(metrics.get("/mcp").status, 404);
    assert_eq!(metrics.get("/metrics?a=b").status, 200);
    assert_eq!(metrics.try_post(b"{}").unwrap().status, 404);
    let mut stream = metrics.open();
    stream
        .write_all(metrics.head("POST", "/metrics", &[("content-length", "0")]).as_bytes())
        .unwrap();
    let reply = http::read(&mut stream);
    assert_eq!((reply.status, reply.header("allow")), (405, Some("GET")));
    // A page of another site, whose name leads here.
    for (header, value) in [("host", "evil.example"), ("origin", "https://evil.example")] {
        assert_eq!(metrics.clone().header(header, value).get("/metrics").status, 403, "{header}");
    }
    assert_eq!(metrics.clone().header("host", "localhost:9464").get("/metrics").status, 200);
    assert_eq!(server.http().get("/metrics").status, 404);
}

#[test]
fn beyond_this_machine_they_are_not_served_by_accident() {
    for (address, why) in [
        ("0.0.0.0:0", "dangerous_public_metrics"),
        ("[::]:0", "dangerous_public_metrics"),
        ("localhost:9464", "write for example 127.0.0.1:9464"),
        ("canary", "write for example 127.0.0.1:9464"),
    ] {
        let variables = vec![("MCP_METRICS_ADDR", address.into())];
        let message = tests::refusal("notes", Options { variables, ..Options::default() });
        assert!(message.contains(why) && !message.contains("canary"), "{message}");
    }
    let silent = Server::start("notes");
    silent.http().call("whoami", json!({}));
    assert!(!silent.log().contains("Metrics"));
}

/// The table of `docs/operations.md` is that of a real scrape. `WRITE_DOCUMENTS=1` writes it.
#[test]
fn the_document_lists_what_is_served() {
    let page = decided();
    let mut table = "| metric | kind | labels | what it is |\n|---|---|---|---|\n".to_owned();
    for family in &page.0 {
        let labels: Vec<_> = family.labels().into_iter().map(|name| format!("`{name}`")).collect();
        let (name, kind, help) = (&family.name, &family.kind, &family.help);
        table += &format!("| `{name}` | {kind} | {} | {help} |\n", labels.join(", "));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/operations.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let written = format!("{before}{BEGIN}\n\n{table}\n{END}{after}");
    if std::env::var_os("WRITE_DOCUMENTS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    assert_eq!(text, written, "WRITE_DOCUMENTS=1 writes it");
}

const BEGIN: &str = "<!-- metrics -->";
const END: &str = "<!-- end of metrics -->";

/// A server that a client starts for itself is read in the same way.
#[test]
fn a_server_on_standard_input_and_output_is_read_too() {
    let options = Options::default().set("MCP_METRICS_ADDR", "127.0.0.1:0");
    let mut client = Stdio::start_with("fixture", &options, None);
    let metrics = client_at(&client.wait_for("Metrics are at http://"));
    client.call("echo", json!({ "text": "a" }));
    let page = scrape(&metrics);
    let ok = [("tool", "echo"), ("verdict", "ok")];
    assert_eq!(page.value("mcp_secure_calls_total", &ok), 1.0);
    assert_eq!(page.value("mcp_secure_connections_total", &[]), 0.0);
    // What it says, it says beside the protocol.
    assert_eq!(client.finish(), [json!(null); 0]);

    let told =
        process::run("fixture", &options.set("MCP_METRICS_ADDR", "0.0.0.0:0").with(&["--stdio"]));
    assert_eq!(told.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&told.stderr).contains("refusing to serve metrics"),
        "{told:?}"
    );
}
