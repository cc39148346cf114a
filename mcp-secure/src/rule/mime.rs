//! A media type.

use schemars::Schema;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for a media type, with parameters or without: `image/svg+xml`,
/// `text/html; charset=utf-8`.
///
/// - Type and subtype are restricted names of RFC 6838, section 4.2: they start with a letter
///   or a digit, and have at most 127 characters. Ranges, as `image/*`, are refused.
/// - Parameters are written as in RFC 9110, section 5.6.6: `; name=token`, or a value in quotes,
///   of ASCII. No spaces stand at the `=`. An empty parameter (`text/html;`), which the RFC
///   lets readers skip, is refused, and so are tabs.
/// - No parameter comes twice (RFC 6838, section 4.3): readers differ on which one counts.
/// - The whole has at most 255 bytes.
///
/// [`essence`](Mime::essence) asks for a media type without parameters.
///
/// Whether the type is registered, and whether content is of it, is not judged. To allow a few
/// types, name them by [`one_of`](super::one_of). JSON Schema has no `format` for media types,
/// and cannot say that parameters differ.
///
/// ```
/// use mcp_secure::rule::{Rule, mime};
///
/// assert!(mime().judge("application/vnd.api+json").is_ok());
/// assert!(mime().judge("multipart/form-data; boundary=\"a b\"").is_ok());
/// assert!(mime().judge("image/*").is_err());
/// assert!(mime().judge("text/html\r\nSet-Cookie: a=b").is_err());
/// ```
pub fn mime() -> Mime {
    Mime { parameters: true }
}

/// See [`mime`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mime {
    parameters: bool,
}

impl Mime {
    /// Refuses parameters: the type and the subtype stand alone.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, mime};
    ///
    /// assert!(mime().essence().judge("text/html").is_ok());
    /// assert!(mime().essence().judge("text/html; charset=utf-8").is_err());
    /// ```
    #[must_use]
    pub fn essence(mut self) -> Self {
        self.parameters = false;
        self
    }

    /// What the media type breaks first, if anything.
    fn broken(self, text: &str) -> Option<&'static str> {
        if text.len() > MAX_BYTES {
            return Some("must have at most 255 bytes");
        }
        let essence = text.split([';', ' ']).next().unwrap_or_default();
        let Some((kind, subtype)) = essence.split_once('/') else {
            return Some("must be a media type of the form `type/subtype`");
        };
        if kind.contains('*') || subtype.contains('*') {
            return Some("must name one media type, without `*`");
        }
        if !is_restricted_name(kind) || !is_restricted_name(subtype) {
            return Some(
                "must have a type and a subtype of letters, digits and `!#$&-^_.+`, 1 to 127 each",
            );
        }
        let parameters = &text[essence.len()..];
        if !self.parameters && !parameters.is_empty() {
            return Some("must have no parameters");
        }
        broken_parameters(parameters)
    }
}

impl Default for Mime {
    fn default() -> Self {
        mime()
    }
}

impl Rule<str> for Mime {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match self.broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("mime", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", self.pattern().into());
    }
}

impl Mime {
    fn pattern(self) -> String {
        let parameters = if self.parameters { PARAMETERS } else { "" };
        format!("^{NAME}/{NAME}{parameters}$")
    }
}

/// RFC 6838, section 4.2.
fn is_restricted_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
    name.len() <= LONGEST_NAME
        && name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
        && name.bytes().all(is_inner)
}

/// What the parameters break first: `; name=value`, any number of them.
fn broken_parameters(parameters: &str) -> Option<&'static str> {
    let mut rest = parameters;
    while !rest.is_empty() {
        let Some((name, after)) = parameter(rest) else {
            return Some("must have parameters of the form `; name=value` or `; name=\"value\"`");
        };
        // Few fit within the longest text, so each looks at all before it.
        let before = &parameters[..parameters.len() - rest.len()];
        if holds_parameter(before, name) {
            return Some("must have each parameter once");
        }
        rest = after;
    }
    None
}

fn holds_parameter(mut parameters: &str, name: &str) -> bool {
    while let Some((other, after)) = parameter(parameters) {
        if other.eq_ignore_ascii_case(name) {
            return true;
        }
        parameters = after;
    }
    false
}

/// The name of the first parameter, and what follows the parameter.
fn parameter(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(' ').strip_prefix(';')?.trim_start_matches(' ');
    let (name, text) = token(text)?;
    let text = text.strip_prefix('=')?;
    let after = match text.strip_prefix('"') {
        Some(quoted) => after_quoted(quoted)?,
        None => token(text)?.1,
    };
    Some((name, after))
}

/// RFC 9110, section 5.6.2.
fn token(text: &str) -> Option<(&str, &str)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let length = text.bytes().take_while(|&byte| is_token(byte)).count();
    (length > 0).then(|| text.split_at(length))
}

/// What follows the closing quote, if the text within is printable ASCII.
fn after_quoted(text: &str) -> Option<&str> {
    let mut bytes = text.bytes().enumerate();
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'"' => return text.get(index + 1..),
            b'\\' => {
                bytes.next().filter(|(_, escaped)| matches!(escaped, b' '..=b'~'))?;
            }
            b' '..=b'~' => {}
            _ => return None,
        }
    }
    None
}

const MAX_BYTES: usize = 255;

const LONGEST_NAME: usize = 127;

const NAME: &str = "[0-9A-Za-z][0-9A-Za-z!#$&\\^_.+-]{0,126}";

const PARAMETERS: &str = "(?: *; *[0-9A-Za-z!#$%&'*+.\\^_`|~-]+=\
    (?:[0-9A-Za-z!#$%&'*+.\\^_`|~-]+|\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\"))*";
