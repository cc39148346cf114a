//! From a token to a [`Caller`]: form, signature, header, claims, in this order.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, crypto::aws_lc};
use serde_json::{Map, Value};

use super::{claims, strict, terms::Terms};
use crate::{auth::Rejected, caller::Caller};

/// `now` is since 1970.
pub(super) fn verify(
    token: &str,
    key: &DecodingKey,
    terms: &Terms,
    now: Duration,
) -> Result<Caller, Rejected> {
    let signed = Signed::check(token, key)?;
    check_header(&object(signed.header)?)?;
    claims::judge(object(signed.claims)?, terms, now)
}

/// The segments of a token whose signature is good. Only [`Signed::check`] makes one, so
/// nothing else of a token can be looked at.
pub(super) struct Signed<'a> {
    header: &'a str,
    claims: &'a str,
}

impl<'a> Signed<'a> {
    pub(super) fn check(token: &'a str, key: &DecodingKey) -> Result<Self, Rejected> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Rejected::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Rejected::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(Rejected::Malformed)?;
        if header.is_empty() || claims.is_empty() || claims.contains('.') {
            return Err(Rejected::Malformed);
        }
        if signature.is_empty() {
            return Err(Rejected::BadSignature);
        }
        let signature = decode(signature)?;
        // By name rather than through the default of the process: which algorithm and whose
        // code is no one else's choice.
        (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&Algorithm::HS256, key)
            .map_err(|_| Rejected::Unavailable)?
            .verify(message.as_bytes(), &signature)
            .map_err(|_| Rejected::BadSignature)?;
        Ok(Self { header, claims })
    }
}

fn check_header(header: &Map<String, Value>) -> Result<(), Rejected> {
    if header.get("alg").and_then(Value::as_str) != Some("HS256") {
        return Err(Rejected::BadSignature);
    }
    if REFUSED_HEADERS.iter().any(|name| header.contains_key(*name)) {
        return Err(Rejected::Malformed);
    }
    match (media_type(header, "typ")?.as_deref(), media_type(header, "cty")?.as_deref()) {
        (_, Some("jwt")) => Err(Rejected::Malformed),
        (None | Some("jwt" | "at+jwt"), _) => Ok(()),
        (Some(_), _) => Err(Rejected::Malformed),
    }
}

/// A media type in lower case, without `application/` (RFC 7515, section 4.1.9).
fn media_type(header: &Map<String, Value>, name: &str) -> Result<Option<String>, Rejected> {
    let Some(value) = header.get(name) else {
        return Ok(None);
    };
    let value = value.as_str().ok_or(Rejected::Malformed)?.to_ascii_lowercase();
    Ok(Some(match value.strip_prefix("application/") {
        Some(short) => short.to_owned(),
        None => value,
    }))
}

fn object(segment: &str) -> Result<Map<String, Value>, Rejected> {
    strict::object(&decode(segment)?).ok_or(Rejected::Malformed)
}

/// This engine refuses padding, foreign characters and a last character with stray bits, so
/// each byte string has one spelling.
fn decode(segment: &str) -> Result<Vec<u8>, Rejected> {
    URL_SAFE_NO_PAD.decode(segment).map_err(|_| Rejected::Malformed)
}

/// Larger than any token with a reasonable number of claims, and as much as most servers
/// accept in one header field.
pub(super) const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Extensions that are not understood here, and keys that a token brings along.
const REFUSED_HEADERS: [&str; 8] = ["crit", "b64", "enc", "zip", "jwk", "jku", "x5c", "x5u"];
