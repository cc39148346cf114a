//! The form of a key: prefix, random bits, checksum.

use aws_lc_rs::{
    digest::{Context, SHA256, digest as hash},
    rand,
};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// The SHA-256 of a key.
pub(super) type Digest = [u8; 32];

/// A key that nobody has had before.
pub(super) fn random() -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0; RANDOM + CHECKSUM]);
    rand::fill(&mut bytes[..RANDOM])
        .map_err(|_| Error::new("the system's random number generator failed"))?;
    let checksum = checksum(&bytes[..RANDOM]);
    bytes[RANDOM..].copy_from_slice(&checksum);
    let mut key = Zeroizing::new(String::with_capacity(PREFIX.len() + CHARACTERS));
    key.push_str(PREFIX);
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        key.extend((0..8).rev().map(|place| {
            // Five bits.
            char::from(ALPHABET[usize::try_from(bits >> (5 * place) & 31).unwrap_or_default()])
        }));
    }
    Ok(key)
}

/// Whether a text begins as keys do.
pub(in crate::auth) fn begins(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// The hash of a key, if it has the form of one.
pub(super) fn digest(key: &str) -> Option<Digest> {
    let characters = key.strip_prefix(PREFIX)?.as_bytes();
    if characters.len() != CHARACTERS {
        return None;
    }
    let mut bytes = Zeroizing::new([0; RANDOM + CHECKSUM]);
    for (group, characters) in bytes.chunks_mut(5).zip(characters.chunks(8)) {
        let mut bits = 0u64;
        for character in characters {
            bits = bits << 5 | value(*character)?;
        }
        group.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    if bytes[RANDOM..] != checksum(&bytes[..RANDOM]) {
        return None;
    }
    hash(&SHA256, key.as_bytes()).as_ref().try_into().ok()
}

/// The alphabet in lower case, and in no other spelling.
fn value(character: u8) -> Option<u64> {
    match character {
        b'a'..=b'z' => Some(u64::from(character - b'a')),
        b'2'..=b'7' => Some(u64::from(character - b'2') + 26),
        _ => None,
    }
}

/// Tells a key from chance, and is no secret: it follows from the rest.
fn checksum(random: &[u8]) -> [u8; CHECKSUM] {
    let mut hashing = Context::new(&SHA256);
    hashing.update(b"mcp-secure key checksum");
    hashing.update(random);
    let mut checksum = [0; CHECKSUM];
    checksum.copy_from_slice(&hashing.finish().as_ref()[..CHECKSUM]);
    checksum
}

const PREFIX: &str = "mcps_";
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const RANDOM: usize = 20;
const CHECKSUM: usize = 5;
const CHARACTERS: usize = (RANDOM + CHECKSUM) * 8 / 5;
