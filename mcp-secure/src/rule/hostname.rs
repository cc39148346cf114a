//! Names of hosts.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use schemars::Schema;

use super::{Rule, Violation, keywords};

mod label;
#[cfg(test)]
mod tests;

/// Asks for the name of a host: `example.com`, `localhost`, `xn--bcher-kva.example`.
///
/// # What is refused
///
/// - Other than letters, digits and hyphens in labels, hyphens at their ends, labels of more
///   than 63 bytes, more than 253 bytes in all (RFC 1123, section 2.1). So underscores are
///   refused: they name services, not hosts.
/// - A dot at the end: two spellings of one name, which lists and certificates tell apart.
/// - IP addresses in every spelling, and what some program could take for one: a last label
///   that is a number (`127.1`, `2130706433`, `0x7f.1`; URL Standard, "ends in a number").
/// - Hyphens in the third and fourth place, which RFC 5891 reserves, but for A-labels
///   (`xn--`), and A-labels that do not decode to a name by IDNA.
/// - Other scripts, unless [`unicode(true)`](Hostname::unicode): write them as A-labels.
///
/// # What is not promised
///
/// That the name exists, is public, or resolves to a public address: it may resolve to
/// anything, and to something else a second later.
///
/// ```
/// use mcp_secure::rule::{Rule, hostname};
///
/// for good in ["example.com", "localhost", "3com.com", "a.1.b", "xn--bcher-kva.example"] {
///     assert!(hostname().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["example.com.", "a_b.com", "-a.com", "a..b", "127.0.0.1", "0x7f.1", "bücher.example"] {
///     assert!(hostname().judge(bad).is_err(), "{bad}");
/// }
/// assert!(hostname().unicode(true).judge("bücher.example").is_ok());
/// ```
pub fn hostname() -> Hostname {
    Hostname { unicode: false }
}

/// See [`hostname`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hostname {
    unicode: bool,
}

impl Hostname {
    /// Whether labels may be in other scripts (U-labels); they may not by default.
    ///
    /// They have to be spelled as IDNA maps them, so that a name has one spelling: in lower
    /// case, in normal form C, with ASCII dots. The schema then says `idn-hostname`. Names
    /// that look alike are not told apart.
    #[must_use]
    pub fn unicode(mut self, allow: bool) -> Self {
        self.unicode = allow;
        self
    }

    fn broken(self, name: &str) -> Option<&'static str> {
        if name.is_ascii() {
            return broken_by_shape(name, false).or_else(|| label::broken_in(name));
        }
        if !self.unicode {
            return Some("must hold only ASCII; write other scripts as A-labels (`xn--`)");
        }
        in_ascii(name).err()
    }
}

/// A name in other scripts with A-labels, if it is spelled as IDNA maps it.
pub(super) fn in_ascii(name: &str) -> Result<String, &'static str> {
    if name.len() > LONGEST_UNICODE {
        return Err(TOO_LONG);
    }
    let idna = Uts46::new();
    let ascii = idna
        .to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify)
        .map_err(|_| "must be a name by IDNA")?;
    let (mapped, _) = idna.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    let is_mapped = name.split('.').count() == mapped.split('.').count()
        && name
            .split('.')
            .zip(mapped.split('.'))
            .all(|(label, mapped)| label.is_ascii() || label == mapped);
    if !is_mapped {
        return Err("must be spelled as IDNA maps it: in lower case and normal form C");
    }
    let is_hidden = name.split('.').any(|label| !label.is_ascii() && !label::is_name(label));
    if is_hidden {
        return Err("must hold only letters, marks and digits in its labels");
    }
    match broken_by_shape(&ascii, false).or_else(|| label::broken_in(&ascii)) {
        Some(broken) => Err(broken),
        None => Ok(ascii.into_owned()),
    }
}

impl Default for Hostname {
    fn default() -> Self {
        hostname()
    }
}

impl Rule<str> for Hostname {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match self.broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("hostname", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        keywords::at_most(schema, "maxLength", LONGEST);
        let format = if self.unicode { "idn-hostname" } else { "hostname" };
        keywords::also(schema, "format", format.into());
    }
}

/// What an ASCII name breaks first, if anything. `underscores` are for names in URLs, where
/// they occur.
pub(super) fn broken_by_shape(name: &str, underscores: bool) -> Option<&'static str> {
    if name.is_empty() {
        return Some("must not be empty");
    }
    if name.len() > LONGEST {
        return Some(TOO_LONG);
    }
    let is_allowed = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.') || (underscores && byte == b'_')
    };
    if !name.bytes().all(is_allowed) {
        return Some("must hold only letters, digits, hyphens and dots");
    }
    for label in name.split('.') {
        if label.is_empty() {
            return Some("must not have empty labels, nor a dot at an end");
        }
        if label.len() > LONGEST_LABEL {
            return Some("must have at most 63 characters between dots");
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Some("must not have labels that start or end with a hyphen");
        }
    }
    ends_in_a_number(name).then_some("must be a name, not an IP address in any spelling")
}

/// What an ASCII name breaks by labels that are reserved.
pub(super) fn broken_by_reserved_labels(name: &str) -> Option<&'static str> {
    label::broken_in(name)
}

/// Whether browsers, and others, read the name as an IPv4 address.
fn ends_in_a_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    last.bytes().all(|byte| byte.is_ascii_digit())
        || hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

const TOO_LONG: &str = "must have at most 253 characters";
const LONGEST: usize = 253;
const LONGEST_LABEL: usize = 63;
/// No name of 253 bytes in A-labels is longer in U-labels.
const LONGEST_UNICODE: usize = 4 * LONGEST;
