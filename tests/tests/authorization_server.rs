//! The authorization server for tests is one: what clients of OAuth do with it, and what they may not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::Write;

use mcp_secure::{
    auth::{Jwks, jwt::Algorithm},
    prelude::*,
    testing::AuthorizationServer,
};
use serde_json::{Value, json};
use tests::{
    Http,
    http::{self, Reply},
};
use tokio::runtime::Runtime;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An authorization server with a robot and a person, asked by hand.
struct Asked {
    runtime: Runtime,
    server: AuthorizationServer,
}

impl Asked {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let server = AuthorizationServer::start_at(Algorithm::Es256, "/realms/a");
        let server = runtime.block_on(server).unwrap();
        server.client("robot", "s3cret");
        server.public_client("app", "http://127.0.0.1:9/back?x=1", "ada");
        Self { runtime, server }
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let host = self.server.issuer().strip_prefix("http://").unwrap();
        let (host, _) = host.split_once('/').unwrap();
        let mut stream = Http::new(host.parse().unwrap()).connect();
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        let rest = format!("content-length: {length}\r\n{headers}\r\n{body}");
        stream.write_all((head + &rest).as_bytes()).unwrap();
        http::read(&mut stream)
    }

    fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "", "")
    }

    fn token(&self, form: &str) -> Reply {
        self.send("POST", "/realms/a/token", "", form)
    }

    /// Where the browser is sent back to, with a query that differs from a good one.
    fn authorize(&self, from: &str, to: &str) -> Reply {
        let query = format!(
            "response_type=code&client_id=app&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback%3Fx%3D1\
             &code_challenge={CHALLENGE}&code_challenge_method=S256&state=xyz&scope=a+b\
             &resource=notes"
        );
        assert!(from.is_empty() || query.contains(from), "{from}");
        self.get(&format!("/realms/a/authorize?{}", query.replace(from, to)))
    }

    fn code(&self) -> String {
        let reply = self.authorize("", "");
        let location = reply.header("location").unwrap();
        location.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned()
    }

    /// The form that redeems a code, with one that differs from a good one.
    fn redeem(&self, code: &str, from: &str, to: &str) -> Reply {
        let form = format!(
            "grant_type=authorization_code&code={code}&client_id=app\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback%3Fx%3D1&code_verifier={VERIFIER}"
        );
        assert!(from.is_empty() || form.contains(from), "{from}");
        self.token(&form.replace(from, to))
    }
}

fn error(reply: &Reply) -> String {
    reply.json()["error"].as_str().unwrap_or_default().to_owned()
}

/// Tell who the caller is.
#[tool(read_only)]
async fn whoami(caller: Caller) -> String {
    let scopes: Vec<_> = caller.scopes().collect();
    format!("{} {}", caller.subject(), scopes.join(","))
}

#[test]
fn it_says_where_everything_is() {
    let asked = Asked::start();
    for path in [
        "/.well-known/oauth-authorization-server/realms/a",
        "/.well-known/openid-configuration/realms/a",
        "/realms/a/.well-known/openid-configuration",
    ] {
        let metadata = asked.get(path).json();
        assert_eq!(metadata["issuer"], asked.server.issuer(), "{path}");
        assert_eq!(metadata["jwks_uri"], asked.server.keys_url(), "{path}");
        assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]), "{path}");
    }
    assert_eq!(asked.get("/.well-known/oauth-authorization-server").status, 404);
    let keys = asked.get("/realms/a/jwks").json();
    assert_eq!(keys["keys"][0]["kid"], "key-1");
    assert_eq!(keys["keys"][0].get("d"), None, "the private half stays there");
    asked.server.rotate().unwrap();
    assert_eq!(asked.get("/realms/a/jwks").json()["keys"].as_array().unwrap().len(), 2);
    asked.server.retire_old_keys();
    assert_eq!(asked.get("/realms/a/jwks").json()["keys"][0]["kid"], "key-2");
}

#[test]
fn a_program_gets_a_token_by_its_secret() {
    let asked = Asked::start();
    let form = "grant_type=client_credentials&scope=a+b&resource=notes";
    // `robot:s3cret`
    let header = "authorization: Basic cm9ib3Q6czNjcmV0\r\n";
    let by_header = asked.send("POST", "/realms/a/token", header, form);
    let by_form = asked.token(&format!("{form}&client_id=robot&client_secret=s3cret"));
    for reply in [by_header, by_form] {
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.json()["token_type"], "Bearer");
        assert_eq!(asked.runtime.block_on(who(&asked, &reply)), "robot a,b");
    }
    for (wrong, why) in [
        (format!("{form}&client_id=robot&client_secret=x"), "invalid_client"),
        (format!("{form}&client_id=nobody&client_secret=s3cret"), "invalid_client"),
        (format!("{form}&client_id=robot"), "invalid_client"),
        (form.to_owned(), "invalid_client"),
        (form.replace("client_credentials", "password"), "unsupported_grant_type"),
        (format!("{form}&scope=c"), "invalid_request"),
        (
            "grant_type=client_credentials&client_id=robot&client_secret=s3cret".to_owned(),
            "invalid_target",
        ),
    ] {
        let reply = asked.token(&wrong);
        assert_eq!(error(&reply), why, "{wrong}");
        assert_eq!(reply.status, if why == "invalid_client" { 401 } else { 400 }, "{wrong}");
    }
}

#[test]
fn an_application_gets_a_token_of_its_user_by_a_code() {
    let asked = Asked::start();
    let back = asked.authorize("", "");
    assert_eq!(back.status, 302);
    let location = back.header("location").unwrap();
    assert!(location.starts_with("http://127.0.0.1:9/back?x=1&code="), "{location}");
    assert!(location.ends_with("&state=xyz") && location.contains("&iss=http"), "{location}");
    let reply = asked.redeem(&asked.code(), "", "");
    assert_eq!(asked.runtime.block_on(who(&asked, &reply)), "ada a,b");
}

#[test]
fn a_code_is_for_who_asked_for_it_and_once() {
    let asked = Asked::start();
    let code = asked.code();
    assert_eq!(asked.redeem(&code, "", "").status, 200);
    assert_eq!(error(&asked.redeem(&code, "", "")), "invalid_grant");
    assert_eq!(error(&asked.redeem("made-up", "", "")), "invalid_grant");
    for (from, to) in [
        (VERIFIER, CHALLENGE),
        (VERIFIER, ""),
        ("code_verifier", "verifier"),
        ("client_id=app", "client_id=robot"),
        ("%3A9%2F", "%3A8%2F"),
    ] {
        let code = asked.code();
        assert_eq!(error(&asked.redeem(&code, from, to)), "invalid_grant", "{from} {to}");
        assert_eq!(error(&asked.redeem(&code, "", "")), "invalid_grant", "it is spent");
    }
    let other = asked.redeem(&asked.code(), "client_id=app", "client_id=app&resource=other");
    assert_eq!(error(&other), "invalid_target");
}

#[test]
fn there_is_no_code_without_s256() {
    let asked = Asked::start();
    for (from, to) in [
        ("S256", "plain"),
        ("&code_challenge_method=S256", ""),
        ("code_challenge=", "challenge="),
        (CHALLENGE, "short"),
    ] {
        let reply = asked.authorize(from, to);
        let location = reply.header("location").unwrap();
        assert!(location.contains("error=invalid_request") && !location.contains("code="), "{to}");
    }
    // Nobody is sent to where an attacker wants them.
    for (from, to) in
        [("%3A9%2F", "%3A8%2F"), ("client_id=app", "client_id=evil"), ("state=xyz", "scope=c")]
    {
        let reply = asked.authorize(from, to);
        assert_eq!((reply.status, reply.header("location")), (400, None), "{from} {to}");
    }
}

/// Who a server takes the token of a reply for.
async fn who(asked: &Asked, reply: &Reply) -> String {
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let server = Server::new("notes", "1").auth(Jwks::discover(asked.server.issuer()));
    let client = server.tools(tools![whoami]).client().unwrap();
    let client = client.with_token(token).await.unwrap();
    client.call("whoami", Value::Object(serde_json::Map::new())).await.unwrap().text().to_string()
}
