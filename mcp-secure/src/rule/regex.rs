//! A regular expression that a tool runs for its caller.

use std::{borrow::Cow, ops::Range};

use regex::RegexBuilder;
use regex_syntax::{
    Error, ParserBuilder,
    ast::ErrorKind,
    hir::{Hir, HirKind},
};
use schemars::Schema;

use super::{Rule, Violation, keywords, text};

#[cfg(test)]
#[rustfmt::skip] // Long lists of expressions.
mod tests;

/// Asks for a regular expression, for a tool that searches: in the dialect of the
/// [`regex`](https://docs.rs/regex/1/regex/#syntax) crate, which matches in linear time.
///
/// # What is refused
///
/// - Look-around and back-references, which cannot be matched in linear time, and whatever
///   else the dialect does not have.
/// - More than 1000 bytes, more than 50 levels of groups, classes and repetitions.
/// - More than 500 characters and classes with counted repetitions written out, in which `a{5}` and
///   `[ab]{0,5}` are five: searching takes this many steps for each byte, at most.
/// - More than 4 MiB when compiled. A class of Unicode, as `\w`, takes up to 50 KiB.
/// - Control characters but for tabs and line breaks, and tag characters, as in [`text`](super::text()).
/// - Flags that leave Unicode, as `(?-u)`, where they can match a part of a character.
///
/// # How to run it
///
/// [`compile`](Regex::compile) makes a [`RegexMatcher`] within these bounds. The rule is a value,
/// so the tool and `#[validate(..)]` say the same:
///
/// ```
/// use mcp_secure::{prelude::*, rule::regex};
///
/// /// Find lines.
/// #[tool(read_only, public)]
/// fn grep(
///     #[validate(regex)] pattern: String,
///     #[validate(length(..=10_000))] text: String,
/// ) -> Result<String> {
///     let matcher =
///         regex().compile(&pattern).map_err(|violation| ToolError::new(violation.to_string()))?;
///     Ok(text.lines().filter(|line| matcher.is_match(line)).collect::<Vec<_>>().join("\n"))
/// }
/// ```
///
/// # What is not promised
///
/// That another program reads the expression alike: JSON Schema and its `format: regex` mean another
/// dialect, [that of ECMA-262](super::pattern). That searching is quick: it takes time
/// linear in the text, so bound the text, and put a `#[timeout]` on the tool.
///
/// ```
/// use mcp_secure::rule::{Rule, regex};
///
/// for good in ["", "cat|dog", r"(?i)\bfn\s+\w+", "(a+)+$", r"\p{Greek}+", r"^\d{4}-\d{2}$"] {
///     assert!(regex().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["(", "a{2,1}", r"(a)\1", "(?=a)", "(?<!a)b", "a{1000}{1000}", r"(\w{100}){100}"] {
///     assert!(regex().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn regex() -> Regex {
    Regex(())
}

/// See [`regex`](fn@regex).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regex(());

impl Regex {
    /// The expression, ready to search.
    ///
    /// # Errors
    ///
    /// What [`judge`](Rule::judge) says: none for an argument that it has accepted.
    pub fn compile(&self, expression: &str) -> Result<RegexMatcher, Violation> {
        compile(expression).map(RegexMatcher).map_err(|message| Violation::new("regex", message))
    }
}

impl Default for Regex {
    fn default() -> Self {
        regex()
    }
}

impl Rule<str> for Regex {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.compile(value).map(|_| ())
    }

    fn bounds_length(&self) -> bool {
        true
    }

    /// There is no `format` for this dialect.
    fn describe(&self, schema: &mut Schema) {
        keywords::at_most(schema, "maxLength", LONGEST);
    }
}

/// An expression that [`regex`](fn@regex) has accepted.
///
/// There is no search for all matches: with some expressions it takes time quadratic in the text.
#[derive(Clone, Debug)]
pub struct RegexMatcher(regex::Regex);

impl RegexMatcher {
    /// Whether the expression matches somewhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// Where the expression matches first: in bytes, at borders of characters.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.0.find(text).map(|found| found.range())
    }
}

fn compile(expression: &str) -> Result<regex::Regex, Cow<'static, str>> {
    if expression.len() > LONGEST {
        return Err("must have at most 1000 bytes".into());
    }
    if let Some(broken) = text::refused_in(expression) {
        return Err(broken.into());
    }
    let read = ParserBuilder::new().nest_limit(DEEPEST).build().parse(expression);
    let hir = read.map_err(|error| unreadable(&error))?;
    if positions(&hir) > MOST_POSITIONS {
        let message = "must have at most 500 characters and classes, with repetitions written out";
        return Err(message.into());
    }
    let built = RegexBuilder::new(expression)
        .nest_limit(DEEPEST)
        .size_limit(LARGEST_PROGRAM)
        .dfa_size_limit(LARGEST_CACHE)
        .build();
    built.map_err(|_| "must be smaller when compiled; repeat fewer or smaller classes".into())
}

/// What is wrong and where, without the expression, which the library's own messages show.
fn unreadable(error: &Error) -> Cow<'static, str> {
    let (kind, place) = match error {
        Error::Parse(error) => match error.kind() {
            ErrorKind::UnsupportedLookAround => {
                return "must have no look-around, which cannot be matched in linear time".into();
            }
            ErrorKind::UnsupportedBackreference => {
                return "must have no back-references, which cannot be matched in linear time"
                    .into();
            }
            kind => (kind.to_string(), error.span().start),
        },
        Error::Translate(error) => (error.kind().to_string(), error.span().start),
        _ => return "must be a regular expression".into(),
    };
    format!("must be a regular expression: {kind} (line {}, column {})", place.line, place.column)
        .into()
}

/// How many characters and classes an automaton has to look at, for each byte of the text.
/// As deep as the expression.
fn positions(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(capture) => positions(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            positions(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(positions).fold(0, usize::saturating_add)
        }
    }
}

/// In bytes, as written.
const LONGEST: usize = 1000;

/// Levels of groups, classes and repetitions.
const DEEPEST: u32 = 50;

const MOST_POSITIONS: usize = 500;

/// In bytes: of the compiled program. People write `[\w.-]{1,64}`.
const LARGEST_PROGRAM: usize = 4 << 20;

/// In bytes: of what a search remembers.
const LARGEST_CACHE: usize = 1 << 20;
