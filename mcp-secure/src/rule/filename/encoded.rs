//! Encodings that turn into something else when they are decoded.

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::{character, entity};

/// A text as somebody reads it who decodes it.
pub(in crate::rule) struct Reading {
    pub(in crate::rule) text: String,
    /// Whether it is only folded to compatible characters (NFKC): `．` is a dot then, and `½` has a
    /// slash in it that none has written.
    pub(in crate::rule) is_folded: bool,
}

/// The text percent-decoded once, twice, and so on for as long as that changes it: `%%32e` becomes
/// `%2e` and then `.`. Likewise with folding before each time, as `％2e` has it.
///
/// Broken UTF-8 is replaced, as lenient decoders do. Each round takes characters away, so the
/// number of rounds is bounded by the length of the text.
pub(in crate::rule) fn readings(text: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    if !text.contains('%') && is_nfkc(text) {
        return readings;
    }
    let mut read = text.to_owned();
    while let Some(decoded) = decoded(&read) {
        readings.push(Reading { text: decoded.clone(), is_folded: false });
        read = decoded;
    }
    if is_nfkc(text) && readings.iter().all(|reading| is_nfkc(&reading.text)) {
        return readings;
    }
    let mut read: String = text.nfkc().collect();
    readings.push(Reading { text: read.clone(), is_folded: true });
    for _ in 0..text.len() {
        let Some(decoded) = decoded(&read) else { break };
        read = decoded.nfkc().collect();
        readings.push(Reading { text: decoded, is_folded: false });
        readings.push(Reading { text: read.clone(), is_folded: true });
    }
    readings
}

/// Whether the text holds an encoded `/`, `\`, `.` or control character, or an encoding that no one
/// writes but to deceive a decoder: overlong UTF-8 (`%c0%af`) and `%u002f`.
///
/// Plain percent signs are fine, and so are other encodings: `100%.txt`, `a%20b.txt`.
pub(in crate::rule) fn hides_something(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hidden = |at: usize| match &bytes[at + 1..] {
        [b'u' | b'U', digits @ ..] => is_hex(digits, 4),
        rest => byte_at(rest).is_some_and(|byte| is_encoding_of_hidden(byte, &rest[2..])),
    };
    memchr::memchr_iter(b'%', bytes).any(is_hidden)
        || memchr::memchr_iter(b'&', bytes)
            .filter_map(|at| entity::character(&text[at + 1..]))
            .any(|character| is_hidden_character(character) || character::is_lookalike(character))
}

fn is_encoding_of_hidden(byte: u8, rest: &[u8]) -> bool {
    let next = || rest.strip_prefix(b"%").and_then(byte_at);
    let is_before = |bytes: std::ops::Range<u8>| next().is_some_and(|next| bytes.contains(&next));
    match byte {
        0..0x80 => is_hidden_character(char::from(byte)),
        // Never valid in UTF-8 (RFC 3629, section 3), but read as ASCII by lenient decoders.
        0xc0 | 0xc1 => true,
        0xe0 => is_before(0x80..0xa0),
        0xf0 => is_before(0x80..0x90),
        0xf8 => is_before(0x80..0x88),
        0xfc => is_before(0x80..0x84),
        _ => false,
    }
}

fn is_hidden_character(character: char) -> bool {
    matches!(character, '/' | '\\' | '.') || character.is_ascii_control()
}

/// The text decoded once, if that changes it.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%').then(|| byte_at(&bytes[at + 1..])).flatten();
        if let Some(byte) = byte {
            decoded.get_or_insert_with(|| bytes[..at].to_vec()).push(byte);
            at += 3;
        } else {
            if let Some(decoded) = &mut decoded {
                decoded.push(bytes[at]);
            }
            at += 1;
        }
    }
    decoded.map(|decoded| String::from_utf8_lossy(&decoded).into_owned())
}

fn byte_at(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|&b| char::from(b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn is_hex(text: &[u8], digits: usize) -> bool {
    text.get(..digits).is_some_and(|text| text.iter().all(u8::is_ascii_hexdigit))
}
