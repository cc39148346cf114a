//! Characters that no one sees, and where spelling needs them.

use unicode_normalization::char::canonical_combining_class;

/// Unicode's `Default_Ignorable_Code_Point`, with the blanks that are drawn as nothing, the
/// byte order mark, and the interlinear and object marks.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a joiner or the emoji selector stands where spelling needs it.
pub(crate) fn is_in_place(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    // RFC 5892, appendix A.1 and A.2.
    let is_after_virama = canonical_combining_class(before) == VIRAMA;
    match character {
        '\u{200c}' => {
            is_after_virama || (is_arabic_letter(before) && after.is_some_and(is_arabic_letter))
        }
        // Before a virama, Bengali and Kannada have the letter keep its shape (Unicode Standard,
        // section 12.2), as in `U+09B0 U+200D U+09CD`.
        '\u{200d}' if after.is_some_and(|c| canonical_combining_class(c) == VIRAMA) => {
            before.is_alphabetic()
        }
        '\u{200d}' => is_after_virama || (is_emoji_part(before) && after.is_some_and(is_emoji)),
        // The selector makes an emoji of a symbol, and a keycap of a digit.
        _ => is_emoji(before) || (is_keycap_base(before) && after == Some('\u{20e3}')),
    }
}

fn is_keycap_base(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '#' | '*')
}

/// Letters of the Arabic blocks, most of which join.
fn is_arabic_letter(character: char) -> bool {
    matches!(character, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}')
}

fn is_emoji_part(character: char) -> bool {
    is_emoji(character) || character == '\u{fe0f}'
}

/// The blocks that hold emoji, and the few that stand elsewhere.
fn is_emoji(character: char) -> bool {
    matches!(
        character,
        '\u{1f000}'..='\u{1faff}'
            | '\u{2190}'..='\u{21ff}'
            | '\u{2300}'..='\u{23ff}'
            | '\u{2460}'..='\u{24ff}'
            | '\u{25a0}'..='\u{27bf}'
            | '\u{2900}'..='\u{297f}'
            | '\u{2b00}'..='\u{2bff}'
            | '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
    )
}

/// The canonical combining class of signs that suppress a vowel.
const VIRAMA: u8 = 9;
