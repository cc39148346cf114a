//! Unicode's normal form C.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Sanitizer;

/// Writes text in Unicode's normalization form C (UAX 15): one spelling for `é`, whether it
/// came as one character or as two. Text that means the same then compares equal.
///
/// It is not for safety: lookalikes, full-width letters and ligatures stay.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, nfc};
///
/// assert_eq!(nfc().sanitize("re\u{301}sume\u{301}"), "résumé");
/// assert_eq!(nfc().sanitize("ﬁne"), "ﬁne");
/// ```
pub fn nfc() -> Nfc {
    Nfc
}

/// See [`nfc`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nfc;

impl Sanitizer for Nfc {
    fn name(&self) -> &'static str {
        "nfc"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if is_nfc_quick(text.chars()) == IsNormalized::Yes {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn composes_what_has_a_composed_form() {
        assert_eq!(nfc().sanitize("A\u{30a}"), "Å");
        assert_eq!(nfc().sanitize("\u{212b}"), "Å");
        assert_eq!(nfc().sanitize("\u{1112}\u{1161}\u{11ab}"), "한");
        assert!(matches!(nfc().sanitize("résumé"), Cow::Borrowed(_)));
    }

    #[test]
    fn leaves_what_only_looks_alike() {
        for text in ["ｐｈｐ", "ﬁ", "①", "a\u{200d}b"] {
            assert_eq!(nfc().sanitize(text), text);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in any::<String>(), marks in "[ae\u{301}\u{30a}\u{323}]{0,9}") {
            for text in [text, marks] {
                let once = nfc().sanitize(&text);
                prop_assert_eq!(nfc().sanitize(&once), once.as_ref());
            }
        }
    }
}
