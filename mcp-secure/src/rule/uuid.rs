//! A universally unique identifier.

use schemars::Schema;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for a UUID in its text form (RFC 9562, section 4): 36 characters, hexadecimal digits in
/// groups of 8, 4, 4, 4 and 12, with dashes between.
///
/// Digits may be of either case, as the RFC asks of readers; so one UUID has several
/// spellings, and who compares them as text folds the case first. Any version and variant is
/// accepted, and so are the nil and the max UUID: whether it exists, and whether it can be
/// guessed, is not judged.
///
/// Refused are braces, `urn:uuid:`, the form without dashes, and whatever stands around it.
///
/// ```
/// use mcp_secure::rule::{Rule, uuid};
///
/// assert!(uuid().judge("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").is_ok());
/// assert!(uuid().judge("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6").is_ok());
/// assert!(uuid().judge("{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}").is_err());
/// assert!(uuid().judge("f81d4fae7dec11d0a76500a0c91e6bf6").is_err());
/// ```
pub fn uuid() -> Uuid {
    Uuid
}

/// See [`uuid`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uuid;

impl Rule<str> for Uuid {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match broken(value.as_bytes()) {
            None => Ok(()),
            Some(message) => Err(Violation::new("uuid", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "format", "uuid".into());
        keywords::also(schema, "pattern", PATTERN.into());
    }
}

/// What the text breaks first, if anything.
fn broken(text: &[u8]) -> Option<&'static str> {
    if text.len() != LENGTH {
        return Some(
            "must have the 36 characters of a UUID, as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`",
        );
    }
    if DASHES.iter().any(|&index| text[index] != b'-') {
        return Some("must have dashes after 8, 12, 16 and 20 digits");
    }
    let digits = text.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    if digits != LENGTH - DASHES.len() {
        return Some("must hold only hexadecimal digits between the dashes");
    }
    None
}

const LENGTH: usize = 36;

/// Where the dashes stand.
const DASHES: [usize; 4] = [8, 13, 18, 23];

const PATTERN: &str =
    "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
