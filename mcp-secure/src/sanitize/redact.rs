//! What is not to be read.

use std::borrow::Cow;

use regex::Regex;

use super::Sanitizer;
use crate::rule::pattern;

#[cfg(test)]
mod tests;

/// Puts `[redacted]` in the place of whatever a pattern or one of several words finds:
/// `redact("[A-Z]{2}\\d{6}")`, `redact(["Ada", "Grace"])`.
///
/// - A pattern is one of the dialect of [`pattern`](crate::rule::pattern()), and found anywhere. A
///   literal one is checked when it is compiled. Matching takes time linear in the text.
/// - A word is found anywhere too, within another word as well. Of words that begin alike, the
///   longest one is found.
/// - Case counts, unless [`any_case`](Redact::any_case) says otherwise.
///
/// # What is not
///
/// What is spelled in another way is not found: encoded, with other characters between, in another
/// normal form, split over two texts. A pattern that looks at what stands around (`^`, `$`, `\b`)
/// may find more the second time, since something else stands there then.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, redact};
///
/// assert_eq!(redact("[A-Z]{2}\\d{6}").sanitize("passport AB123456"), "passport [redacted]");
/// assert_eq!(redact(["Ada"]).any_case().sanitize("ADA and Grace"), "[redacted] and Grace");
/// ```
///
/// # Panics
///
/// If the pattern is not in the dialect, is too large, or matches where there is nothing, as `a*`
/// does; if there is no word, or an empty one.
#[track_caller]
pub fn redact(what: impl Redacted) -> Redact {
    Redact::of(what.into_pattern(), false)
}

/// See [`redact`].
#[derive(Clone, Debug)]
pub struct Redact {
    regex: Regex,
    source: String,
}

impl Redact {
    /// Finds upper and lower case alike.
    #[must_use]
    #[track_caller]
    pub fn any_case(self) -> Self {
        Self::of(self.source, true)
    }

    #[track_caller]
    fn of(source: String, any_case: bool) -> Self {
        let checked = mcp_secure_grammar::pattern::check_substantial(&source);
        match checked.and_then(|()| pattern::build(&source, any_case)) {
            Ok(regex) => Self { regex, source },
            Err(error) => panic!("`{source}` cannot be redacted: {error}"),
        }
    }
}

impl Sanitizer for Redact {
    fn name(&self) -> &'static str {
        "redact"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut replaced = String::new();
        let mut from = 0;
        let mut start = 0;
        // What was redacted already is no text: nothing is found in it, nor across it.
        for part in text.split(REDACTED) {
            for found in self.regex.find_iter(part) {
                replaced.push_str(&text[from..start + found.start()]);
                replaced.push_str(REDACTED);
                from = start + found.end();
            }
            start += part.len() + REDACTED.len();
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        replaced.push_str(&text[from..]);
        Cow::Owned(replaced)
    }
}

/// What [`redact`] looks for: a pattern (`&str`), or a list of words.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing to redact",
    label = "`redact` takes a pattern, or a list of words",
    note = "write `redact(\"[A-Z]{{2}}[0-9]{{6}}\")` or `redact([\"Ada\", \"Grace\"])`"
)]
pub trait Redacted {
    /// As a pattern.
    #[doc(hidden)]
    fn into_pattern(self) -> String;
}

impl Redacted for &str {
    fn into_pattern(self) -> String {
        self.to_owned()
    }
}

impl<W: AsRef<str>, const N: usize> Redacted for [W; N] {
    #[track_caller]
    fn into_pattern(self) -> String {
        of_words(&self)
    }
}

impl<W: AsRef<str>> Redacted for &[W] {
    #[track_caller]
    fn into_pattern(self) -> String {
        of_words(self)
    }
}

impl<W: AsRef<str>> Redacted for Vec<W> {
    #[track_caller]
    fn into_pattern(self) -> String {
        of_words(&self)
    }
}

#[track_caller]
fn of_words<W: AsRef<str>>(words: &[W]) -> String {
    assert!(!words.is_empty(), "`redact` takes one word at least");
    let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    assert!(!words.contains(&""), "`redact` takes words that are not empty");
    // Of several that match, the first is taken.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let escaped: Vec<String> = words.into_iter().map(escaped).collect();
    escaped.join("|")
}

/// The word as a pattern of the dialect.
fn escaped(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len());
    for character in word.chars() {
        if "^$\\.*+?()[]{}|/".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// What stands in the place of what was taken out.
pub(super) const REDACTED: &str = "[redacted]";
