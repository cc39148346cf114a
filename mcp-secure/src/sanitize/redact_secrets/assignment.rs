//! Values behind names that say what they are.

use std::ops::Range;

use crate::sanitize::run::run;

/// What such a name ends with, as expressions, in any case.
pub(super) const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "api[_-]?key",
    "access[_-]?key",
    "account[_-]?key",
];

/// The same, without what may stand between words.
const PLAIN_NAMES: &[&str] =
    &["password", "passwd", "pwd", "secret", "token", "apikey", "accesskey", "accountkey"];

/// The value of the name of which this was found.
pub(super) fn at(text: &[u8], found: Range<usize>) -> Option<Range<usize>> {
    let name = name(text, found)?;
    let (name_quote, after_name) = skip_quote(text, name.end);
    let sign = skip_spaces(text, after_name);
    let is_equation = match text.get(sign)? {
        b'=' => true,
        b':' => false,
        _ => return None,
    };
    // `=`, `:`, `:=`, `=>`.
    let behind_sign = sign + 1 + usize::from(matches!(text.get(sign + 1), Some(b'=' | b'>')));
    let (value_quote, start) = skip_quote(text, skip_spaces(text, behind_sign));
    let is_close = is_equation && after_name == sign && start == behind_sign;

    let is_part = |byte: u8| match value_quote {
        Some(quote) => byte != quote && byte != b'\\' && !byte.is_ascii_control(),
        None => !byte.is_ascii_whitespace() && !b";,&\"'<>(){}[]`\\|".contains(&byte),
    };
    let rest = &text[start..];
    let seen = &rest[..run(&rest[..rest.len().min(LONGEST)], is_part)];
    let next = rest.get(seen.len());
    let is_secret = match value_quote {
        Some(_) => has_form(seen),
        None if name_quote.is_some() || matches!(next, Some(b'(' | b'[' | b'{')) => false,
        None if is_close => {
            has_form(seen) || is_in_connection_string(text, &name, &rest[seen.len()..])
        }
        None => seen.len() >= 16 && has_form(seen),
    };
    if !is_secret || seen.is_empty() {
        return None;
    }
    Some(start..start + run(rest, is_part))
}

/// The whole name, if it names a secret.
fn name(text: &[u8], found: Range<usize>) -> Option<Range<usize>> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let before = text[..found.start].iter().rev().take(LONGEST_NAME).take_while(is_part).count();
    let after = text[found.end..].iter().take(LONGEST_NAME).take_while(is_part).count();
    let name = found.start - before..found.end + after;
    // A secret may have begun here that was none: `ghp_`.
    let ending = plain(&text[found.clone()]);
    if !PLAIN_NAMES.iter().any(|name| name.as_bytes() == ending) {
        return None;
    }
    // `token_type` is none, `secret_access_key` is one.
    if !matches!(&*plain(&text[found.end..name.end]), b"" | b"key" | b"accesskey" | b"value") {
        return None;
    }
    // The place in a list, which clients send back.
    let leading = plain(&text[name.start..found.start]);
    let is_of_list = ending == b"token"
        && [&b"page"[..], b"next", b"continuation", b"cursor", b"sync"]
            .iter()
            .any(|word| leading.windows(word.len()).any(|part| part == *word));
    (!is_of_list).then_some(name)
}

/// The letters of a name.
fn plain(name: &[u8]) -> Vec<u8> {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric());
    letters.map(u8::to_ascii_lowercase).collect()
}

/// Of six characters or more, without space, with a digit, and nothing that stands for another
/// value.
fn has_form(value: &[u8]) -> bool {
    value.len() >= 6
        && value.iter().any(u8::is_ascii_digit)
        && !value.iter().any(u8::is_ascii_whitespace)
        && !b"$%*<{[".contains(&value[0])
}

/// `Server=..;Password=..;`: there the value may be anything.
fn is_in_connection_string(text: &[u8], name: &Range<usize>, behind: &[u8]) -> bool {
    let is_password = !text[name.clone()].to_ascii_lowercase().ends_with(b"token");
    let before = text[..name.start].iter().rev().find(|&&byte| byte != b' ');
    let goes_on = behind.strip_prefix(b";").is_some_and(|behind| {
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ');
        let name = behind.iter().take(LONGEST_NAME).take_while(is_part).count();
        name > 0 && behind.get(name) == Some(&b'=')
    });
    is_password && (before == Some(&b';') || goes_on)
}

fn skip_spaces(text: &[u8], at: usize) -> usize {
    at + text[at..].iter().take(MOST_SPACES).take_while(|&&byte| byte == b' ').count()
}

/// A quote, which may be escaped, and where it ends.
fn skip_quote(text: &[u8], at: usize) -> (Option<u8>, usize) {
    match text[at..] {
        [quote @ (b'"' | b'\''), ..] => (Some(quote), at + 1),
        [b'\\', quote @ (b'"' | b'\''), ..] => (Some(quote), at + 2),
        _ => (None, at),
    }
}

/// How far a value is judged; what is longer is taken as a whole by it.
const LONGEST: usize = 512;

const LONGEST_NAME: usize = 24;

const MOST_SPACES: usize = 8;
