//! Characters that a file name must not hold.

use unicode_normalization::char::canonical_combining_class;

use crate::rule::text::is_noncharacter;

/// What is wrong with the ASCII characters, if anything.
pub(super) fn refused_ascii_in(name: &[u8]) -> Option<&'static str> {
    // One pass without a branch: nearly every name is good.
    let found = name.iter().fold(false, |found, &byte| found | is_refused_ascii(byte));
    if !found {
        return None;
    }
    let holds = |refused: fn(u8) -> bool| name.iter().any(|&byte| refused(byte));
    Some(if holds(|byte| matches!(byte, b'/' | b'\\')) {
        "must not hold a path separator"
    } else if holds(|byte| byte.is_ascii_control()) {
        "must not hold control characters or line breaks"
    } else {
        "must not hold `:`, `<`, `>`, `\"`, `|`, `?` or `*`, which Windows reserves"
    })
}

fn is_refused_ascii(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == 0x7f)
        | (byte == b'/')
        | (byte == b'\\')
        | (byte == b':')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'|')
        | (byte == b'?')
        | (byte == b'*')
}

/// What is wrong with the characters beyond ASCII, if anything.
pub(in crate::rule) fn refused_in(name: &str) -> Option<&'static str> {
    let mut before = None;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let refused = match character {
            '\0'..='\u{7f}' => None,
            '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                Some("must not hold control characters or line breaks")
            }
            '\u{200c}' | '\u{200d}' | '\u{fe0f}' if is_in_place(before, character, after) => None,
            _ if is_lookalike(character) => {
                Some("must not hold characters that look like a path separator or a dot")
            }
            _ if is_invisible(character) => {
                Some("must not hold invisible or bidirectional formatting characters")
            }
            _ if is_private_use(character) || is_noncharacter(character) => {
                Some("must not hold private-use characters or noncharacters")
            }
            _ => None,
        };
        if refused.is_some() {
            return refused;
        }
        before = Some(character);
    }
    None
}

/// Whether a joiner or the emoji selector stands where spelling needs it.
fn is_in_place(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    // RFC 5892, appendix A.1 and A.2.
    let is_after_virama = canonical_combining_class(before) == VIRAMA;
    match character {
        '\u{200c}' => {
            is_after_virama || (is_arabic_letter(before) && after.is_some_and(is_arabic_letter))
        }
        '\u{200d}' => is_after_virama || (is_emoji_part(before) && after.is_some_and(is_emoji)),
        // The selector makes an emoji of a symbol, and a keycap of a digit.
        _ => is_emoji(before) || (is_keycap_base(before) && after == Some('\u{20e3}')),
    }
}

fn is_keycap_base(character: char) -> bool {
    character.is_ascii_digit() || character == '#'
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

/// Characters that conversions turn into a separator or a dot, or that are drawn as one.
///
/// All whose compatibility decomposition holds a separator, or is one or two dots. The
/// ellipsis is three, and is accepted.
#[rustfmt::skip]
fn is_lookalike(character: char) -> bool {
    matches!(
        character,
        // `/`: fraction slash, division slash, big solidus, mathematical and box diagonals,
        // full width; account of, addressed to, care of, cada una.
        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{27cb}' | '\u{2571}' | '\u{ff0f}'
            | '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}'
            // `\`: set minus, reverse solidus operator, big, diagonals, small, full width.
            | '\u{2216}' | '\u{29f5}' | '\u{29f9}' | '\u{27cd}' | '\u{2572}' | '\u{fe68}' | '\u{ff3c}'
            // `.`: one and two dot leader, small, full width; for vertical text.
            | '\u{2024}' | '\u{2025}' | '\u{fe52}' | '\u{ff0e}' | '\u{fe30}' | '\u{fe19}'
    )
}

/// Unicode's `Default_Ignorable_Code_Point`, with the blanks that are drawn as nothing, the
/// byte order mark, and the interlinear and object marks.
fn is_invisible(character: char) -> bool {
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

/// Unicode's private-use areas. Beside meaning something else to everybody, U+F001 to U+F0FF
/// are how Windows shares and Cygwin write `:` and other reserved characters.
fn is_private_use(character: char) -> bool {
    matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    )
}

/// The canonical combining class of signs that suppress a vowel.
const VIRAMA: u8 = 9;
