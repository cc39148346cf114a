//! What a server asks for before anybody but this machine can reach it, and whom it believes
//! where a request comes from.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::json;
use tests::{Http, Options, Server};

const PUBLIC: Option<&str> = Some("0.0.0.0:0");

fn options(variables: &[(&'static str, &str)]) -> Options {
    let variables = variables.iter().map(|(name, value)| (*name, value.into())).collect();
    Options { variables, ..Options::default() }
}

#[test]
fn a_public_address_without_tls_is_refused() {
    let refused = |variables, secret| {
        tests::refusal("fixture", Options { address: PUBLIC, secret, ..options(variables) })
    };
    let message = refused(&[("FIXTURE_HOST", "mcp.example.com")], None);
    assert!(message.contains("tokens would cross the network as plain text"), "{message}");
    for remedy in ["CERT_FILE", ".trusted_proxies(..)", ".dangerous_plain_http()"] {
        assert!(message.contains(remedy), "{message}");
    }
    let message = refused(&[], None);
    assert!(message.contains("no host is allowed"), "{message}");
    let message = refused(&[("FIXTURE_HOST", "mcp.example.com")], Some(""));
    assert!(message.contains("the secret was made up at start"), "{message}");
    let slip = [("FIXTURE_HOST", "mcp.example.com"), ("FIXTURE_PROXIES", "10.0.0.1/8")];
    let message = refused(&slip, None);
    assert!(message.contains("is not a network of proxies"), "{message}");
}

/// A server on all addresses without TLS, behind these proxies.
fn behind(proxies: &str) -> (Server, Http) {
    let variables = [("FIXTURE_HOST", "mcp.example.com"), ("FIXTURE_PROXIES", proxies)];
    let server = Server::start_with("fixture", Options { address: PUBLIC, ..options(&variables) });
    let client = server.http().header("host", "mcp.example.com");
    (server, client)
}

#[test]
fn behind_a_proxy_nobody_else_is_answered() {
    let (_server, client) = behind("192.0.2.1");
    for client in [client.clone(), client.header("x-forwarded-for", "192.0.2.1")] {
        for reply in [client.call("echo", json!({ "text": "x" })), client.get("/nothing")] {
            assert_eq!((reply.status, reply.code()), (403, -31403));
        }
    }
    let (_server, client) = behind("192.0.2.1 127.0.0.0/8");
    assert_eq!(client.call("echo", json!({ "text": "x" })).text(), "x");
}

/// Calls a tool that answers an address thrice, until it is refused.
fn answers(client: &Http) -> usize {
    (0..5).filter(|_| client.call("rationed", json!({})).text() == "admitted").count()
}

#[test]
fn clients_behind_a_proxy_are_told_apart_and_cannot_pass_for_others() {
    let (_server, client) = behind("127.0.0.1");
    let from = |forwarded: &str| client.clone().header("x-forwarded-for", forwarded);
    assert_eq!(answers(&from("198.51.100.1")), 3);
    assert_eq!(answers(&from("198.51.100.2")), 3);
    // What the client writes itself stands to the left, and gives it no new budget.
    assert_eq!(answers(&from("198.51.100.3, 198.51.100.1")), 0);
    assert_eq!(answers(&from("198.51.100.4,198.51.100.2, 127.0.0.1")), 0);
    let other = from("198.51.100.1").header("forwarded", "for=198.51.100.5");
    assert_eq!(answers(&other), 0);
}

#[test]
fn without_a_proxy_the_header_is_not_read() {
    let server = Server::start("fixture");
    let from = |forwarded: &str| server.http().header("x-forwarded-for", forwarded);
    assert_eq!(answers(&from("198.51.100.1")), 3);
    assert_eq!(answers(&from("198.51.100.2")), 0);
}

#[test]
fn the_metadata_says_what_the_proxy_says_of_the_scheme() {
    let (_server, client) = behind("127.0.0.1");
    let resource = |client: &Http| {
        let reply = client.get("/.well-known/oauth-protected-resource/mcp");
        reply.json()["resource"].as_str().unwrap().to_owned()
    };
    let behind_tls = client.clone().header("x-forwarded-proto", "https");
    assert_eq!(resource(&behind_tls), "https://mcp.example.com/mcp");
    assert_eq!(resource(&client), "http://mcp.example.com/mcp");
    let server = Server::start("fixture");
    let alone = server.http().header("x-forwarded-proto", "https");
    assert!(resource(&alone).starts_with("http://"));
}
