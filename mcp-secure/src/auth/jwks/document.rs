//! What an issuer says: its metadata, and its keys.

use serde_json::Value;

use super::super::jwt::{Algorithm, Key, Keys, strict};
use crate::Error;

/// Where the keys are, by metadata that is the issuer's own (RFC 8414, sections 2 and 3.3).
pub(super) fn keys_url(document: &[u8], issuer: &str) -> crate::Result<String> {
    let metadata = strict::object(document)
        .ok_or_else(|| Error::new("the metadata is no JSON object, or has a name twice"))?;
    if metadata.get("issuer").and_then(Value::as_str) != Some(issuer) {
        return Err(Error::new("the metadata is that of another issuer"));
    }
    match metadata.get("jwks_uri") {
        Some(Value::String(url)) => Ok(url.clone()),
        _ => Err(Error::new("the metadata has no `jwks_uri`")),
    }
}

/// The keys of a set that can be used (RFC 7517, section 5: the others are passed over). `rsa` is
/// what RSA keys without `alg` are for.
///
/// A set without one is a set all the same: an issuer that says that it has no keys has none.
pub(super) fn keys(document: &[u8], rsa: Algorithm) -> crate::Result<Keys> {
    let mut set = strict::object(document)
        .ok_or_else(|| Error::new("the keys are no JSON object, or have a name twice"))?;
    let Some(Value::Array(list)) = set.remove("keys") else {
        return Err(Error::new("the keys are no JSON Web Key Set: `keys` is missing"));
    };
    if list.len() > MAX_KEYS {
        return Err(Error::new(format!("the issuer has more than {MAX_KEYS} keys")));
    }
    let mut keys: Vec<Key> = Vec::new();
    for jwk in &list {
        match Key::published(jwk, rsa) {
            // Of two that no token can tell apart, the first one counts.
            Ok(key) if keys.iter().any(|other| other.is_named_as(&key)) => {}
            Ok(key) => keys.push(key),
            Err(error) => tracing::debug!(%error, "a key of an issuer is passed over"),
        }
    }
    if keys.is_empty() {
        tracing::warn!(keys = list.len(), "an issuer has no key that can be used");
    }
    Ok(Keys::chosen_by_name(keys))
}

const MAX_KEYS: usize = 64;
