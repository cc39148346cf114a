//! Tokens, good and bad.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// The secret of servers under test.
pub const SECRET: &str = "KqT0vN2mHc8RzE5bLwXy7JpUdS4aGf1i";

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A token for the server of this name, with these scopes.
pub fn token(audience: &str, scope: &str) -> String {
    sign(&claims(audience, scope))
}

/// Claims that are all right.
pub fn claims(audience: &str, scope: &str) -> Value {
    json!({
        "sub": "ada", "aud": audience, "exp": now() + 600, "iat": now(), "scope": scope,
    })
}

pub fn sign(claims: &Value) -> String {
    sign_with(Algorithm::HS256, SECRET, claims)
}

pub fn sign_with(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
}
