//! The attacks, by what they aim at. Tokens are forged with an HMAC of their own, not with
//! the code under test.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{Algorithm, Jwt, Key};
use crate::{
    answer::Answer,
    auth::{Audience, Authenticator, Credential, Rejected, Token},
    caller::Caller,
    testing::SigningKey,
};

mod audience;
mod configuration;
mod confusion;
mod dates;
mod ecdsa;
mod header;
mod issued;
mod json;
mod keys;
mod kind;
mod mutation;
mod pairs;
mod roles;
mod rotation;
mod secrets;
mod signature;
mod subject;
mod wycheproof;

const SECRET: &str = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
const AUDIENCE: &str = "https://notes.example/mcp";
const NOW: u64 = 1_800_000_000;
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

fn prepared(mut jwt: Jwt) -> Jwt {
    jwt.prepare(&Audience(AUDIENCE)).unwrap();
    jwt.with_clock(now)
}

fn jwt() -> Jwt {
    prepared(Jwt::hs256(SECRET).unwrap())
}

fn verify(jwt: &Jwt, token: &str) -> Result<Caller, Rejected> {
    match jwt.verify(&Credential::bearer(Token::new(token))) {
        Answer::Now(verdict) => verdict,
        Answer::Later(_) => panic!("`Jwt` needs no one else"),
    }
}

fn verdict(token: &str) -> Result<(), Rejected> {
    verify(&jwt(), token).map(drop)
}

/// The verdict on a well-signed token with these claims.
fn on_claims(claims: &Value) -> Result<(), Rejected> {
    verdict(&forge(HEADER, claims.to_string()))
}

/// The verdict on a well-signed token with one claim changed; `null` takes it away.
fn with(claim: &str, value: Value) -> Result<(), Rejected> {
    on_claims(&changed(claim, value))
}

fn changed(claim: &str, value: Value) -> Value {
    let mut claims = good();
    claims[claim] = value;
    if claims[claim].is_null() {
        claims.as_object_mut().unwrap().remove(claim);
    }
    claims
}

fn good() -> Value {
    json!({
        "sub": "alice",
        "aud": AUDIENCE,
        "iat": NOW - 60,
        "exp": NOW + 600,
        "scope": "notes:read notes:write",
    })
}

fn forge(header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
    sign(&unsigned(header, claims), hmac::HMAC_SHA256, SECRET)
}

fn unsigned(header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn sign(message: &str, algorithm: hmac::Algorithm, secret: &str) -> String {
    let key = hmac::Key::new(algorithm, secret.as_bytes());
    let signature = hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

const ISSUER: &str = "https://login.example";

fn foreign() -> Value {
    changed("iss", json!(ISSUER))
}

/// A verifier of the tokens of one key.
fn of(key: &SigningKey) -> Jwt {
    prepared(Jwt::pem(key.algorithm(), key.pem()).unwrap().issuer(ISSUER))
}

#[test]
fn a_good_token_is_its_caller() {
    let caller = verify(&jwt(), &forge(HEADER, good().to_string())).unwrap();
    assert_eq!(caller.subject(), "alice");
    assert_eq!(caller.scopes().collect::<Vec<_>>(), ["notes:read", "notes:write"]);
    assert_eq!(caller.claim::<u64>("exp"), Some(NOW + 600));
    assert_eq!(caller.expires(), Some(now() + Duration::from_secs(600)));
}

#[test]
fn nothing_shows_the_secret() {
    let jwt = jwt();
    assert_eq!(format!("{jwt:?}"), "Jwt(HS256, ..)");
    let tokens = jwt.tokens.as_ref().unwrap();
    let token = tokens.token("alice");
    assert!(!format!("{token:?} {tokens:#?}").contains(&SECRET[..8]));
}
