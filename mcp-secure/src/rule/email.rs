//! A mail address.

use std::borrow::Cow;

use schemars::Schema;
use unicode_normalization::is_nfc;

use super::{Rule, Violation, command_arg::is_dash, filename::character, hostname, keywords};

#[cfg(test)]
mod tests;

/// Asks for a mail address as it is used: the mailbox of RFC 5321 without the forms that
/// no one types and that programs read in different ways.
///
/// - Before the `@`: letters, digits and ``!#$%&'*+-/=?^_`{|}~``, and single dots within; at most
///   64 bytes.
/// - After it: a host name of two labels or more, of letters, digits and dashes within; at most
///   63 bytes each.
/// - At most 254 bytes in all.
///
/// # What is refused though the RFC has it
///
/// | | why |
/// |---|---|
/// | quoted text (`"a b"@example.com`), comments | they hide spaces, line breaks, options and a second `@` |
/// | IP addresses (`a@[127.0.0.1]`, and `a@127.0.0.1`) | mail to a machine inside |
/// | one label (`root@localhost`) | mail to this machine; no public domain is one (RFC 7085) |
/// | a leading dash | mail programs take it for an option |
/// | other than ASCII, on either side (RFC 6531), unless [`unicode(true)`](Email::unicode) | JSON Schema's `email` refuses it, as most mail programs do; a domain is written in its ASCII form, `xn--…` |
/// | `--` in the third and fourth place of a label, but for a valid `xn--` | reserved (RFC 5891, section 4.2.3.1), and refused by JSON Schema's `email` |
///
/// # What is not promised
///
/// That the address or its domain exists, or belongs to the caller. Shell characters, `%`
/// and `!` are good ones in an address: hand it to a program as one argument, and let no mail
/// server of yours relay by them. Case is kept, and may matter before the `@`.
///
/// ```
/// use mcp_secure::rule::{Rule, email};
///
/// for good in ["ada@example.com", "o'neil+news@mail.example.co.uk", "a@xn--bcher-kva.example"] {
///     assert!(email().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["ada", "ada@localhost", "a b@example.com", "ada@example.com\nBcc: b@example.com"] {
///     assert!(email().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn email() -> Email {
    Email::default()
}

/// See [`email`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Email {
    unicode: bool,
}

impl Email {
    /// Whether the name and its domain may be in other scripts (RFC 6531); they may not by default.
    ///
    /// The domain has to be spelled as IDNA maps it (see
    /// [`hostname`](super::Hostname::unicode)), the name in normal form C and without what no one
    /// sees. The schema then says `idn-email`.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, email};
    ///
    /// assert!(email().unicode(true).judge("jörg@bücher.example").is_ok());
    /// assert!(email().judge("jörg@bücher.example").is_err());
    /// ```
    #[must_use]
    pub fn unicode(mut self, allow: bool) -> Self {
        self.unicode = allow;
        self
    }

    /// What the address breaks first, if anything.
    fn broken(self, address: &str) -> Option<&'static str> {
        if address.len() > MAX_BYTES {
            return Some("must have at most 254 bytes");
        }
        if !self.unicode && !address.is_ascii() {
            return Some("must hold only ASCII characters; write the domain in its `xn--` form");
        }
        let Some((local, domain)) = address.split_once('@') else {
            return Some("must be a mail address of the form `name@example.com`");
        };
        broken_local(local).or_else(|| {
            let domain = match domain.is_ascii() {
                true => Cow::Borrowed(domain),
                false => match hostname::in_ascii(domain) {
                    Ok(ascii) => Cow::Owned(ascii),
                    Err(broken) => return Some(broken),
                },
            };
            if local.len() + 1 + domain.len() > MAX_BYTES {
                return Some("must have at most 254 bytes");
            }
            broken_domain(&domain)
        })
    }
}

impl Rule<str> for Email {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match self.broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("email", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        let format = if self.unicode { "idn-email" } else { "email" };
        keywords::also(schema, "format", format.into());
        keywords::at_least(schema, "minLength", SHORTEST);
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        if !self.unicode {
            keywords::also(schema, "pattern", PATTERN.into());
        }
    }
}

fn broken_local(local: &str) -> Option<&'static str> {
    if local.is_empty() || local.len() > LONGEST_LOCAL {
        return Some("must have 1 to 64 bytes before the `@`");
    }
    if let Some(broken) = character::refused_in(local) {
        return Some(broken);
    }
    if !is_nfc(local) {
        return Some("must be in Unicode normalization form C");
    }
    if !local.bytes().all(|byte| is_atom(byte) || byte == b'.' || !byte.is_ascii()) {
        return Some(
            "must hold only letters, digits, dots and ``!#$%&'*+-/=?^_`{|}~`` before the `@`",
        );
    }
    if local.split('.').any(str::is_empty) {
        return Some("must have dots only between other characters");
    }
    if local.starts_with(is_dash) {
        return Some("must not start with a dash");
    }
    None
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn broken_domain(domain: &str) -> Option<&'static str> {
    if !domain.split('.').all(is_label) {
        return Some(
            "must have a domain of letters, digits and dashes after the `@`, as `example.com`",
        );
    }
    let Some((_, last)) = domain.rsplit_once('.') else {
        return Some("must have a domain with a dot, as `example.com`");
    };
    // As host names are read (RFC 1123, section 2.1; `0x7f` by the URL standard too).
    if !last.as_bytes()[0].is_ascii_alphabetic() {
        return Some("must have a domain that ends with a name, and is no IP address");
    }
    hostname::broken_by_reserved_labels(domain)
}

/// RFC 1123, section 2.1.
fn is_label(label: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// `Path` of RFC 5321, section 4.5.3.1.3, without its brackets.
const MAX_BYTES: usize = 254;

/// `a@b.c`.
const SHORTEST: usize = 5;

const LONGEST_LOCAL: usize = 64;

const LONGEST_LABEL: usize = 63;

const PATTERN: &str = "^[0-9A-Za-z!#$%&'*+/=?\\^_`{|}~][0-9A-Za-z!#$%&'*+/=?\\^_`{|}~-]*\
    (?:\\.[0-9A-Za-z!#$%&'*+/=?\\^_`{|}~-]+)*\
    @(?:[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?\\.)+\
    [A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?$";
