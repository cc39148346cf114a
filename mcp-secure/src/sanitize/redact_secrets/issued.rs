//! Tokens whose issuers give them a prefix.

use std::ops::Range;

use crate::sanitize::run::run;

mod families;

use families::{FAMILIES, is_dotted};

/// Tokens of one alphabet.
struct Family {
    /// The characters that follow a prefix.
    alphabet: fn(u8) -> bool,
    /// Whether a letter or a digit before the prefix makes it a part of something else.
    alone: bool,
    /// Prefixes, and how many characters follow at least. What is longer is taken as a whole.
    tokens: &'static [(&'static str, usize)],
}

/// The token that begins here.
pub(super) fn at(text: &[u8], start: usize) -> Option<Range<usize>> {
    json_web_token(text, start).or_else(|| {
        FAMILIES.iter().find_map(|family| {
            family.tokens.iter().find_map(|token| family.token(*token, text, start))
        })
    })
}

pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|family| family.tokens.iter().map(|token| token.0)).chain([JWT])
}

impl Family {
    fn token(
        &self,
        (prefix, least): (&str, usize),
        text: &[u8],
        start: usize,
    ) -> Option<Range<usize>> {
        let rest = text[start..].strip_prefix(prefix.as_bytes())?;
        if self.alone && !begins_alone(text, start) {
            return None;
        }
        let length = run(rest, self.alphabet);
        if length < least {
            return None;
        }
        let behind = start + prefix.len();
        let from = if prefix.ends_with('=') { behind } else { start };
        Some(from..behind + length)
    }
}

/// RFC 7515 and 7516, compact: three parts, of which the second is an object too; or five.
fn json_web_token(text: &[u8], start: usize) -> Option<Range<usize>> {
    if !text[start..].starts_with(JWT.as_bytes())
        || text[..start].last().is_some_and(|&before| is_dotted(before))
            && !begins_alone(text, start)
    {
        return None;
    }
    let length = run(&text[start..], is_dotted);
    let token = &text[start..start + length];
    let mut parts = token.split(|&byte| byte == b'.');
    let (header, second) = (parts.next()?, parts.next()?);
    let further = parts.count();
    let is_one = match further {
        0 => false,
        1 | 2 => second.starts_with(b"ey"),
        _ => true,
    };
    (is_one && header.len() >= 10).then_some(start..start + length)
}

/// Whether no letter or digit stands before, but for the one of an escape: `\n`, `%20`.
pub(super) fn begins_alone(text: &[u8], start: usize) -> bool {
    match text[..start] {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'%', first, second] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => {
            true
        }
        [.., before] => !before.is_ascii_alphanumeric() && !matches!(before, b'_' | b'.' | b'-'),
        [] => true,
    }
}

const JWT: &str = "eyJ";
