//! Tokens that bring the key that they are signed with. They prove that who made them has the key,
//! and nothing else: they are no access tokens.

use serde_json::{Map, Value};

use super::{
    algorithm::{ALL, Algorithm},
    header,
    key::Key,
    verify::Compact,
};

/// A token whose signature is good by its own key.
pub(in crate::auth) struct SelfSigned {
    /// The public key, as the token has it (RFC 7517).
    pub(in crate::auth) key: Value,
    pub(in crate::auth) claims: Map<String, Value>,
}

/// Reads a token of this type, or says what of it is wrong.
pub(in crate::auth) fn self_signed(token: &str, kind: &str) -> Result<SelfSigned, &'static str> {
    let token = Compact::parse(token).map_err(|_| "form")?;
    let mut header = token.unverified_header().map_err(|_| "form")?;
    if header.get("typ").and_then(Value::as_str) != Some(kind) {
        return Err("typ");
    }
    let name = header.get("alg").and_then(Value::as_str).ok_or("alg")?;
    let algorithm = algorithms().find(|algorithm| algorithm.is_named(name)).ok_or("alg")?;
    let jwk = header.remove("jwk").ok_or("jwk")?;
    if header::REFUSED.iter().any(|name| header.contains_key(*name)) {
        return Err("form");
    }
    let key = Key::published(&jwk, algorithm).map_err(|_| "jwk")?;
    // It may say another algorithm, and then this is not what it is for.
    if key.algorithm() != algorithm {
        return Err("jwk");
    }
    if !token.is_signed_by(&key) {
        return Err("signature");
    }
    Ok(SelfSigned { key: jwk, claims: token.claims().map_err(|_| "form")? })
}

/// What such tokens may be signed with: whoever has a shared secret would prove nothing by it.
pub(in crate::auth) fn algorithms() -> impl Iterator<Item = Algorithm> {
    ALL.into_iter().filter(|algorithm| !algorithm.is_symmetric())
}
