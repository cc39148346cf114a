//! Tokens over HTTP: which are accepted, and what a client is told about the others.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use tests::{
    Options, Server,
    http::{self, Reply},
    process,
    token::{SECRET, claims, now, sign, sign_with, token},
};

fn whoami(server: &Server, token: &str) -> Reply {
    server.http().token(token).call("whoami", json!({}))
}

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut claims = claims("notes", "notes:read");
    change(&mut claims);
    sign(&claims)
}

#[test]
fn a_good_token_is_a_caller() {
    let server = Server::start("notes");
    let reply = whoami(&server, &token("notes", "notes:read notes:write"));
    let expected = json!({ "subject": "ada", "scopes": ["notes:read", "notes:write"] });
    assert_eq!(reply.json()["result"]["structuredContent"], expected);
}

#[test]
fn bad_tokens_are_refused_with_a_challenge_and_nothing_else() {
    let mut server = Server::start("notes");
    let unsigned = {
        let good = token("notes", "notes:read");
        let mut parts = good.split('.').map(str::to_owned).collect::<Vec<_>>();
        // {"alg":"none","typ":"JWT"}
        parts[0] = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0".into();
        parts[2].clear();
        parts.join(".")
    };
    for (what, token) in [
        ("expired", changed(|claims| claims["exp"] = json!(now() - 120))),
        ("without exp", changed(|claims| drop(claims.as_object_mut().unwrap().remove("exp")))),
        ("not yet valid", changed(|claims| claims["nbf"] = json!(now() + 600))),
        ("for another audience", changed(|claims| claims["aud"] = json!("other"))),
        ("for no audience", changed(|claims| drop(claims.as_object_mut().unwrap().remove("aud")))),
        (
            "without a subject",
            changed(|claims| drop(claims.as_object_mut().unwrap().remove("sub"))),
        ),
        ("of another key", sign_with(Algorithm::HS256, &"x".repeat(32), &claims("notes", ""))),
        ("of another algorithm", sign_with(Algorithm::HS512, SECRET, &claims("notes", ""))),
        ("unsigned", unsigned),
        ("garbage", "garbage".into()),
        ("empty", String::new()),
    ] {
        let reply = whoami(&server, &token);
        assert_eq!((reply.status, reply.code()), (401, -31401), "{what}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{what}: {challenge}");
        assert!(challenge.contains("resource_metadata=\"http://127.0.0.1:"), "{what}: {challenge}");
        assert_eq!(reply.json()["error"]["message"], "the token was not accepted", "{what}");
    }
    // The operator is told more.
    for reason in ["expired", "wrong_audience", "bad_signature", "malformed"] {
        server.wait_for(&format!("detail=\"{reason}\""));
    }
}

#[test]
fn a_token_elsewhere_than_in_the_header_is_not_seen() {
    let server = Server::start("notes");
    let token = token("notes", "notes:read");
    let client = server.http();
    let message = tests::request("tools/call", json!({ "name": "whoami", "arguments": {} }));
    let mut stream = client.connect();
    let body = message.to_string();
    let length = body.len().to_string();
    let head = client.head(
        "POST",
        &format!("/mcp?access_token={token}"),
        &[
            ("content-length", &length),
            ("mcp-protocol-version", http::VERSION),
            ("mcp-method", "tools/call"),
            ("mcp-name", "whoami"),
        ],
    );
    std::io::Write::write_all(&mut stream, (head + &body).as_bytes()).unwrap();
    assert_eq!(http::read(&mut stream).status, 401);
    // As an argument it is one that no tool has.
    let reply = client.token(&token).call("whoami", json!({ "token": token }));
    assert_eq!(reply.violations(), ["/token unknown"]);
}

#[test]
fn two_credentials_are_none() {
    let server = Server::start("notes");
    let good = token("notes", "");
    let client = server.http().token(&good);
    let client = client.header("x-ignored", &format!("1\r\nauthorization: Bearer {good}"));
    assert_eq!(client.call("whoami", json!({})).status, 400);
}

#[test]
fn another_scheme_is_no_credential() {
    let server = Server::start("notes");
    let client = server.http().header("authorization", "Basic YWRhOnB3");
    let reply = client.call("whoami", json!({}));
    assert_eq!(reply.status, 401);
    assert!(!reply.header("www-authenticate").unwrap().contains("error="), "nothing was judged");
    assert_eq!(client.call("ping", json!({})).text(), "pong");
}

#[test]
fn the_audience_is_the_server_unless_told_otherwise() {
    let arguments = vec!["--audience".to_owned(), "https://mcp.example/mcp".to_owned()];
    let server = Server::start_with("notes", Options { arguments, ..Options::default() });
    assert_eq!(whoami(&server, &token("https://mcp.example/mcp", "")).status, 200);
    assert_eq!(whoami(&server, &token("notes", "")).status, 401);
}

#[test]
fn the_token_command_makes_tokens_that_the_server_takes() {
    let server = Server::start("notes");
    let arguments = ["token", "--sub", "grace", "--scope", "notes:read x", "--ttl", "5min"];
    let output = process::run("notes", &Options::default().with(&arguments));
    assert!(output.status.success());
    let token = String::from_utf8(output.stdout).unwrap();
    let reply = whoami(&server, token.trim());
    let expected = json!({ "subject": "grace", "scopes": ["notes:read", "x"] });
    assert_eq!(reply.json()["result"]["structuredContent"], expected);
}

#[test]
fn a_weak_secret_does_not_start() {
    for (secret, reason) in [
        ("your-secret-key", "published"),
        ("xK9#", "32 bytes"),
        ("your-256-bit-secret", "published"),
    ] {
        for arguments in [&["--addr", "127.0.0.1:0"][..], &["--stdio"], &["token", "--sub", "x"]] {
            let options = Options { secret: Some(secret), ..Options::default() };
            let output = process::run("notes", &options.with(arguments));
            let error = String::from_utf8(output.stderr).unwrap();
            assert!(!output.status.success(), "{secret} {arguments:?}");
            assert!(error.contains("JWT_SECRET") && error.contains(reason), "{secret}: {error}");
            assert!(!error.contains(secret), "the error tells the secret: {error}");
        }
    }
}

#[test]
fn without_a_secret_a_development_token_is_ready() {
    let options = Options { secret: Some(""), ..Options::default() };
    let mut server = Server::start_with("notes", options);
    let token = server.wait_for("eyJ");
    let reply = server.http().shown_token(token).call("whoami", json!({}));
    assert_eq!(reply.json()["result"]["structuredContent"]["subject"], "developer");
}

#[test]
fn without_a_secret_the_server_stays_on_the_machine() {
    for address in ["0.0.0.0:0", "[::]:0"] {
        let output = process::run("notes", &Options::of(&["--addr", address]));
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("refusing to listen") && error.contains("JWT_SECRET"), "{error}");
    }
}
