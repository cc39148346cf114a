//! Tokens that are bound to a key or a certificate: whoever verifies them, they are good only in
//! the hands of those they were issued to.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{Credential, Rejected, Scheme};
use crate::caller::Caller;

/// Judges the `cnf` of the caller (RFC 7800, section 3.1) by what the request has shown: the
/// certificate of its connection, and the thumbprint of the key whose proof was good.
///
/// Only `x5t#S256` (RFC 8705, section 3.1) and `jkt` (RFC 9449, section 6.1) are understood. A
/// binding of another kind is refused: ignored, it would make a bound token one for everybody.
pub(super) fn check(
    caller: &Caller,
    credential: &Credential<'_>,
    proven: Option<&str>,
) -> Result<(), Rejected> {
    let bindings = match caller.raw_claim("cnf") {
        None => None,
        Some(Value::Object(bindings)) if !bindings.is_empty() => Some(bindings),
        Some(_) => return Err(Rejected::WrongBinding),
    };
    for (kind, expected) in bindings.into_iter().flatten() {
        let shown = match (&**kind, credential.certificate()) {
            ("x5t#S256", Some(certificate)) => Some(thumbprint(certificate.der())),
            ("jkt", _) => proven.map(str::to_owned),
            _ => None,
        };
        if shown.is_none() || shown.as_deref() != expected.as_str() {
            return Err(Rejected::WrongBinding);
        }
    }
    // A proof of a key that the token is not bound to proves nothing.
    let is_bound_to_key = bindings.is_some_and(|bindings| bindings.contains_key("jkt"));
    if credential.scheme() == Scheme::Dpop && !is_bound_to_key {
        return Err(Rejected::WrongBinding);
    }
    Ok(())
}

/// SHA-256 in base64url: RFC 8705, section 3.1, for a certificate; RFC 7638 for a key.
pub(super) fn thumbprint(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes))
}

#[cfg(test)]
mod tests;
