//! Lower case.

use std::borrow::Cow;

use super::Sanitizer;

/// Writes text in lower case, as Unicode maps it without regard to language (Unicode
/// Standard, section 3.13). For names that are compared without case.
///
/// It is no case folding: `ß` stays, and `ss` stays different from it. It is not Turkish:
/// `I` becomes `i`.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, lowercase};
///
/// assert_eq!(lowercase().sanitize("RÉSUMÉ"), "résumé");
/// ```
pub fn lowercase() -> Lowercase {
    Lowercase
}

/// See [`lowercase`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lowercase;

impl Sanitizer for Lowercase {
    fn name(&self) -> &'static str {
        "lowercase"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_lower = |character: char| {
            let mut mapped = character.to_lowercase();
            mapped.next() == Some(character) && mapped.next().is_none()
        };
        if text.chars().all(is_lower) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writes_every_script_in_lower_case() {
        for (text, lower) in [
            ("ABC", "abc"),
            ("ÀÉ", "àé"),
            ("ΟΔΟΣ", "οδος"),
            ("Я", "я"),
            ("ẞ", "ß"),
            ("\u{130}", "i\u{307}"),
        ] {
            assert_eq!(lowercase().sanitize(text), lower);
        }
        assert!(matches!(lowercase().sanitize("abc 日本 ß"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn twice_is_once(text in any::<String>(), greek in "[ΑΣας .]{0,9}") {
            for text in [text, greek] {
                let once = lowercase().sanitize(&text);
                prop_assert_eq!(lowercase().sanitize(&once), once.as_ref());
            }
        }
    }
}
