//! One segment of a URL's path.

use schemars::Schema;

use super::{
    Rule, Violation,
    filename::{character, encoded},
    keywords,
};

#[cfg(test)]
mod tests;

/// Asks for one segment of a URL's path, in plain text: an identifier or a name that the tool
/// percent-encodes and puts between two slashes.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | the empty segment, and those of dots only: `.`, `..`, `...` | they name another path |
/// | `/`, `\` | two segments, or a way out |
/// | `?`, `#` | they end the path, if the tool forgets to encode |
/// | `;` | some servers cut a segment there: `..;` |
/// | `%2e`, `%2f`, `%5c`, `%3f`, `%23`, `%3b`, `%00` and other control characters, encoded once or more, as `%252e` and `%%32e`; overlong UTF-8 as `%c0%ae` | decoded later, they are what is refused above |
/// | control characters, line breaks | they split lines and requests |
/// | a space at an end | some servers drop it |
/// | invisible, bidirectional and private-use characters, noncharacters, lookalikes of `/`, `\` and `.` | the segment is not what it seems |
/// | more than 255 bytes | |
///
/// # What is promised
///
/// Percent-encoded once (all but the unreserved characters of RFC 3986), what is accepted is
/// one segment that stays where it is put. Put in as it is, it is not: spaces, quotes and
/// percent signs are accepted, and so is a colon, which makes a scheme of a first segment.
///
/// ```
/// use mcp_secure::rule::{Rule, url_segment};
///
/// for good in ["42", "user@example.com", "a:b", "v1..2", "100%", "Zürich", "a b", "x=1&y=2"] {
///     assert!(url_segment().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["", "..", "a/b", r"..\a", "%2e%2e", "a%252fb", "a?b", "a#b", "..;", "a\nb"] {
///     assert!(url_segment().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn url_segment() -> UrlSegment {
    UrlSegment(())
}

/// See [`url_segment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlSegment(());

impl Default for UrlSegment {
    fn default() -> Self {
        url_segment()
    }
}

impl Rule<str> for UrlSegment {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("url_segment", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        // Characters, of which there are at most as many as bytes.
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", PORTABLE_PATTERN.into());
    }
}

/// What the segment breaks first, if anything.
fn broken(segment: &str) -> Option<&'static str> {
    let bytes = segment.as_bytes();
    if bytes.is_empty() {
        return Some("must not be empty");
    }
    if bytes.len() > MAX_BYTES {
        return Some("must have at most 255 bytes");
    }
    if bytes.iter().all(|&byte| byte == b'.') {
        return Some("must not consist of dots");
    }
    if bytes.iter().any(u8::is_ascii_control) {
        return Some("must not hold control characters or line breaks");
    }
    if bytes.iter().any(|&byte| is_delimiter(byte)) {
        return Some("must be one path segment, without `/`, `\\`, `?`, `#` or `;`");
    }
    if segment.trim().len() != segment.len() {
        return Some("must not start or end with a space");
    }
    if hides_something(segment) {
        return Some("must not hold percent-encoded delimiters, dots or control characters");
    }
    character::refused_in(segment)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'/' | b'\\' | b'?' | b'#' | b';')
}

/// Whether decoding, as often as it changes something, brings out what is refused: `%3f`, and
/// also `%%32f`, which becomes `%2f` first.
fn hides_something(segment: &str) -> bool {
    let is_bad = |reading: &encoded::Reading| {
        let text = &*reading.text;
        let is_plain = |byte: u8| !is_delimiter(byte) && !byte.is_ascii_control();
        encoded::hides_something(text)
            || text.bytes().all(|byte| byte == b'.')
            || (!reading.is_folded
                && (!text.bytes().all(is_plain) || character::refused_in(text).is_some()))
    };
    encoded::hides_something(segment) || encoded::readings(segment).iter().any(is_bad)
}

const MAX_BYTES: usize = 255;
const PORTABLE_PATTERN: &str = "^[^\\u0000-\\u001F#/;?\\\\\\u007F]+$";
