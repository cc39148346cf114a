//! What the claims of a signed token must say.

use std::{
    collections::BTreeSet,
    time::{Duration, UNIX_EPOCH},
};

use serde_json::{Map, Value};

use super::{header::Kind, path::ClaimPath, terms::Terms};
use crate::{auth::Rejected, caller::Caller};

/// `now` is since 1970.
pub(super) fn judge(
    claims: Map<String, Value>,
    kind: Kind,
    terms: &Terms,
    now: Duration,
) -> Result<Caller, Rejected> {
    let expires = check_time(&claims, terms, now)?;
    check_issuer(&claims, terms)?;
    check_audience(&claims, terms)?;
    check_kind(&claims, kind, terms)?;
    // In range of `SystemTime` everywhere, because a date ends with the year 9999.
    let mut caller = Caller::new(subject(&claims)?)
        .with_scopes(scopes(&claims)?)
        .with_roles(roles(&claims, &terms.roles)?)
        .with_expiry(UNIX_EPOCH + expires);
    if let Some(path) = &terms.tenant {
        caller = caller.with_tenant(tenant(&claims, path)?);
    }
    Ok(caller.with_claims(claims))
}

/// Judges what an issuer says of a token that only it can read, and whether it says that it is an
/// access token.
#[cfg(feature = "introspection")]
pub(in crate::auth) fn judge_answer(
    claims: Map<String, Value>,
    says_access: bool,
    terms: &Terms,
    now: Duration,
) -> Result<Caller, Rejected> {
    let kind = if says_access { Kind::AccessToken } else { Kind::Unsaid };
    judge(claims, kind, terms, now)
}

/// Whether a token may have this subject; the same holds for roles and tenants.
pub(in crate::auth) fn is_subject(subject: &str) -> bool {
    subject.len() <= MAX_SUBJECT_BYTES
        && !subject.trim().is_empty()
        && !subject.contains(|c: char| c.is_control() || REORDERING.contains(&c))
}

/// Whether this is one scope (RFC 6749, section 3.3: `scope-token`).
pub(in crate::auth) fn is_scope(scope: &str) -> bool {
    !scope.is_empty() && scope.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}

/// Returns `exp`.
fn check_time(
    claims: &Map<String, Value>,
    terms: &Terms,
    now: Duration,
) -> Result<Duration, Rejected> {
    let expires = date(claims, "exp")?.ok_or(Rejected::MissingClaim("exp"))?;
    let not_before = date(claims, "nbf")?;
    let issued = date(claims, "iat")?;
    if now >= expires.saturating_add(terms.leeway) {
        return Err(Rejected::Expired);
    }
    let soon = now.saturating_add(terms.leeway);
    if not_before.max(issued).is_some_and(|start| start > soon) {
        return Err(Rejected::NotYetValid);
    }
    if expires.saturating_sub(issued.unwrap_or(soon)) > terms.max_lifetime {
        return Err(Rejected::TooLong);
    }
    Ok(expires)
}

fn check_issuer(claims: &Map<String, Value>, terms: &Terms) -> Result<(), Rejected> {
    match &terms.issuer {
        Some(issuer) if claims.get("iss").and_then(Value::as_str) != Some(issuer) => {
            Err(Rejected::WrongIssuer)
        }
        _ => Ok(()),
    }
}

fn check_audience(claims: &Map<String, Value>, terms: &Terms) -> Result<(), Rejected> {
    let ours = match claims.get("aud") {
        None => false,
        Some(Value::String(audience)) => *audience == terms.audience,
        Some(Value::Array(list)) => texts(list, "aud")?.any(|audience| audience == terms.audience),
        Some(_) => return Err(Rejected::MissingClaim("aud")),
    };
    if ours { Ok(()) } else { Err(Rejected::WrongAudience) }
}

/// Refuses what is no access token (RFC 8725, section 3.12): an ID token is for the client that
/// asked for it, says nothing of what the client may do, and may carry the same `aud`.
fn check_kind(claims: &Map<String, Value>, kind: Kind, terms: &Terms) -> Result<(), Rejected> {
    let is_access_token = match kind {
        Kind::AccessToken => true,
        Kind::Unsaid if terms.access_tokens_only => false,
        // OpenID Connect Core 1.0, section 2.
        Kind::Unsaid => !claims.contains_key("nonce"),
    };
    let says = |claim: &str| claims.get(claim).map(|value| value.as_str().unwrap_or_default());
    // Keycloak's `typ`, Cognito's and Hydra's `token_use`.
    let is_other = says("typ").is_some_and(|kind| OTHER_KINDS.contains(&kind))
        || says("token_use").is_some_and(|usage| !matches!(usage, "access" | "access_token"));
    if !is_access_token || is_other || NOT_OF_ACCESS.iter().any(|name| claims.contains_key(*name)) {
        return Err(Rejected::WrongType);
    }
    Ok(())
}

fn subject(claims: &Map<String, Value>) -> Result<&str, Rejected> {
    claims
        .get("sub")
        .and_then(Value::as_str)
        .filter(|subject| is_subject(subject))
        .ok_or(Rejected::MissingClaim("sub"))
}

/// None is no scopes. Of two claims that differ, neither is believed: who checked the token
/// before may have read the other one.
fn scopes(claims: &Map<String, Value>) -> Result<BTreeSet<&str>, Rejected> {
    let scope = match claims.get("scope") {
        None => None,
        Some(Value::String(list)) => Some(split(list, "scope")?),
        Some(_) => return Err(Rejected::MissingClaim("scope")),
    };
    let scp = match claims.get("scp") {
        None => None,
        Some(Value::String(list)) => Some(split(list, "scp")?),
        Some(Value::Array(list)) => Some(each(texts(list, "scp")?, "scp")?),
        Some(_) => return Err(Rejected::MissingClaim("scp")),
    };
    match (scope, scp) {
        (Some(scope), Some(scp)) if scope != scp => Err(Rejected::Malformed),
        (Some(scopes), _) | (None, Some(scopes)) => Ok(scopes),
        (None, None) => Ok(BTreeSet::new()),
    }
}

fn roles<'a>(
    claims: &'a Map<String, Value>,
    paths: &[ClaimPath],
) -> Result<BTreeSet<&'a str>, Rejected> {
    let mut roles = BTreeSet::new();
    for value in paths.iter().filter_map(|path| path.find(claims)) {
        match value {
            Value::String(role) => drop(roles.insert(&**role)),
            Value::Array(list) => roles.extend(texts(list, "roles")?),
            _ => return Err(Rejected::MissingClaim("roles")),
        }
    }
    if roles.iter().all(|role| is_subject(role)) {
        Ok(roles)
    } else {
        Err(Rejected::MissingClaim("roles"))
    }
}

fn tenant<'a>(claims: &'a Map<String, Value>, path: &ClaimPath) -> Result<&'a str, Rejected> {
    path.find(claims)
        .and_then(Value::as_str)
        .filter(|tenant| is_subject(tenant))
        .ok_or(Rejected::MissingClaim("tenant"))
}

fn split<'a>(list: &'a str, claim: &'static str) -> Result<BTreeSet<&'a str>, Rejected> {
    each(list.split(' ').filter(|scope| !scope.is_empty()), claim)
}

fn each<'a>(
    scopes: impl Iterator<Item = &'a str>,
    claim: &'static str,
) -> Result<BTreeSet<&'a str>, Rejected> {
    scopes
        .map(|scope| is_scope(scope).then_some(scope).ok_or(Rejected::MissingClaim(claim)))
        .collect()
}

/// The elements of a list that has nothing but texts.
fn texts<'a>(
    list: &'a [Value],
    claim: &'static str,
) -> Result<impl Iterator<Item = &'a str>, Rejected> {
    if list.iter().all(Value::is_string) {
        Ok(list.iter().filter_map(Value::as_str))
    } else {
        Err(Rejected::MissingClaim(claim))
    }
}

/// A `NumericDate` (RFC 7519, section 2), since 1970.
fn date(claims: &Map<String, Value>, claim: &'static str) -> Result<Option<Duration>, Rejected> {
    let Some(value) = claims.get(claim) else {
        return Ok(None);
    };
    value
        .as_f64()
        .filter(|seconds| (0.0..=LAST_SECOND).contains(seconds))
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .map(Some)
        .ok_or(Rejected::MissingClaim(claim))
}

/// Only ID tokens have a hash of what they came with (OpenID Connect Core 1.0, section 3.3.2.11;
/// FAPI 1.0, part 2), and only logout and event tokens have events (RFC 8417, section 2.2).
const NOT_OF_ACCESS: [&str; 4] = ["at_hash", "c_hash", "s_hash", "events"];

const OTHER_KINDS: [&str; 4] = ["ID", "Refresh", "Offline", "Logout"];

/// As many as an issuer may give (OpenID Connect Core 1.0, section 2, asks for 255).
const MAX_SUBJECT_BYTES: usize = 256;

/// The end of the year 9999. Milliseconds of today are far beyond: such a token would never
/// expire. Below 2^53, so that whole seconds are exact in an `f64`.
const LAST_SECOND: f64 = 253_402_300_799.0;

/// Characters that end a line or turn the direction of text: in a log, a subject with them
/// reads as another.
const REORDERING: [char; 14] = [
    '\u{2028}', '\u{2029}', '\u{200e}', '\u{200f}', '\u{061c}', '\u{202a}', '\u{202b}', '\u{202c}',
    '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];
