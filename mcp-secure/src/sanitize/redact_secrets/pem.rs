//! Private keys in PEM (RFC 7468).

use std::ops::Range;

use crate::sanitize::run::{find, run};

pub(super) const BEGIN: &str = "-----BEGIN ";

const END: &str = "-----END ";

/// Where blocks end, as far as that is known: no part of the text is searched twice.
#[derive(Default)]
pub(super) struct Ends {
    /// From where on, up to the end that was found, or to that of the text.
    searched: Range<usize>,
    found: bool,
}

/// The private key that begins here, up to its end. Without an end, up to where its lines end.
pub(super) fn at(text: &[u8], start: usize, ends: &mut Ends) -> Option<Range<usize>> {
    let label = text[start..].strip_prefix(BEGIN.as_bytes())?;
    let length = label.iter().take(LONGEST_LABEL).position(|&byte| byte == b'-')?;
    let (label, rest) = label.split_at(length);
    if !contains(label, b"PRIVATE KEY") || !rest.starts_with(b"-----") {
        return None;
    }
    let body = start + BEGIN.len() + length + "-----".len();
    let end = ends.next(text, body).and_then(|end| {
        let rest = text[end + END.len()..].strip_prefix(label)?.strip_prefix(b"-----")?;
        Some(text.len() - rest.len())
    });
    end.or_else(|| behind_lines(text, body)).map(|end| start..end)
}

impl Ends {
    fn next(&mut self, text: &[u8], from: usize) -> Option<usize> {
        if !self.searched.contains(&from) {
            let found = find(&text[from..], END.as_bytes());
            self.found = found.is_some();
            self.searched = from..found.map_or(text.len() + 1, |found| from + found + 1);
        }
        self.found.then(|| self.searched.end - 1)
    }
}

/// Behind the lines of Base64 that a block without an end has, if it has any.
fn behind_lines(text: &[u8], body: usize) -> Option<usize> {
    let mut end = None;
    let mut at = body;
    loop {
        let line_break = line_break(&text[at..]);
        let start = at + line_break;
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        let length = run(&text[start..], is_base64);
        // The last line may be short.
        if line_break == 0 || length == 0 || end.is_none() && length < SHORTEST_LINE {
            return end;
        }
        at = start + length;
        end = Some(at);
        if length < SHORTEST_LINE {
            return end;
        }
    }
}

/// How long a line break is, also a spelled one.
fn line_break(text: &[u8]) -> usize {
    let mut length = 0;
    loop {
        length += match &text[length..] {
            [b'\\', b'n' | b'r', ..] => 2,
            [b'\n' | b'\r' | b' ' | b'\t', ..] => 1,
            _ => return length,
        };
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

const LONGEST_LABEL: usize = 64;

const SHORTEST_LINE: usize = 32;
