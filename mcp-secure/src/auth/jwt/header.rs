//! What the header of a signed token must say.

use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use crate::auth::Rejected;

/// What a token says that it is (RFC 8725, section 3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `typ` of `at+jwt` (RFC 9068, section 2.1).
    AccessToken,
    /// `typ` of `JWT`, or none: what most issuers write, in ID tokens too.
    Unsaid,
}

/// `algorithm` is that of the key that has verified the signature.
pub(super) fn check(header: &Map<String, Value>, algorithm: Algorithm) -> Result<Kind, Rejected> {
    if !header.get("alg").and_then(Value::as_str).is_some_and(|name| algorithm.is_named(name)) {
        return Err(Rejected::BadSignature);
    }
    if REFUSED.iter().any(|name| header.contains_key(*name)) {
        return Err(Rejected::Malformed);
    }
    if media_type(header, "cty")?.as_deref() == Some("jwt") {
        return Err(Rejected::Malformed);
    }
    match media_type(header, "typ")?.as_deref() {
        Some("at+jwt") => Ok(Kind::AccessToken),
        None | Some("jwt") => Ok(Kind::Unsaid),
        Some(_) => Err(Rejected::WrongType),
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

/// Extensions that are not understood here, and keys that a token brings along.
pub(super) const REFUSED: [&str; 8] = ["crit", "b64", "enc", "zip", "jwk", "jku", "x5c", "x5u"];
