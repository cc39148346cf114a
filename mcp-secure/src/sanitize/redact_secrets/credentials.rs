//! Credentials in a header, and in a URL.

use std::ops::Range;

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{REDACTED, issued::begins_alone};
use crate::sanitize::run::run;

/// Of the `Authorization` header, in any case.
pub(super) const SCHEMES: &[&str] = &["bearer", "basic"];

/// What stands between the scheme of a URL and what follows.
pub(super) const BEFORE_AUTHORITY: &str = "://";

/// The credential behind what was found here.
pub(super) fn at(text: &[u8], found: Range<usize>) -> Option<Range<usize>> {
    let rest = &text[found.end..];
    match &text[found.clone()] {
        found if found == BEFORE_AUTHORITY.as_bytes() => user_information(rest),
        _ if !begins_alone(text, found.start) => None,
        scheme if scheme.eq_ignore_ascii_case(b"bearer") => {
            scheme_value(rest).filter(|token| is_token(&rest[token.clone()]))
        }
        scheme if scheme.eq_ignore_ascii_case(b"basic") => {
            scheme_value(rest).filter(|token| names_user_and_password(&rest[token.clone()]))
        }
        _ => None,
    }
    .map(|credential| found.end + credential.start..found.end + credential.end)
}

/// RFC 3986, section 3.2.1: what stands before the `@`, if it holds a password.
fn user_information(rest: &[u8]) -> Option<Range<usize>> {
    let ends = |byte: u8| byte.is_ascii_whitespace() || b"/?#\"'<>`\\".contains(&byte);
    let authority = &rest[..run(rest, |byte| !ends(byte))];
    let end = memchr::memrchr(b'@', authority)?;
    let colon = memchr::memchr(b':', &authority[..end])?;
    // Where something was redacted, there may have been a `/`, and no authority here.
    let is_whole = memchr::memmem::find(&authority[..end], REDACTED.as_bytes()).is_none();
    (colon + 1 < end && is_whole).then_some(0..end)
}

/// `token68` of RFC 9110, section 11.2, behind the name of a scheme.
fn scheme_value(rest: &[u8]) -> Option<Range<usize>> {
    let start = run(rest, |byte| byte == b' ');
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    let length = run(&rest[start..], is_part);
    (start > 0).then_some(start..start + length)
}

fn is_token(value: &[u8]) -> bool {
    value.len() >= 16 && value.iter().any(u8::is_ascii_digit)
}

fn names_user_and_password(value: &[u8]) -> bool {
    let Ok(decoded) = BASE64_STANDARD.decode(value) else { return false };
    decoded.contains(&b':') && decoded.iter().all(|byte| matches!(byte, b' '..=b'~'))
}
