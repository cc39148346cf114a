//! A request has one credential, each verifier gets its own kind, and a tool gets none.

use tests::{Stdio, introspection::Issuer, token::token};

use super::*;
use crate::keys::Keys;

#[test]
fn one_request_has_one_credential() {
    let mut keys = Keys::new();
    let key = keys.add();
    let server = start(keys.variables("any"));
    let in_header = server.http().header("x-api-key", &key);
    assert_eq!(write(&in_header).text(), "ada");
    for client in [
        in_header.clone().token(&key),
        in_header.clone().token(token("verified", ALL)),
        // Also where one of them is of no scheme that is spoken here.
        in_header.clone().header("authorization", "Basic YWRhOng="),
        in_header.clone().header("x-ignored", &format!("1\r\nx-api-key: {key}")),
    ] {
        assert_eq!(write(&client).status, 400);
    }
    // Where keys are not taken from there, it is a header like any other.
    let server = start(vec![("VERIFIER", "jwt".into())]);
    let client = server.http().header("x-api-key", "x").token(token("verified", ALL));
    assert_eq!(write(&client).text(), "ada");
    let reply = write(&server.http().header("x-api-key", &key));
    assert_eq!(reply.status, 401);
    assert!(!reply.header("www-authenticate").unwrap().contains("error="), "nothing was judged");
}

#[test]
fn each_of_several_verifiers_gets_what_it_reads() {
    let mut keys = Keys::new();
    let key = keys.add();
    let issuer = Issuer::start();
    issuer.issue("an-opaque-token", ALL, |claims| claims["sub"] = json!("grace"));
    let mut variables = keys.variables("any");
    variables.retain(|(name, _)| *name != "INTROSPECTION");
    variables.push(("INTROSPECTION", issuer.url().into()));
    let mut server = start(variables);
    let whose = |token: &str| write(&server.http().token(token)).text();
    assert_eq!(whose(&key), "ada");
    assert_eq!(whose(&token("verified", ALL)), "ada");
    assert_eq!(whose("an-opaque-token"), "grace");
    let mut event = server.events().in_turn();
    for _ in 0..3 {
        assert!(event().contains("verdict=\"ok\""));
    }
    for (bad, reason) in [
        (format!("{}x", token("verified", ALL)), "bad_signature"),
        (token("other", ALL), "wrong_audience"),
        ("mcps_aaaa".to_owned(), "malformed"),
        ("nobodys-token".to_owned(), "unknown"),
    ] {
        assert_refused(&write(&server.http().token(&bad)), "invalid_token", &bad);
        let event = event();
        assert!(event.contains(reason), "{bad}: {event}");
    }
    assert!(server.is_running());
}

#[test]
fn an_issuer_that_is_down_says_nothing_of_a_token() {
    let keys = Keys::new();
    let server = start(keys.variables("any"));
    let reply = write(&server.http().token("an-opaque-token"));
    assert_eq!((reply.status, reply.code()), (503, -31503));
    assert_eq!(reply.header("www-authenticate"), None);
    assert_eq!(write(&server.http().token(token("verified", ALL))).text(), "ada");
}

#[test]
fn a_tool_gets_no_credential() {
    let mut keys = Keys::new();
    let key = keys.add();
    let jwt = token("verified", ALL);
    let server = start(keys.variables("any"));
    for (client, secret) in [
        (server.http().token(&key), &*key),
        (server.http().header("x-api-key", &key), &*key),
        (server.http().token(&jwt), jwt.rsplit('.').next().unwrap()),
    ] {
        let told = client.call("whoami", json!({})).text();
        assert!(told.starts_with("ada "), "{told}");
        assert!(!told.contains(secret), "{told}");
    }
    let mut server = Stdio::start_with(
        "verified",
        &Options { variables: keys.variables("any"), ..Options::default() },
        Some(&key),
    );
    let told = server.call("whoami", json!({}))["result"]["content"][0]["text"].to_string();
    assert!(told.contains("ada") && !told.contains(&key), "{told}");
}
