//! JSON Web Tokens, through the door of a server.
//!
//! The first byte chooses, modulo their number, what the rest is: a whole token; header and
//! claims (a line feed between) that are signed with the right secret, with another one, or not
//! at all; or what is done to a good token: at which byte, and which one is put there. `SOON`
//! stands for a moment in ten minutes.
#![no_main]

use std::{
    cell::LazyCell,
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use libfuzzer_sys::fuzz_target;
use mcp_secure::{
    Client,
    auth::jwt::{Jwt, Key},
    prelude::*,
};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

const SECRET: &str = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
const OTHER: &str = "Xq4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQi";
/// Its private half was thrown away.
const PUBLIC: &str = r#"{"kty":"OKP","alg":"EdDSA","crv":"Ed25519","x":"ywclYd2gs2AKVShZHVZ-VRLzFl6wqqXhF0M7hRRUG_4"}"#;

/// Answer.
#[tool]
async fn hello(caller: Caller) -> String {
    caller.subject().to_owned()
}

struct Servers {
    runtime: Runtime,
    /// Has the secret.
    secret: Client,
    /// Has the public key, whose private one nobody here has.
    public: Client,
    good: String,
}

thread_local! {
    static SERVERS: LazyCell<Servers> = LazyCell::new(|| {
        let client = |jwt: Jwt| {
            Server::new("fuzz", "1").auth(jwt).tools(tools![hello]).client().expect("a server")
        };
        let public = Jwt::keys([Key::jwk(PUBLIC).expect("a key")]).issuer("https://issuer.example");
        let claims = format!(r#"{{"sub":"ada","aud":"fuzz","exp":{}}}"#, now() + 20_000);
        let servers = Servers {
            runtime: Builder::new_current_thread().build().expect("a runtime"),
            secret: client(Jwt::hs256(SECRET).expect("a secret")),
            public: client(public),
            good: signed(r#"{"alg":"HS256"}"#, &claims, SECRET),
        };
        assert!(servers.accepts(&servers.secret, &servers.good), "a good token is refused");
        servers
    });
}

impl Servers {
    fn accepts(&self, client: &Client, token: &str) -> bool {
        self.runtime.block_on(client.clone().with_token(token)).is_ok()
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let (header, claims) = text.split_once('\n').unwrap_or((r#"{"alg":"HS256"}"#, text));
    let claims = &*claims.replace("SOON", &(now() + 600).to_string());
    SERVERS.with(|servers| match choice % 5 {
        0 => never(servers, text),
        1 => {
            let token = signed(header, claims, SECRET);
            let accepted = servers.accepts(&servers.secret, &token);
            assert_eq!(
                accepted,
                servers.accepts(&servers.secret, &token),
                "another verdict: {text}"
            );
            assert!(!accepted || is_ours(header, claims), "accepted: {header} {claims}");
            assert!(!servers.accepts(&servers.public, &token), "another's key: {header} {claims}");
        }
        2 => {
            never(servers, &signed(header, claims, OTHER));
            never(servers, &signed(header, claims, PUBLIC));
        }
        3 => {
            let token = signed(header, claims, SECRET);
            let (unsigned, signature) = token.rsplit_once('.').expect("three segments");
            never(servers, &format!("{unsigned}."));
            never(servers, unsigned);
            never(servers, &format!("{unsigned}.{}", &signature[..signature.len() / 2]));
        }
        _ => {
            let [at, more, byte, ..] = rest[..] else { return };
            let at = (usize::from(at) << 8 | usize::from(more)) % servers.good.len();
            let mut token = servers.good.clone().into_bytes();
            token[at] = byte;
            let Ok(token) = String::from_utf8(token) else { return };
            let accepted = servers.accepts(&servers.secret, &token);
            assert_eq!(accepted, token == servers.good, "a changed token: {token}");
        }
    });
});

/// Nothing that the secret has not signed is accepted.
fn never(servers: &Servers, token: &str) {
    assert!(!servers.accepts(&servers.secret, token), "accepted without the secret: {token}");
    assert!(!servers.accepts(&servers.public, token), "accepted without the key: {token}");
}

fn signed(header: &str, claims: &str, secret: &str) -> String {
    let (header, claims) = (URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let unsigned = format!("{header}.{claims}");
    let key = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, unsigned.as_bytes()));
    format!("{unsigned}.{signature}")
}

/// What an accepted token says, as serde_json reads it.
fn is_ours(header: &str, claims: &str) -> bool {
    let (Ok(header), Ok(claims)) =
        (serde_json::from_str::<Value>(header), serde_json::from_str::<Value>(claims))
    else {
        return false;
    };
    let is_for_us = match &claims["aud"] {
        Value::String(audience) => audience == "fuzz",
        Value::Array(audiences) => audiences.contains(&"fuzz".into()),
        _ => false,
    };
    let date = |name: &str| claims.get(name).map(|date| date.as_f64().unwrap_or(f64::NAN));
    let now = now() as f64;
    header["alg"] == "HS256"
        && !["crit", "b64", "enc", "zip", "jwk", "jku", "x5c", "x5u"]
            .iter()
            .any(|name| header.get(name).is_some())
        && is_for_us
        && claims["sub"].as_str().is_some_and(|subject| !subject.trim().is_empty())
        && date("exp").is_some_and(|exp| exp > now - 32.0 && exp < now + 24.0 * 3600.0 + 32.0)
        && date("nbf").is_none_or(|nbf| nbf < now + 32.0)
        && date("iat").is_none_or(|iat| iat < now + 32.0)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}
