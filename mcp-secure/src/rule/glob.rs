//! A pattern of paths.

use schemars::Schema;

use super::{
    Rule, Violation,
    filename::{character, encoded},
    keywords,
};

mod matcher;
mod read;
#[cfg(test)]
#[rustfmt::skip] // Long lists of patterns.
mod tests;

pub use matcher::GlobMatcher;

/// Asks for a pattern of paths beneath a directory, as `src/**/*.{rs,toml}`.
///
/// | | matches |
/// |---|---|
/// | `?` | one character of a name |
/// | `*` | any number of them |
/// | `[a-z]`, `[!a-z]` | one character of those, or one of the others |
/// | `{rs,toml}` | one of these, which do not nest |
/// | `**` as a whole name | any number of directories; at the end everything beneath |
///
/// All else stands for itself, and case matters. These are the signs that shells, git and editors
/// share; [`compile`](Glob::compile) makes a [`GlobMatcher`] that reads them so.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | a leading `/` or `~`, `.` and `..` as names, empty names | they leave the directory |
/// | names that start with a dot, unless [`hidden(true)`](Glob::hidden) | configuration: `.env`, `.git` |
/// | `\` `:` `<` `>` `"` `\|`, control, invisible and private-use characters, lookalikes and encodings of `/` and `.` | as in a [`filename`](super::filename()) |
/// | a leading dash or `!` | an option, or the opposite of the pattern |
/// | a `/` within `[..]` or `{..}`, braces within braces, an empty `[]`, a range as `[z-a]` | programs read them differently |
/// | `**` beside other signs in a name, or twice in a row | so too |
/// | more than 255 bytes, 32 names, 4 `**`, 16 `*`, 100 combinations of braces | programs take time or memory that grows with a power of these |
///
/// # What is not promised
///
/// That another program reads the pattern alike: some let `*` match hidden files, or fold case.
/// That a path which matches is inside, when the directory holds links: open it through a
/// [`Root`](crate::root).
///
/// ```
/// use mcp_secure::rule::{Rule, glob};
///
/// for good in ["*.md", "src/**/*.{rs,toml}", "**", "notes/2026-[01][0-9]/*", "v1..2/?.txt"] {
///     assert!(glob().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["", "/etc/*", "../*", "a/../*", "{a,..}/b", "~/*", ".git/*", "[", "{a,{b,c}}", "a**b"] {
///     assert!(glob().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn glob() -> Glob {
    Glob { hidden: false }
}

/// See [`glob`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glob {
    hidden: bool,
}

impl Glob {
    /// Whether the pattern may name files that start with a dot, and its signs match them; not
    /// by default. `.` and `..` are refused and never matched either way.
    #[must_use]
    pub fn hidden(mut self, allow: bool) -> Self {
        self.hidden = allow;
        self
    }

    /// The pattern, ready to match paths.
    ///
    /// ```
    /// use mcp_secure::rule::glob;
    ///
    /// # fn main() -> Result<(), mcp_secure::rule::Violation> {
    /// let sources = glob().compile("src/**/*.{rs,toml}")?;
    /// assert!(sources.is_match("src/main.rs") && sources.is_match("src/a/b/c.rs"));
    /// assert!(!sources.is_match("src/a.md") && !sources.is_match("src/.hidden/a.rs"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What [`judge`](Rule::judge) says: none for an argument that it has accepted.
    pub fn compile(&self, pattern: &str) -> Result<GlobMatcher, Violation> {
        let refuse = |message| Violation::new("glob", message);
        let names = self.names(pattern).map_err(refuse)?;
        GlobMatcher::new(&names, self.hidden).ok_or_else(|| refuse("must be smaller"))
    }

    fn names(self, pattern: &str) -> Result<Vec<read::Name>, &'static str> {
        if pattern.len() > MAX_BYTES {
            return Err("must have at most 255 bytes");
        }
        if pattern.starts_with('/') {
            return Err("must be relative, and so not start with `/`");
        }
        if pattern.starts_with(['-', '~', '!']) {
            return Err("must not start with `-`, `~` or `!`");
        }
        if pattern.contains(|character: char| {
            character.is_ascii_control() || "\\:<>\"|".contains(character)
        }) {
            return Err("must not hold `\\`, `:`, `<`, `>`, `\"`, `|` or control characters");
        }
        if hides_something(pattern) {
            return Err("must not hold percent-encoded separators, dots or control characters");
        }
        if let Some(broken) = character::refused_in(pattern) {
            return Err(broken);
        }
        let names = read::read(pattern)?;
        if names.iter().any(read::Name::may_be_dots) {
            return Err("must not hold `.` or `..` as a name");
        }
        if !self.hidden && names.iter().any(read::Name::may_start_with_dot) {
            return Err("must not hold names that start with a dot");
        }
        Ok(names)
    }
}

impl Default for Glob {
    fn default() -> Self {
        glob()
    }
}

impl Rule<str> for Glob {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.compile(value).map(|_| ())
    }

    fn bounds_length(&self) -> bool {
        true
    }

    /// The pattern tells the characters, and how a glob starts.
    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        // Characters, of which there are at most as many as bytes.
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        let dot = if self.hidden { "" } else { "." };
        let refused = "\\u0000-\\u001F\":<>\\\\|\\u007F";
        let pattern = format!("^[^{refused}!{dot}/~\\-][^{refused}]*$");
        keywords::also(schema, "pattern", pattern.into());
    }
}

/// Whether decoding, as often as it changes something, brings out what is refused.
fn hides_something(pattern: &str) -> bool {
    let is_hidden = |reading: &encoded::Reading| {
        encoded::hides_something(&reading.text)
            || (!reading.is_folded && character::refused_in(&reading.text).is_some())
    };
    encoded::hides_something(pattern) || encoded::readings(pattern).iter().any(is_hidden)
}

const MAX_BYTES: usize = 255;
