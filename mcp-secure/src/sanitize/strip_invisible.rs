//! Characters that no one sees.

use std::borrow::Cow;

use super::Sanitizer;
use crate::rule::invisible::{is_in_place, is_invisible};

#[cfg(test)]
mod tests;

/// Removes characters that are drawn as nothing, or that turn the direction of those around
/// them: zero-width characters, bidirectional controls, Unicode tag characters, variation
/// selectors, fillers, soft hyphens, byte order marks. They hide instructions that a model
/// reads and no person sees, and make text seem what it is not (Unicode TR 36).
///
/// Kept are the joiners (U+200C, U+200D) and the emoji selector (U+FE0F) where scripts and
/// emoji are spelled with them, by the rules of [`filename`](crate::rule::filename()), and
/// what only stands for something: the blank of Braille (U+2800) and U+FFFC.
///
/// # What is not
///
/// - Control characters are for [`strip_control`](super::strip_control()).
/// - Text that mixes directions by explicit marks, Mongolian and rare Han letters spelled with
///   selectors, and the flags of England, Scotland and Wales are drawn differently afterwards.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, strip_invisible};
///
/// let strip = strip_invisible();
/// assert_eq!(strip.sanitize("pay\u{200b}pal \u{202e}gpj"), "paypal gpj");
/// assert_eq!(strip.sanitize("hidden\u{e0041}\u{e0042}"), "hidden");
/// assert_eq!(strip.sanitize("👩\u{200d}🚀 می\u{200c}خواهم"), "👩\u{200d}🚀 می\u{200c}خواهم");
/// ```
pub fn strip_invisible() -> StripInvisible {
    StripInvisible
}

/// See [`strip_invisible`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StripInvisible;

impl Sanitizer for StripInvisible {
    fn name(&self) -> &'static str {
        "strip_invisible"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut kept = String::new();
        let mut from = 0;
        let mut before = None;
        for (at, character) in text.char_indices() {
            let behind = at + character.len_utf8();
            // A joiner is judged by what is kept before it and by what follows. Where the
            // follower counts it is visible, and so is kept: the second time judges the same.
            let stays = if is_sometimes_kept(character) {
                let after = text[behind..].chars().find(|&after| !is_never_kept(after));
                is_in_place(before, character, after)
            } else {
                !is_never_kept(character)
            };
            if stays {
                before = Some(character);
            } else {
                kept.push_str(&text[from..at]);
                from = behind;
            }
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        kept.push_str(&text[from..]);
        Cow::Owned(kept)
    }
}

fn is_never_kept(character: char) -> bool {
    is_invisible(character)
        && !is_sometimes_kept(character)
        && !matches!(character, '\u{2800}' | '\u{fffc}')
}

fn is_sometimes_kept(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}
