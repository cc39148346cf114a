//! White space within text.

use std::borrow::Cow;

use super::Sanitizer;

/// Makes one space of every run of white space, and removes it from both ends.
///
/// White space is every character with the Unicode property `White_Space`, line breaks and
/// the no-break space included. For one line of text, as a title; text with paragraphs loses
/// them.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, collapse_whitespace};
///
/// assert_eq!(collapse_whitespace().sanitize(" a\u{a0} title\n"), "a title");
/// ```
pub fn collapse_whitespace() -> CollapseWhitespace {
    CollapseWhitespace
}

/// See [`collapse_whitespace`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CollapseWhitespace;

impl Sanitizer for CollapseWhitespace {
    fn name(&self) -> &'static str {
        "collapse_whitespace"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let text = text.trim();
        if is_collapsed(text) {
            return Cow::Borrowed(text);
        }
        let mut collapsed = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !collapsed.is_empty() {
                collapsed.push(' ');
            }
            collapsed.push_str(word);
        }
        Cow::Owned(collapsed)
    }
}

fn is_collapsed(text: &str) -> bool {
    let mut before = false;
    text.chars().all(|character| {
        let is_space = character.is_whitespace();
        let is_good = !is_space || (character == ' ' && !before);
        before = is_space;
        is_good
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn makes_one_space_of_every_run() {
        for (text, clean) in [
            ("a  b", "a b"),
            ("a\tb\r\n\r\nc", "a b c"),
            ("\u{3000}a\u{2028}\u{a0}b ", "a b"),
            (" \n", ""),
        ] {
            assert_eq!(collapse_whitespace().sanitize(text), clean, "{text:?}");
        }
    }

    #[test]
    fn leaves_what_has_single_spaces_as_it_is() {
        for text in ["", "a", "a b c", "\u{200b}a b", "résumé 日本"] {
            let clean = collapse_whitespace().sanitize(text);
            assert!(matches!(clean, Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[ \\s\u{a0}aé]{0,12}") {
            let once = collapse_whitespace().sanitize(&text);
            prop_assert_eq!(collapse_whitespace().sanitize(&once), once.as_ref());
            prop_assert_eq!(once.split(' ').any(str::is_empty), once.is_empty());
        }
    }
}
