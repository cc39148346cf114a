//! What an attacker sends where a token belongs, or to have clients sent elsewhere: the server takes
//! what the specifications say and nothing near it, and tells nobody of a place that is not its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::Write;

use mcp_secure::testing::AuthorizationServer;
use serde_json::{Value, json};
use tests::{
    Http, Options, Server, Stdio,
    http::{self, Reply},
    token::{claims, sign, token},
};
use tokio::runtime::Runtime;

fn whoami(client: &Http) -> Reply {
    client.call("whoami", json!({}))
}

#[test]
fn the_scheme_has_no_case_and_nothing_else_is_near_it() {
    let server = Server::start("notes");
    let good = token("notes", "");
    let with = |value: &str| whoami(&server.http().header("authorization", value));
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        assert_eq!(with(&format!("{scheme} {good}")).status, 200, "{scheme}");
    }
    for (value, was_judged) in [
        (format!("Bearer {good}, Bearer {good}"), true),
        (format!("Bearer {good} {good}"), true),
        (format!("Bearer {good},"), true),
        (format!("Bearer \"{good}\""), true),
        (format!("Bearer token={good}"), true),
        (format!("Bearer {good}="), true),
        (format!("Bearer {good}\u{e9}"), true),
        ("Bearer".to_owned(), true),
        (format!("Bearer{good}"), false),
        (format!("Bearer:{good}"), false),
        (format!("Token {good}"), false),
        (format!("DPoP {good}"), false),
        (format!("\"Bearer\" {good}"), false),
        (good.clone(), false),
    ] {
        let reply = with(&value);
        assert_eq!((reply.status, reply.code()), (401, -31401), "{value}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert_eq!(challenge.contains("error=\"invalid_token\""), was_judged, "{value}");
    }
}

#[test]
fn a_token_is_one_line_of_text() {
    let mut server = Server::start("notes");
    let good = token("notes", "");
    let (before, after) = good.split_at(good.len() / 2);
    for between in ["\n", "\r", "\r\n ", "\r\n\t", "\0", "\u{b}", " ", "\t"] {
        let client =
            server.http().header("authorization", &format!("Bearer {before}{between}{after}"));
        let status = client.try_post(b"{}").map_or(400, |reply| reply.status);
        assert!(matches!(status, 400 | 401), "{between:?}: {status}");
        let status = whoami(&client).status;
        assert!(matches!(status, 400 | 401), "{between:?}: {status}");
    }
    // A second header by a line of its own is a second credential.
    let client =
        server.http().header("authorization", &format!("Bearer x\nauthorization: Bearer {good}"));
    assert_eq!(whoami(&client).status, 400);
    assert!(server.is_running());
    assert!(!server.log().contains(before), "it is not told either");
}

#[test]
fn on_stdio_a_line_feed_ends_a_token_and_is_within_none() {
    let call = |token: &str| {
        let mut server = Stdio::start_with("notes", &Options::default(), Some(token));
        server.call("whoami", json!({}))
    };
    let good = token("notes", "");
    // As a file of it ends.
    assert!(call(&format!("{good}\n")).get("result").is_some());
    let (before, after) = good.split_at(good.len() / 2);
    for token in [format!("{before}\n{after}"), format!("Bearer {good}"), format!("{good} {good}")]
    {
        assert_eq!(call(&token)["error"]["code"], -31401);
    }
}

#[test]
fn a_token_in_a_form_or_a_cookie_is_none() {
    let server = Server::start("notes");
    let good = token("notes", "");
    for client in [
        server
            .http()
            .header("cookie", &format!("access_token={good}; authorization=Bearer {good}")),
        server.http().header("proxy-authorization", &format!("Bearer {good}")),
        server.http().header("x-authorization", &format!("Bearer {good}")),
        server.http().header("x-api-key", &good),
        server.http().header("x-forwarded-access-token", &good),
        server.http().header("sec-websocket-protocol", &format!("bearer, {good}")),
    ] {
        let reply = whoami(&client);
        assert_eq!(reply.status, 401);
        assert!(!reply.header("www-authenticate").unwrap().contains("error="), "none was seen");
    }
    let form = server.http().header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.post(format!("access_token={good}").as_bytes()).status, 415);
}

/// All that a server tells of where it is: its metadata and its challenge.
fn told(client: &Http) -> String {
    let metadata = client.get("/.well-known/oauth-protected-resource/mcp");
    let call = whoami(client);
    format!("{metadata:?} {call:?}")
}

#[test]
fn a_header_of_a_stranger_sends_no_client_elsewhere() {
    let server = Server::start("notes");
    let metadata = |client: &Http| {
        client.get("/.well-known/oauth-protected-resource/mcp").json()["resource"].clone()
    };
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "evil"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-server", "evil.example"),
        ("x-forwarded-prefix", "/evil"),
        ("x-forwarded-port", "6666"),
        ("x-original-url", "/evil"),
        ("x-host", "evil.example"),
        ("forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
        ("referer", "https://evil.example/"),
        ("via", "1.1 evil.example"),
    ] {
        let (honest, sent) = (server.http(), server.http().header(name, value));
        let told = told(&sent);
        assert!(
            !["evil", "6666", "https:"].iter().any(|word| told.contains(word)),
            "{name}: {told}"
        );
        assert_eq!(metadata(&sent), metadata(&honest), "{name}");
    }
}

#[test]
fn a_host_that_is_not_the_servers_is_in_no_answer() {
    let server = Server::start("notes");
    let own = server.address.to_string();
    for host in [
        "evil.example".to_owned(),
        format!("evil@{own}"),
        format!("{own}@evil.example"),
        format!("{own}\", scope=\"evil"),
        format!("{own}/evil"),
        format!("{own}#evil"),
        format!("{own}?evil"),
        format!("{own}\\evil"),
        format!("{own}, evil.example"),
        format!("{own}evil"),
        format!("{own}\r\nhost: evil.example"),
        format!("127.0.0.1.evil.example:{}", server.address.port()),
    ] {
        let client = server.http().header("host", &host);
        for reply in [client.get("/.well-known/oauth-protected-resource/mcp"), whoami(&client)] {
            assert!(matches!(reply.status, 400 | 403), "{host}: {reply:?}");
            let told = format!("{reply:?}");
            assert!(
                !told.contains("evil") && !told.contains("resource_metadata"),
                "{host}: {told}"
            );
        }
    }
    // An absolute target goes before the header.
    let mut stream = server.http().connect();
    let head =
        server.http().head("GET", "http://evil.example/.well-known/oauth-protected-resource", &[]);
    stream.write_all(head.as_bytes()).unwrap();
    let reply = http::read(&mut stream);
    assert_eq!(reply.status, 403);
    assert!(!format!("{reply:?}").contains("evil"));
}

/// The scopes that a challenge asks for.
fn asked(reply: &Reply) -> Option<String> {
    let challenge = reply.header("www-authenticate")?;
    let (_, scopes) = challenge.split_once("scope=\"")?;
    Some(scopes.split_once('"')?.0.to_owned())
}

#[test]
fn who_brings_what_a_challenge_asks_for_is_not_asked_again() {
    for program in ["fixture", "notes", "verified"] {
        let options = Options { variables: vec![("VERIFIER", "jwt".into())], ..Options::default() };
        let server = Server::start_with(program, options);
        let every = "a:read a:write a:admin notes:read notes:write";
        let list =
            server.http().token(token(program, every)).request("tools/list", json!({})).json();
        let tools = list["result"]["tools"].as_array().unwrap();
        let mut stepped_up = 0;
        for tool in tools.iter().map(|tool| tool["name"].as_str().unwrap()) {
            let call = |scopes: &str| {
                // Arguments are not looked at before the scopes.
                server.http().token(token(program, scopes)).call(tool, json!({ "no": "argument" }))
            };
            let reply = call("");
            let Some(scopes) = asked(&reply) else { continue };
            assert_eq!(reply.status, 403, "{program} {tool}");
            let reply = call(&scopes);
            assert_eq!(reply.status, 200, "{program} {tool} with {scopes}: {reply:?}");
            stepped_up += 1;
        }
        assert!(stepped_up > 0, "{program}");
    }
}

#[test]
fn where_no_scope_would_help_no_client_is_sent_for_one() {
    let runtime = Runtime::new().unwrap();
    let issuer = runtime.block_on(AuthorizationServer::start()).unwrap();
    let variables = vec![("ISSUER", issuer.issuer().into())];
    let server = Server::start_with("issued", Options { variables, ..Options::default() });
    let mut claims: Value = issuer.claims("ada", "issued", "profile");
    claims["tid"] = json!("acme");
    claims["realm_access"] = json!({ "roles": ["user"] });
    let reply = server.http().token(issuer.sign(&claims)).call("administer", json!({}));
    assert_eq!(reply.status, 403);
    assert_eq!(reply.header("www-authenticate"), None, "a role is not asked for by a client");
}

#[test]
fn a_token_for_a_neighbour_is_for_nobody_here() {
    let arguments = vec!["--audience".to_owned(), "https://mcp.example/mcp".to_owned()];
    let server = Server::start_with("notes", Options { arguments, ..Options::default() });
    let status = |audience: Value| {
        let mut claims = claims("", "");
        claims["aud"] = audience;
        whoami(&server.http().token(sign(&claims))).status
    };
    assert_eq!(status(json!("https://mcp.example/mcp")), 200);
    assert_eq!(status(json!(["https://other.example", "https://mcp.example/mcp"])), 200);
    for other in [
        json!("https://mcp.example/mcp/"),
        json!("https://mcp.example"),
        json!("https://mcp.example/"),
        json!("https://MCP.example/mcp"),
        json!("https://mcp.example:443/mcp"),
        json!("http://mcp.example/mcp"),
        json!("https://mcp.example/mcp/other"),
        json!("https://mcp.example/mcp?x"),
        json!(" https://mcp.example/mcp"),
        json!("https://mcp.example/mcp https://other.example"),
        json!("https://mcp.example.evil/mcp"),
        json!("*"),
        json!(""),
        json!([]),
        json!([["https://mcp.example/mcp"]]),
        json!({ "https://mcp.example/mcp": true }),
        json!(null),
    ] {
        assert_eq!(status(other.clone()), 401, "{other}");
    }
}
