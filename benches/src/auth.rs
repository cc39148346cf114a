//! Credentials, by the client in the same process: what a request pays before its call.

use std::{
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use mcp_secure::{
    answer::Answer,
    auth::{
        ApiKeys, Audience, Authenticator, Credential, Jwt, Rejected,
        api_keys::NewApiKey,
        jwt::{Algorithm, Key},
    },
    prelude::*,
    testing::SigningKey,
};
use serde_json::{Value, json};

use crate::{Case, runtime};

/// All of them; an RSA key is made for it, which takes a moment.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for algorithm in [Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa] {
        let key = SigningKey::generate(algorithm).expect("a key pair");
        let jwt = || Jwt::keys([Key::jwk(&key.jwk().to_string()).expect("a key")]).issuer(ISSUER);
        both(&mut cases, algorithm.name(), jwt, &key.token(&claims()));
    }
    let secret = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
    let jwt = || Jwt::hs256(secret).expect("a secret");
    let signed = Arc::new(Mutex::new(String::new()));
    let _ =
        Server::new("bench", "0").auth(Signing(jwt(), signed.clone())).client().expect("a server");
    let token = signed.lock().expect("no one panicked").clone();
    both(&mut cases, "HS256", jwt, &token);
    let (key, line) = NewApiKey::new("ada").make().expect("a key");
    let path =
        std::env::temp_dir().join(format!("mcp-secure-benches-{}.jsonl", std::process::id()));
    std::fs::write(&path, format!("{line}\n")).expect("a file");
    let keys = ApiKeys::from_file(&path).expect("a file of keys");
    cases.push(case("API key".to_owned(), keys, key.dangerous_reveal()));
    cases
}

fn both(cases: &mut Vec<Case>, name: &str, jwt: impl Fn() -> Jwt, token: &str) {
    cases.push(case(format!("{name}, remembered"), jwt(), token));
    cases.push(case(format!("{name}, verified"), Forgetful(jwt()), token));
}

fn case(name: String, authenticator: impl Authenticator, token: &str) -> Case {
    let client = Server::new("bench", "0").auth(authenticator).client().expect("a server");
    let (runtime, token) = (runtime(), token.to_owned());
    let _ = runtime.block_on(client.clone().with_token(token.as_str())).expect("a good token");
    Case::new(name, move |times| {
        runtime.block_on(async {
            for _ in 0..times {
                let admitted = client.clone().with_token(token.as_str()).await;
                std::hint::black_box(admitted.is_ok());
            }
        });
    })
}

/// The same, but nothing is remembered.
struct Forgetful<A>(A);

impl<A: Authenticator> Authenticator for Forgetful<A> {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        self.0.verify(credential)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> mcp_secure::Result<()> {
        self.0.prepare(server)
    }
}

/// Signs a token as soon as its server is prepared: before that, no audience is known.
struct Signing(Jwt, Arc<Mutex<String>>);

impl Authenticator for Signing {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        self.0.verify(credential)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> mcp_secure::Result<()> {
        self.0.prepare(server)?;
        let issuer = Authenticator::issuer(&self.0).expect("a shared secret signs too");
        *self.1.lock().expect("no one panicked") =
            issuer.token("ada").scopes(["notes:read", "notes:write"]).sign()?;
        Ok(())
    }
}

fn claims() -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
    json!({ "iss": ISSUER, "aud": "bench", "sub": "ada", "scope": "notes:read notes:write",
            "iat": now, "exp": now + 3600 })
}

const ISSUER: &str = "https://login.example.com";
