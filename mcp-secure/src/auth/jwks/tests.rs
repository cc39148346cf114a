//! What issuers do, and what attackers make of them; against an issuer on this machine.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::{super::jwt::Algorithm, *};
use crate::testing::{AuthorizationServer, Fault, SigningKey};

mod discovery;
mod down;
mod keys;
mod kids;
mod several;
mod time;
mod tls;

const AUDIENCE: &str = "https://notes.example/mcp";

fn prepared(jwks: Jwks) -> Jwks {
    let mut jwks = jwks;
    jwks.prepare(&Audience(AUDIENCE)).unwrap();
    jwks
}

async fn verdict(jwks: &Jwks, token: &str) -> Result<Caller, Rejected> {
    jwks.verify(&Credential::bearer(Token::new(token))).get().await
}

async fn refused(jwks: &Jwks, token: &str) -> Option<Rejected> {
    verdict(jwks, token).await.err()
}

fn good(issuer: &AuthorizationServer) -> String {
    issuer.token("alice", AUDIENCE, "notes:read")
}

#[tokio::test]
async fn a_token_of_the_issuer_is_its_caller() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa, Algorithm::Rs256, Algorithm::Ps384] {
        let issuer = AuthorizationServer::start_at(algorithm, "").await.unwrap();
        let places = [
            Issuer::discover(issuer.issuer()),
            Issuer::keys_at(issuer.issuer(), issuer.keys_url()),
        ];
        for place in places {
            let jwks = prepared(Jwks::new([place.roles("roles").tenant("tid")]));
            let mut claims = issuer.claims("alice", AUDIENCE, "notes:read");
            claims["roles"] = json!(["admin"]);
            claims["tid"] = json!("acme");
            let caller = verdict(&jwks, &issuer.sign(&claims)).await.unwrap();
            assert_eq!(caller.subject(), "alice");
            assert!(caller.has_scope("notes:read") && caller.has_role("admin"));
            assert_eq!(caller.tenant(), Some("acme"));
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_token_is_wrong_here_too() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let with = |claim: &str, value: Value| {
        let mut claims = issuer.claims("alice", AUDIENCE, "");
        claims[claim] = value;
        issuer.sign(&claims)
    };
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
    for (claim, value, why) in [
        ("aud", json!("https://other.example"), Rejected::WrongAudience),
        ("iss", json!("https://other.example"), Rejected::WrongIssuer),
        ("iss", json!(format!("{}/", issuer.issuer())), Rejected::WrongIssuer),
        ("exp", json!(1), Rejected::Expired),
        ("exp", Value::Null, Rejected::MissingClaim("exp")),
        ("nbf", json!(9_999_999_999_u64), Rejected::NotYetValid),
        ("sub", json!(""), Rejected::MissingClaim("sub")),
        ("at_hash", json!("x"), Rejected::WrongType),
    ] {
        assert_eq!(refused(&jwks, &with(claim, value)).await, Some(why), "{claim}");
    }
    // Signed by somebody else in the name of the key.
    let forged = SigningKey::generate(Algorithm::Es256).unwrap().id("key-1");
    let forged = forged.token(&issuer.claims("alice", AUDIENCE, ""));
    assert_eq!(refused(&jwks, &forged).await, Some(Rejected::BadSignature));
    for malformed in ["", "a.b", "a.b.c", "not a token"] {
        assert!(refused(&jwks, malformed).await.is_some());
    }
    // All of it, and what was fetched at the start.
    assert_eq!(issuer.requests("/jwks"), 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_configuration_does_not_start() {
    let error = |jwks: Jwks| {
        let mut jwks = jwks;
        jwks.prepare(&Audience(AUDIENCE)).unwrap_err().to_string()
    };
    assert!(error(Jwks::new([])).contains("no issuers"));
    for url in [
        "",
        "login.example.com",
        "http://login.example.com",
        "https://user@login.example.com",
        "https://login.example.com?x",
        "https://login.example.com#x",
        "ftp://login.example.com",
        "http://127.0.0.1.example.com",
    ] {
        assert!(error(Jwks::discover(url)).contains("`https` URL"), "{url}");
        let keys_at = Issuer::keys_at("https://login.example.com", url);
        assert!(error(Jwks::new([keys_at])).contains("`https` URL"), "{url}");
    }
    let issuer = || Issuer::discover("https://login.example.com");
    assert!(error(Jwks::new([issuer(), issuer()])).contains("twice"));
    assert!(error(Jwks::new([issuer().rsa_algorithm(Algorithm::Es256)])).contains("RSA"));
    assert!(error(Jwks::new([issuer().roles("")])).contains("path of a claim"));
    assert!(error(Jwks::new([issuer().leeway(Duration::MAX)])).contains("leeway"));
    assert!(error(Jwks::new([issuer().host("a b")])).contains("no egress"));
    assert!(error(Jwks::new([issuer().dangerous_allow_networks(["x"])])).contains("network"));
}

#[tokio::test]
async fn before_the_server_is_prepared_nothing_is_accepted() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let jwks = Jwks::discover(issuer.issuer()).with_clock(SystemTime::now);
    assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable));
}

#[test]
fn a_server_may_be_prepared_before_there_is_a_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let issuer = runtime.block_on(AuthorizationServer::start()).unwrap();
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert_eq!(issuer.requests("/"), 0);
    assert!(runtime.block_on(verdict(&jwks, &good(&issuer))).is_ok());
}
