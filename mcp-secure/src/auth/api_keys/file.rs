//! The lines of the file.

use std::collections::{HashMap, hash_map::Entry};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::key::Digest;
use crate::{auth::jwt, caller::Caller, moment};

/// The callers of a file, by the first bits of their keys' hashes.
#[derive(Default)]
pub(super) struct Keys(HashMap<[u8; 8], (Digest, Caller)>);

impl Keys {
    pub(super) fn find(&self, digest: &Digest) -> Option<&Caller> {
        let (found, caller) = self.0.get(&digest[..8])?;
        verify_slices_are_equal(found, digest).is_ok().then_some(caller)
    }
}

/// One line.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) sha256: String,
    pub(super) subject: String,
    pub(super) scopes: Vec<String>,
    pub(super) created: String,
    pub(super) expires: String,
}

/// Reads the lines: all of them, or what is wrong with the first bad one.
pub(super) fn parse(text: &str) -> Result<Keys, String> {
    let mut keys = Keys::default();
    for (number, line) in super::super::watched::lines(text) {
        let at = |why: &str| format!("line {number}: {why}");
        let line: Line = serde_json::from_str(line).map_err(|error| at(problem(&error)))?;
        let (digest, caller) = line.read().map_err(at)?;
        let first = digest.first_chunk().copied().unwrap_or_default();
        match keys.0.entry(first) {
            Entry::Vacant(place) => place.insert((digest, caller)),
            Entry::Occupied(_) => return Err(at("the same key stands on a line before")),
        };
    }
    Ok(keys)
}

impl Line {
    fn read(&self) -> Result<(Digest, Caller), &'static str> {
        let digest =
            read_hex(&self.sha256).ok_or("`sha256` is not 64 digits of lower-case hexadecimal")?;
        if !jwt::is_subject(&self.subject) {
            return Err("`subject` is blank, longer than 256 bytes or has control characters");
        }
        if !self.scopes.iter().all(|scope| jwt::is_scope(scope)) {
            return Err("`scopes` has one with other characters than RFC 6749 has, or none at all");
        }
        let created = moment::read(&self.created)
            .ok_or("`created` is not a moment as 2026-11-23T17:31:27Z")?;
        let expires = moment::read(&self.expires)
            .ok_or("`expires` is not a moment as 2026-11-23T17:31:27Z")?;
        if expires <= created {
            return Err("`expires` is not after `created`");
        }
        let issued = created.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut claims = Map::new();
        claims.insert("jti".into(), json!(self.sha256[..NAME]));
        claims.insert("iat".into(), json!(issued));
        let caller = Caller::new(&self.subject)
            .with_scopes(&self.scopes)
            .with_claims(claims)
            .with_expiry(expires);
        Ok((digest, caller))
    }
}

pub(super) fn write_hex(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_hex(text: &str) -> Option<Digest> {
    let is_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 64 || !text.bytes().all(is_hex) {
        return None;
    }
    let mut digest = [0; 32];
    for (byte, digits) in digest.iter_mut().zip(0..) {
        *byte = u8::from_str_radix(&text[2 * digits..2 * digits + 2], 16).ok()?;
    }
    Some(digest)
}

/// What is wrong, without what stands there.
fn problem(error: &serde_json::Error) -> &'static str {
    if error.is_data() {
        "has another member than `sha256`, `subject`, `scopes`, `created` and `expires`, lacks \
         one, has it twice or of another type"
    } else {
        "is not a JSON object"
    }
}

/// How many digits of the hash name a key.
const NAME: usize = 16;
