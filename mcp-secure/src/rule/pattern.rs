//! A regular expression.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{
    AssertionKind, Ast, ClassPerl, ClassPerlKind, ClassSetItem, Span, Visitor, parse::Parser, visit,
};
use schemars::Schema;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for text in which a regular expression matches somewhere; write `^` and `$` for the
/// whole text. That is what JSON Schema's `pattern` means (Validation 2020-12, section
/// 6.3.3), where this rule is told.
///
/// Matching takes time linear in the text, whatever the pattern.
///
/// # The dialect
///
/// What ECMA-262 and the `regex` crate both read, and with ECMA-262's meaning:
///
/// - `\d`, `\w` and `\b` are of ASCII; `.` is any character but U+000A, U+000D, U+2028 and
///   U+2029. `$` is the very end: a line break at the end is not skipped.
/// - Of properties there are the general categories (`\p{L}`) and scripts
///   (`\p{Script=Greek}`). They follow the Unicode version of whoever reads the pattern.
/// - Refused, with what to write instead: flags, `\s`, `\B`, `\A`, `\z`, `(?P<..>`, classes
///   within classes, `[[:alpha:]]`, needless escapes, possessive repetitions, look-around,
///   back-references.
///
/// A literal pattern in `#[validate(..)]` is checked when it is compiled.
///
/// ```
/// use mcp_secure::rule::{Rule, pattern};
///
/// let key = pattern("^[A-Z]{2,10}-\\d+$");
/// assert!(key.judge("MCP-42").is_ok());
/// assert!(key.judge("MCP-42\n").is_err());
/// assert!(key.judge("MCP-٤٢").is_err());
/// ```
///
/// # Panics
///
/// If the pattern is not in the dialect, or is too large: more than 1000 bytes, or with
/// repetitions that compile to more than 10 MiB.
#[track_caller]
pub fn pattern(pattern: &str) -> Pattern {
    match build(pattern, false) {
        Ok(regex) => Pattern { regex, source: pattern.to_owned() },
        Err(error) => panic!("the pattern `{pattern}` cannot be used: {error}"),
    }
}

/// See [`pattern`].
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    source: String,
}

impl Rule<str> for Pattern {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        if self.regex.is_match(value) {
            Ok(())
        } else {
            let message = format!("must match the pattern `{}`", self.source);
            Err(Violation::new("pattern", message))
        }
    }

    fn describes_exactly(&self) -> bool {
        // Properties follow the Unicode version of the reader.
        !self.source.contains("\\p") && !self.source.contains("\\P")
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "pattern", self.source.clone().into());
    }
}

/// A pattern of the dialect, ready to be looked for.
pub(crate) fn build(pattern: &str, any_case: bool) -> Result<Regex, String> {
    if pattern.len() > LONGEST_PATTERN {
        return Err(format!("it is longer than {LONGEST_PATTERN} bytes"));
    }
    mcp_secure_grammar::pattern::check(pattern)?;
    let mut builder = RegexBuilder::new(&with_ecma_meaning(pattern)?);
    let built = builder.case_insensitive(any_case).size_limit(LARGEST_PROGRAM).build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => {
            "it is too large when compiled; repeat fewer times, or bound the text by `length`"
                .to_owned()
        }
        error => error.to_string(),
    })
}

/// Writes out the parts to which the `regex` crate gives a Unicode meaning.
fn with_ecma_meaning(pattern: &str) -> Result<String, String> {
    let ast = Parser::new().parse(pattern).map_err(|error| error.to_string())?;
    let replacements = visit(&ast, Shorthands::default())?;
    let mut written = String::with_capacity(pattern.len() * 2);
    let mut rest = 0;
    for (span, replacement) in replacements {
        written.push_str(&pattern[rest..span.start.offset]);
        written.push_str(replacement);
        rest = span.end.offset;
    }
    written.push_str(&pattern[rest..]);
    Ok(written)
}

/// Finds the shorthands, in the order in which they stand.
#[derive(Default)]
struct Shorthands(Vec<(Span, &'static str)>);

impl Shorthands {
    fn class(&mut self, class: &ClassPerl) {
        let replacement = match (&class.kind, class.negated) {
            (ClassPerlKind::Digit, false) => "[0-9]",
            (ClassPerlKind::Digit, true) => "[^0-9]",
            (ClassPerlKind::Word, false) => "[0-9A-Za-z_]",
            (ClassPerlKind::Word, true) => "[^0-9A-Za-z_]",
            // Not in the dialect.
            (ClassPerlKind::Space, _) => return,
        };
        self.0.push((class.span, replacement));
    }
}

impl Visitor for Shorthands {
    type Output = Vec<(Span, &'static str)>;
    type Err = String;

    fn finish(self) -> Result<Self::Output, String> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::ClassPerl(class) => self.class(class),
            Ast::Dot(span) => self.0.push((**span, "[^\\n\\r\\u{2028}\\u{2029}]")),
            Ast::Assertion(assertion) if assertion.kind == AssertionKind::WordBoundary => {
                self.0.push((assertion.span, "(?-u:\\b)"));
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), String> {
        if let ClassSetItem::Perl(class) = item {
            self.class(class);
        }
        Ok(())
    }
}

/// In bytes, as written.
const LONGEST_PATTERN: usize = 1000;

/// In bytes, of the compiled program. `\p{L}{1,200}` takes nearly all of it.
const LARGEST_PROGRAM: usize = 10 << 20;
