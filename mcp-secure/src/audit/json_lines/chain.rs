//! [`Chain`]: each line has a number, the hash of the line before and its own.
//!
//! ```text
//! {"seq":7,"previous":"…","version":1, … ,"hash":"…"}
//! ```
//!
//! The hash is of the bytes of the line up to `,"hash":`, so that it can be checked without an
//! opinion on how JSON is written.

use std::fmt::Write;

use aws_lc_rs::{digest, hmac};
use serde_json::Value;

use crate::{
    error::{Error, Result},
    secret::Secret,
};

/// A chain that goes on.
pub(super) struct Chain {
    key: Option<hmac::Key>,
    next: u64,
    previous: String,
    /// Whose lines these are.
    server: Option<String>,
    /// Whether the next line is to say so.
    is_unnamed: bool,
}

/// A line of a chain, taken apart.
pub(in crate::audit) struct Link<'a> {
    /// What the hash is of.
    hashed: &'a str,
    pub(in crate::audit) seq: u64,
    pub(in crate::audit) previous: &'a str,
    pub(in crate::audit) hash: &'a str,
    /// What follows the hash of the line before.
    members: &'a str,
}

impl Chain {
    /// After the last whole line of the file, or from the start.
    pub(super) fn continued(
        key: Option<hmac::Key>,
        last: Option<&super::file::Last>,
    ) -> Result<Self, &'static str> {
        if let Some(line) = last.and_then(|last| last.line.as_deref()) {
            return Self::after(key, line);
        }
        // What is wrong in the file before, `verify` finds; this one begins a chain then.
        let before = last.and_then(|last| last.before.as_deref());
        let goes_on = before.and_then(|line| Self::after(key.clone(), line).ok());
        Ok(goes_on.unwrap_or_else(|| Self::new(key, 0, START)))
    }

    fn new(key: Option<hmac::Key>, next: u64, previous: &str) -> Self {
        Self { key, next, previous: previous.to_owned(), server: None, is_unnamed: true }
    }

    /// Has the first line, and the first after each rotation, say whose it is: two servers may have one
    /// key, and their files could be exchanged as a whole.
    pub(super) fn of(self, server: Option<&str>) -> Self {
        Self { server: server.map(name), ..self }
    }

    /// The next line is in another file.
    pub(super) fn name_again(&mut self) {
        self.is_unnamed = true;
    }

    fn after(key: Option<hmac::Key>, line: &str) -> Result<Self, &'static str> {
        let link = Link::of(line).ok_or("its last line is not chained; begin a new file")?;
        if !link.is_right(key.as_ref()) {
            return Err("its last line was altered, or chained with another key; keep the file \
                        aside to look into it, and begin a new one");
        }
        let next = link.seq.checked_add(1).ok_or("its last line has no next number")?;
        Ok(Self::new(key, next, link.hash))
    }

    /// Appends the line that holds this object.
    pub(super) fn append(&mut self, object: &str, lines: &mut Vec<u8>) {
        let Some(members) = object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return;
        };
        let mut line = format!("{{\"seq\":{},\"previous\":\"{}\",", self.next, self.previous);
        if let Some(server) = self.server.as_ref().filter(|_| self.is_unnamed) {
            let _ = write!(line, "{SERVER}{},", Value::from(&**server));
        }
        self.is_unnamed = false;
        line.push_str(members);
        let hash = hash(self.key.as_ref(), line.as_bytes());
        let _ = writeln!(line, ",\"hash\":\"{hash}\"}}");
        lines.extend_from_slice(line.as_bytes());
        self.next += 1;
        self.previous = hash;
    }

    /// The number and the hash of the last line, if there is one.
    pub(super) fn last(&self) -> Option<(u64, &str)> {
        Some((self.next.checked_sub(1)?, &self.previous))
    }
}

impl<'a> Link<'a> {
    /// Takes a line apart that was written as above, byte for byte.
    pub(in crate::audit) fn of(line: &'a str) -> Option<Self> {
        let rest = line.strip_prefix("{\"seq\":")?;
        let (seq, rest) = rest.split_once(",\"previous\":\"")?;
        let (previous, members) = rest.split_at_checked(HASH)?;
        let (hashed, hash) = line.strip_suffix("\"}")?.rsplit_once(",\"hash\":\"")?;
        let is_hash = |text: &str| {
            text.len() == HASH && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_number = seq == "0" || !seq.starts_with(['0', '+']);
        let is_link = is_number && is_hash(previous) && is_hash(hash);
        let members = members.strip_prefix("\",").filter(|_| is_link)?;
        Some(Self { hashed, seq: seq.parse().ok()?, previous, hash, members })
    }

    /// Which server the line says it is of.
    pub(in crate::audit) fn server(&self) -> Option<String> {
        let text = self.members.strip_prefix(SERVER)?;
        serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
    }

    /// Whether the hash is that of the line.
    pub(in crate::audit) fn is_right(&self, key: Option<&hmac::Key>) -> bool {
        let right = hash(key, self.hashed.as_bytes());
        aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), self.hash.as_bytes())
            .is_ok()
    }
}

/// The name of a server as lines have it.
pub(in crate::audit) fn name(server: &str) -> String {
    const LONGEST: usize = 128;
    server.chars().take(LONGEST).collect()
}

/// A key for a chain.
pub(in crate::audit) fn key(key: &Secret<String>) -> Result<hmac::Key> {
    const LEAST: usize = 32;
    let key = key.expose().as_bytes();
    if key.len() < LEAST {
        return Err(Error::new("the key of an audit chain has at least 32 bytes"));
    }
    Ok(hmac::Key::new(hmac::HMAC_SHA256, key))
}

fn hash(key: Option<&hmac::Key>, bytes: &[u8]) -> String {
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::with_capacity(HASH), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    match key {
        Some(key) => hex(hmac::sign(key, bytes).as_ref()),
        None => hex(digest::digest(&digest::SHA256, bytes).as_ref()),
    }
}

/// The hash before the first line.
pub(in crate::audit) const START: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// How the members of a line begin that says whose it is.
const SERVER: &str = "\"server\":";

/// How long a hash is, in hexadecimal digits.
const HASH: usize = START.len();
