//! Escape sequences for terminals.

use std::borrow::Cow;

use super::Sanitizer;

mod sequence;
#[cfg(test)]
mod tests;

/// Removes whole escape sequences for terminals (ECMA-48, and what xterm adds): colours, cursor
/// movements, titles, links, what writes into the clipboard.
///
/// | sequence | removed |
/// |---|---|
/// | CSI: `ESC [` or U+009B, parameters, a final character | all of it |
/// | OSC, DCS, SOS, PM, APC: `ESC ]`, `ESC P`, `ESC X`, `ESC ^`, `ESC _`, or U+009D, U+0090, U+0098, U+009E, U+009F | with their content, to `ESC \` or U+009C; an OSC to BEL too |
/// | others of `ESC`: `ESC c`, `ESC ( B`, `ESC # 8` | all of it |
/// | others of C1: U+0080 to U+009F | the character |
/// | one that is broken off | what there is of it, or of a string its beginning |
///
/// The content of a string is removed only where its end stands in the same line. So no sequence
/// takes away lines that come after it: without an end, its content stays as text.
///
/// # What is not
///
/// Other control characters stay, as BEL and backspace: [`strip_control`](super::strip_control())
/// removes them. What a text says by colours is lost. No result of a tool has escape sequences,
/// unless the tool says so: see [`sanitize_output`](mod@crate::guard::sanitize_output).
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, strip_ansi};
///
/// let strip = strip_ansi();
/// assert_eq!(strip.sanitize("\u{1b}[1;31mred\u{1b}[0m"), "red");
/// assert_eq!(strip.sanitize("\u{1b}]8;;https://evil.example\u{7}a link\u{1b}]8;;\u{7}"), "a link");
/// ```
pub fn strip_ansi() -> StripAnsi {
    StripAnsi
}

/// See [`strip_ansi`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StripAnsi;

impl Sanitizer for StripAnsi {
    fn name(&self) -> &'static str {
        "strip_ansi"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut sequences = sequence::Sequences::of(text).peekable();
        if sequences.peek().is_none() {
            return Cow::Borrowed(text);
        }
        let mut kept = String::with_capacity(text.len());
        let mut from = 0;
        for sequence in sequences {
            kept.push_str(&text[from..sequence.start]);
            from = sequence.end;
        }
        kept.push_str(&text[from..]);
        Cow::Owned(kept)
    }
}
