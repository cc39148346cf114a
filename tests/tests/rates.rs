//! Limits hold: of a tool, of the server as a whole, and of who guesses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use serde_json::json;
use tests::{
    Http, Reply,
    process::{Options, Server},
    token::{claims, sign},
};

fn start(variables: &[(&'static str, &str)]) -> Server {
    let variables = variables.iter().map(|(name, value)| (*name, value.into())).collect();
    Server::start_with("rates", Options { variables, ..Options::default() })
}

fn token_of(subject: &str) -> String {
    let mut claims = claims("rates", "");
    (claims["sub"], claims["tid"]) = (subject.into(), "acme".into());
    sign(&claims)
}

fn admitted(client: &Http, tool: &str, calls: u32) -> u32 {
    (0..calls).map(|_| u32::from(!client.call(tool, json!({})).is_error())).sum()
}

/// Whole seconds.
fn seconds(reply: &Reply, name: &str) -> u64 {
    reply.header(name).unwrap_or_else(|| panic!("no {name}: {reply:?}")).parse().unwrap()
}

#[test]
fn a_tool_says_what_is_left_and_when_there_will_be_more() {
    let server = start(&[]);
    let client = server.http();
    let reply = client.call("address", json!({}));
    assert_eq!(reply.text(), "admitted");
    // The one that comes back soonest first, wherever it stands.
    let policies = "\"ip-3600s\";q=60;w=3600, \"tool-86400s\";q=100;w=86400";
    assert_eq!(reply.header("ratelimit-policy"), Some(policies));
    assert_eq!(
        reply.header("ratelimit").unwrap(),
        "\"ip-3600s\";r=2;t=60, \"tool-86400s\";r=99;t=864"
    );
    assert_eq!(admitted(&client, "address", 5), 2);

    let reply = client.call("address", json!({}));
    assert_eq!(reply.status, 200, "the model is told");
    let result = &reply.json()["result"];
    assert_eq!(result["structuredContent"]["error"], "rate_limited");
    let wait = result["structuredContent"]["retry_after_ms"].as_u64().unwrap();
    assert!((1..=60_000).contains(&wait), "{wait}");
    // It was refused by the first, and has spent nothing of the second.
    let standing = reply.header("ratelimit").unwrap();
    assert!(standing.starts_with("\"ip-3600s\";r=0;t="), "{standing}");
    assert!(!standing.contains("tool"), "{standing}");
}

#[test]
fn what_the_sdk_answers_has_the_same_headers() {
    let server = start(&[]);
    // One that wants to be told of progress is the SDK's.
    let mut message = tests::request("tools/call", json!({ "name": "address", "arguments": {} }));
    message["params"]["_meta"]["progressToken"] = 1.into();
    let reply = server.http().message(&message);
    assert_eq!(reply.text(), "admitted");
    let standing = "\"ip-3600s\";r=2;t=60, \"tool-86400s\";r=99;t=864";
    assert_eq!(reply.header("ratelimit"), Some(standing), "{reply:?}");
}

#[test]
fn tenants_expressions_and_costs_are_counted() {
    let server = start(&[]);
    let of = |subject: &str, tenant: &str| {
        let mut claims = claims("rates", "");
        (claims["sub"], claims["tid"]) = (subject.into(), tenant.into());
        server.http().token(sign(&claims))
    };
    assert_eq!(admitted(&of("ada", "acme"), "tenant", 2), 2);
    assert_eq!(admitted(&of("bob", "acme"), "tenant", 5), 1);
    assert_eq!(admitted(&of("bob", "other"), "tenant", 5), 3);

    // `alan` and `ada` share a letter and 10: 4 + 3 + 3.
    assert_eq!(admitted(&of("alan", "acme"), "letter", 1), 1);
    assert_eq!(admitted(&of("ada", "acme"), "letter", 5), 2);
    assert_eq!(admitted(&of("bob", "acme"), "letter", 5), 3);
    let long = of("a name of more than ten", "acme").call("letter", json!({}));
    assert_eq!(long.json()["result"]["structuredContent"]["error"], "denied");
}

#[test]
fn an_address_has_a_limit_at_the_door() {
    let server = start(&[("RATES_ADDRESS", "3"), ("RATES_PROXY", "127.0.0.1")]);
    let from = |address: &str| server.http().header("x-forwarded-for", address);
    for _ in 0..3 {
        assert_eq!(from("192.0.2.1").call("nothing", json!({})).status, 200);
    }
    let reply = from("192.0.2.1").token("good or not").call("free", json!({}));
    assert_eq!((reply.status, reply.code()), (429, -31429));
    assert!((1..=20).contains(&seconds(&reply, "retry-after")));
    // What is no message at all counts too, and so does each route.
    assert_eq!(from("192.0.2.1").post(b"{").status, 429);
    assert_eq!(from("192.0.2.1").get("/").status, 429);
    // The left-most address is what the client has made up.
    assert_eq!(from("203.0.113.9, 192.0.2.1").post(b"{").status, 429);
    assert_eq!(from("192.0.2.2").post(b"{").status, 400);
    // A /64 is one address.
    for n in 1..=3 {
        assert_eq!(from(&format!("2001:db8::{n}")).post(b"{").status, 400);
    }
    assert_eq!(from("2001:db8::ffff").post(b"{").status, 429);
    assert_eq!(from("2001:db8:0:1::1").post(b"{").status, 400);
    let event = server.events().event(3);
    assert!(event.contains("rate_limited") && event.contains("address"), "{event}");
}

#[test]
fn a_caller_has_a_limit_at_the_door() {
    let server = start(&[("RATES_CALLER", "3")]);
    let ada = server.http().token(token_of("ada"));
    for _ in 0..3 {
        assert_eq!(ada.request("tools/list", json!({})).status, 200);
    }
    let reply = ada.call("free", json!({}));
    assert_eq!((reply.status, reply.code()), (429, -31429));
    assert!((1..=20).contains(&seconds(&reply, "retry-after")));
    assert_eq!(reply.header("www-authenticate"), None);
    assert_eq!(server.http().token(token_of("bob")).call("free", json!({})).text(), "admitted");
}

#[test]
fn who_guesses_is_slowed_down_and_nobody_else() {
    let server = start(&[("RATES_FAILURES", "3"), ("RATES_PROXY", "127.0.0.1")]);
    let office = server.http().header("x-forwarded-for", "192.0.2.1");
    let (ada, bob) = (office.clone().token(token_of("ada")), office.clone().token(token_of("bob")));
    assert_eq!(ada.call("free", json!({})).text(), "admitted");
    for n in 0..3 {
        let guess = office.clone().token(format!("guess {n}")).call("free", json!({}));
        assert_eq!(guess.status, 401);
    }
    let guess = office.clone().token("guess 4").call("free", json!({}));
    assert_eq!((guess.status, guess.code()), (429, -31429));
    assert!((1..=20).contains(&seconds(&guess, "retry-after")));
    // A good one is not told apart from a bad one, unless it was here before.
    assert_eq!(bob.call("free", json!({})).status, 429);
    assert_eq!(ada.call("free", json!({})).text(), "admitted");
    // Without a credential nothing was guessed; and other addresses are others.
    assert_eq!(office.call("talk", json!({})).text(), "admitted");
    let elsewhere = server.http().header("x-forwarded-for", "192.0.2.2");
    assert_eq!(elsewhere.token(token_of("bob")).call("free", json!({})).text(), "admitted");
}

#[test]
fn on_this_machine_nothing_but_what_is_declared_is_limited() {
    let server = start(&[]);
    let client = server.http().token(token_of("ada"));
    for _ in 0..700 {
        assert_eq!(client.call("free", json!({})).text(), "admitted");
    }
    for _ in 0..50 {
        assert_eq!(server.http().token("guess").call("free", json!({})).status, 401);
    }
}
