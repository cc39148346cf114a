//! A place within a JSON document.

use schemars::Schema;

use super::{Rule, Violation, keywords, text};

#[cfg(test)]
mod tests;

/// Asks for a JSON pointer (RFC 6901): the empty text for the whole document, or names and
/// indices, each after a `/`, in which `~0` is `~` and `~1` is `/`.
///
/// Beyond the RFC, it has at most 2048 bytes, and no characters that
/// [`text`](super::text) refuses: control characters, Unicode tags and noncharacters.
///
/// Refused is the form within a URL (`#/a`). Whether the document has such a place is not
/// judged, nor what a place is: `/__proto__` and `/-` are names like others.
///
/// ```
/// use mcp_secure::rule::{Rule, json_pointer};
///
/// for good in ["", "/", "/items/0/name", "/a~1b/m~0n", "//", "/résumé"] {
///     assert!(json_pointer().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["items", "#/items", "/a~2", "/a~"] {
///     assert!(json_pointer().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn json_pointer() -> JsonPointer {
    JsonPointer
}

/// See [`json_pointer`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JsonPointer;

impl Rule<str> for JsonPointer {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match broken(value.as_bytes()).or_else(|| text::refused_in(value)) {
            None => Ok(()),
            Some(message) => Err(Violation::new("json_pointer", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "format", "json-pointer".into());
        keywords::length_at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", PATTERN.into());
    }
}

/// What the pointer breaks first, if anything.
fn broken(pointer: &[u8]) -> Option<&'static str> {
    if pointer.len() > MAX_BYTES {
        return Some("must have at most 2048 bytes");
    }
    if pointer.first().is_some_and(|&first| first != b'/') {
        return Some("must be empty or start with `/`");
    }
    let is_escape = |index: usize| matches!(pointer.get(index + 1), Some(b'0' | b'1'));
    let mut tildes = pointer.iter().enumerate().filter(|&(_, &byte)| byte == b'~');
    if !tildes.all(|(index, _)| is_escape(index)) {
        return Some("must write `~` as `~0`, and `/` within a name as `~1`");
    }
    None
}

const MAX_BYTES: usize = 2048;

const PATTERN: &str = "^(?:/(?:[^/~]|~[01])*)*$";
