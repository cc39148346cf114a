//! What the issuer says of a token (RFC 7662, section 2.2).

use std::time::Duration;

use serde_json::{Map, Value};

use crate::{
    auth::{
        Rejected,
        jwt::{self, Terms},
    },
    caller::Caller,
};

/// The object, if it is one without a name twice.
pub(super) fn read(answer: &[u8]) -> Option<Map<String, Value>> {
    jwt::strict::object(answer)
}

pub(super) fn judge(
    claims: Map<String, Value>,
    terms: &Terms,
    now: Duration,
) -> Result<Caller, Rejected> {
    match claims.get("active") {
        Some(Value::Bool(true)) => {}
        Some(Value::Bool(false)) => return Err(Rejected::Unknown),
        _ => return Err(Rejected::MissingClaim("active")),
    }
    // A refresh token is active too. (Other names for what it is are judged with the claims.)
    let is_access = |kind: &str| ["Bearer", "DPoP"].iter().any(|k| k.eq_ignore_ascii_case(kind));
    let says_access = match claims.get("token_type") {
        None => claims.contains_key("token_use"),
        Some(Value::String(kind)) if is_access(kind) => true,
        Some(_) => return Err(Rejected::WrongType),
    };
    jwt::judge_claims(claims, says_access, terms, now)
}
