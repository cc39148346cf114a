//! From a token to a [`Caller`]: form, signature, header, claims, in this order.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{claims, header, key::Key, keys::Keys, strict, terms::Terms};
use crate::{auth::Rejected, caller::Caller};

/// `now` is since 1970.
pub(in crate::auth) fn verify(
    token: &Compact<'_>,
    keys: &Keys,
    terms: &Terms,
    now: Duration,
) -> Result<Caller, Rejected> {
    let signed = Signed::check(token, keys)?;
    let kind = signed.check_header()?;
    claims::judge(object(signed.claims)?, kind, terms, now)
}

/// A token of the right form (RFC 7515, section 3.1). Nothing is known of its content.
pub(in crate::auth) struct Compact<'a> {
    message: &'a str,
    header: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    pub(in crate::auth) fn parse(token: &'a str) -> Result<Self, Rejected> {
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
        Ok(Self { message, header, claims, signature: decode(signature)? })
    }

    /// The header as anybody may have written it: to choose one of our keys by, and for
    /// nothing else.
    pub(super) fn unverified_header(&self) -> Result<Map<String, Value>, Rejected> {
        if self.header.len() > MAX_HEADER_BYTES {
            return Err(Rejected::Malformed);
        }
        object(self.header)
    }

    /// The `iss` that anybody may have written: to choose one of our issuers by, and for nothing
    /// else. The claims are parsed again when they are known to be signed.
    #[cfg(feature = "jwks")]
    pub(in crate::auth) fn unverified_issuer(&self) -> Result<String, Rejected> {
        match object(self.claims)?.remove("iss") {
            Some(Value::String(issuer)) => Ok(issuer),
            _ => Err(Rejected::WrongIssuer),
        }
    }

    /// Whether this key has signed it.
    pub(super) fn is_signed_by(&self, key: &Key) -> bool {
        key.verifies(self.message.as_bytes(), &self.signature)
    }

    /// The claims, of a token whose signature was found to be good.
    pub(super) fn claims(&self) -> Result<Map<String, Value>, Rejected> {
        object(self.claims)
    }
}

/// The segments of a token whose signature is good. Only [`Signed::check`] makes one, so
/// nothing of the claims can be looked at before.
pub(super) struct Signed<'a> {
    key: &'a Key,
    header: &'a str,
    claims: &'a str,
}

impl<'a> Signed<'a> {
    pub(super) fn check(token: &Compact<'a>, keys: &'a Keys) -> Result<Self, Rejected> {
        let candidates = keys.candidates(token)?;
        let key = candidates
            .keys
            .into_iter()
            .find(|key| token.is_signed_by(key))
            .ok_or(candidates.otherwise)?;
        Ok(Self { key, header: token.header, claims: token.claims })
    }

    pub(super) fn check_header(&self) -> Result<header::Kind, Rejected> {
        header::check(&object(self.header)?, self.key.algorithm())
    }
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

/// Of a header that is read before its signature: names and a few short values.
const MAX_HEADER_BYTES: usize = 2 * 1024;
