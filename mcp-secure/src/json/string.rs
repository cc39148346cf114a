//! JSON strings and their escapes (RFC 8259, section 7).

use std::borrow::Cow;

use super::scan::ScanErrorKind;

/// A checked JSON string, as it stands between its quotes.
///
/// Only [`Cursor::string`](super::cursor::Cursor::string) makes one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawString<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> RawString<'a> {
    /// `raw` has been checked, escape by escape; `escaped` tells whether there are any.
    pub(super) fn checked(raw: &'a str, escaped: bool) -> Self {
        Self { raw, escaped }
    }

    /// The string's value; borrowed where nothing is escaped.
    #[inline]
    pub(crate) fn unescape(self) -> Cow<'a, str> {
        if self.escaped { Cow::Owned(unescaped(self.raw)) } else { Cow::Borrowed(self.raw) }
    }
}

#[cold]
fn unescaped(raw: &str) -> String {
    // An escape is never shorter than the character that it stands for.
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(plain) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..plain]);
        let (character, length) =
            read_escape(&rest.as_bytes()[plain..]).expect("every escape has been checked");
        text.push(character);
        rest = &rest[plain + length..];
    }
    text.push_str(rest);
    text
}

/// Two are equal if what they say is.
impl PartialEq for RawString<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        if self.escaped || other.escaped {
            self.unescape() == other.unescape()
        } else {
            self.raw == other.raw
        }
    }
}

/// Reads the escape that `bytes` begin with: its character, and how many bytes it takes.
pub(super) fn read_escape(bytes: &[u8]) -> Result<(char, usize), ScanErrorKind> {
    let character = match bytes.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return read_unicode_escape(bytes),
        _ => return Err(ScanErrorKind::Syntax),
    };
    Ok((character, 2))
}

/// `\uXXXX`, or two of them for a character beyond U+FFFF.
fn read_unicode_escape(bytes: &[u8]) -> Result<(char, usize), ScanErrorKind> {
    let unit = read_hex(bytes, 2)?;
    if let Some(character) = char::from_u32(unit) {
        return Ok((character, 6));
    }
    if !matches!(unit, HIGH_SURROGATE..LOW_SURROGATE) || bytes.get(6..8) != Some(b"\\u") {
        return Err(ScanErrorKind::LoneSurrogate);
    }
    let low = read_hex(bytes, 8)?;
    if !matches!(low, LOW_SURROGATE..=LAST_SURROGATE) {
        return Err(ScanErrorKind::LoneSurrogate);
    }
    let scalar = 0x1_0000 + ((unit - HIGH_SURROGATE) << 10) + (low - LOW_SURROGATE);
    let character = char::from_u32(scalar).expect("a surrogate pair is a character");
    Ok((character, 12))
}

fn read_hex(bytes: &[u8], at: usize) -> Result<u32, ScanErrorKind> {
    let digits = bytes.get(at..at + 4).ok_or(ScanErrorKind::Syntax)?;
    digits.iter().try_fold(0, |unit, &digit| {
        // Not `from_str_radix`, which takes a sign.
        let digit = char::from(digit).to_digit(16).ok_or(ScanErrorKind::Syntax)?;
        Ok(unit << 4 | digit)
    })
}

const HIGH_SURROGATE: u32 = 0xD800;
const LOW_SURROGATE: u32 = 0xDC00;
const LAST_SURROGATE: u32 = 0xDFFF;
