//! An argument of a program.

use schemars::Schema;

use super::{Rule, Violation, invisible::is_invisible, keywords, text};

#[cfg(test)]
mod tests;

/// Asks for one argument of a program, that the program does not take for an option: for
/// [`Command::arg`](crate::command::Command::arg), never for a shell.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | a leading dash, also a Unicode one, a soft hyphen, or one after what no one sees | programs take it for an option; Windows turns the Unicode ones into `-` for programs that do not read Unicode |
/// | control characters and line breaks, of ASCII and of Unicode | NUL ends an argument, the others start lines in what the program writes |
/// | tag characters and noncharacters | as in [`text`](super::text()): what a model reads and no person sees |
/// | more than 4096 bytes | |
/// | the empty argument | many programs read it as the current directory, or as everything |
///
/// # What is not promised
///
/// Nothing is escaped and nothing is safe within a command line: spaces, quotes, `;`, `$(..)`
/// and `*` are accepted, since they mean nothing to a program that is started without a
/// shell. What the program itself does with `@file`, `+command`, `/option`, `key=value` or a
/// path is not judged: write `--` before the argument where the program knows it, and say
/// more by a second rule, as [`pattern`](super::pattern) or [`filename`](super::filename).
///
/// ```
/// use mcp_secure::rule::{Rule, command_arg};
///
/// for good in ["main.rs", "a b", "x; rm -rf /", "$(id)", "it's", "a-b", "résumé"] {
///     assert!(command_arg().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["", "-rf", "--upload-pack=x", "\u{2212}rf", "a\nb", "a\0b"] {
///     assert!(command_arg().judge(bad).is_err(), "{bad:?}");
/// }
/// ```
pub fn command_arg() -> CommandArg {
    CommandArg(())
}

/// See [`command_arg`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommandArg(());

fn broken(argument: &str) -> Option<&'static str> {
    let Some(first) = argument.chars().next() else {
        return Some("must not be empty");
    };
    if argument.len() > MAX_BYTES {
        return Some("must have at most 4096 bytes");
    }
    if is_dash(first) || is_hidden_dash(argument) {
        return Some("must not start with a dash");
    }
    if argument.chars().any(ends_a_line_or_controls) {
        return Some("must not hold control characters or line breaks");
    }
    text::refused_in(argument)
}

impl Rule<str> for CommandArg {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("command_arg", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        keywords::length_at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(
            schema,
            "pattern",
            "^[^\\u0000-\\u001F\\u007F\\-][^\\u0000-\\u001F\\u007F]*$".into(),
        );
    }
}

/// The characters that are drawn as a dash or converted to one: Unicode's `Dash_Punctuation` but
/// for the wave dashes and the double hyphen of Japanese, minus, what UTS 39 calls confusable with
/// the hyphen and is no letter, and the soft hyphen.
#[rustfmt::skip]
pub(super) fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{ad}' | '\u{2d7}' | '\u{58a}' | '\u{5be}' | '\u{6d4}' | '\u{1400}' | '\u{1806}'
            | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2053}' | '\u{207b}' | '\u{208b}' | '\u{2212}'
            | '\u{2796}' | '\u{2e17}' | '\u{2e1a}' | '\u{2e3a}' | '\u{2e3b}' | '\u{2e40}' | '\u{2e5d}'
            | '\u{fe31}' | '\u{fe32}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{10191}' | '\u{10ead}'
    )
}

/// Whether a dash comes first once what no one sees is taken out.
pub(super) fn is_hidden_dash(text: &str) -> bool {
    let seen = text.trim_start_matches(|c| is_invisible(c) && !is_dash(c));
    seen.len() < text.len() && seen.starts_with(is_dash)
}

pub(super) fn ends_a_line_or_controls(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

const MAX_BYTES: usize = 4096;
