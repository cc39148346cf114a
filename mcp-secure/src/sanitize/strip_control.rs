//! Control characters.

use std::borrow::Cow;

use super::Sanitizer;

/// Removes control characters, of ASCII and of Unicode (C0, DEL and C1), but for tab, line
/// feed and carriage return.
///
/// Of an escape sequence for terminals the parts that are printable stay: `\u{1b}[31m`
/// becomes `[31m`, which does nothing.
/// [`strip_ansi`](super::strip_ansi()) removes whole sequences.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, strip_control};
///
/// assert_eq!(strip_control().sanitize("red\u{1b}[31m\0\n"), "red[31m\n");
/// ```
pub fn strip_control() -> StripControl {
    StripControl
}

/// See [`strip_control`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StripControl;

impl Sanitizer for StripControl {
    fn name(&self) -> &'static str {
        "strip_control"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains(is_unwanted) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.chars().filter(|&character| !is_unwanted(character)).collect())
    }
}

fn is_unwanted(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn removes_every_control_character_but_tabs_and_line_breaks() {
        for code in (0..0x20).chain(0x7f..0xa0) {
            let control = char::from(code);
            let text = format!("a{control}b");
            let clean = strip_control().sanitize(&text);
            let stays = matches!(control, '\t' | '\n' | '\r');
            assert_eq!(clean, if stays { text.as_str() } else { "ab" }, "{code:x}");
        }
    }

    #[test]
    fn leaves_all_other_text() {
        for text in ["", "Grüße,\n\tdie Crew 👩\u{200d}🚀", "\u{a0}", "\u{202e}"] {
            assert!(matches!(strip_control().sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in any::<String>()) {
            let once = strip_control().sanitize(&text);
            prop_assert_eq!(strip_control().sanitize(&once), once.as_ref());
        }
    }
}
