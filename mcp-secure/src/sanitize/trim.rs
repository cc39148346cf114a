//! White space at the ends.

use std::borrow::Cow;

use super::Sanitizer;

/// Removes white space from both ends: every character with the Unicode property
/// `White_Space`, line breaks and the no-break space included.
///
/// White space within the text stays, and so do invisible characters that are no white
/// space, such as the zero-width space.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, trim};
///
/// assert_eq!(trim().sanitize("  a title\u{a0}\n"), "a title");
/// assert_eq!(trim().sanitize("a  b"), "a  b");
/// ```
pub fn trim() -> Trim {
    Trim
}

/// See [`trim`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trim;

impl Sanitizer for Trim {
    fn name(&self) -> &'static str {
        "trim"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(text.trim())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn removes_all_white_space_from_both_ends_and_none_within() {
        for space in [
            " ", "\t", "\n", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{a0}", "\u{1680}", "\u{2003}",
            "\u{2028}", "\u{2029}", "\u{202f}", "\u{205f}", "\u{3000}",
        ] {
            let text = format!("{space}{space}a{space}b{space}");
            assert_eq!(trim().sanitize(&text), format!("a{space}b"), "{space:?}");
        }
        assert_eq!(trim().sanitize(" \n "), "");
        assert_eq!(trim().sanitize(""), "");
    }

    #[test]
    fn leaves_what_is_no_white_space() {
        for text in ["a", "résumé", "\u{200b}a\u{200b}", "\u{feff}a", "\0a"] {
            assert_eq!(trim().sanitize(text), text);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[ \u{a0}\na]{0,8}") {
            let once = trim().sanitize(&text);
            prop_assert_eq!(trim().sanitize(&once), once.as_ref());
        }
    }
}
