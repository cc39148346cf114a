//! Characters that a file name must not hold.

use crate::rule::{
    invisible::{is_in_place, is_invisible},
    text::is_noncharacter,
};

/// What is wrong with the ASCII characters, if anything.
pub(super) fn refused_ascii_in(name: &[u8]) -> Option<&'static str> {
    let holds = |refused: fn(u8) -> bool| name.iter().any(|&byte| refused(byte));
    if !holds(is_refused_ascii) {
        return None;
    }
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

/// Characters that conversions turn into a separator or a dot, or that are drawn as one.
///
/// All whose compatibility decomposition holds a separator, or is one or two dots. The
/// ellipsis is three, and is accepted.
#[rustfmt::skip]
pub(super) fn is_lookalike(character: char) -> bool {
    matches!(
        character,
        // `/`: Philippine punctuation, caret insertion point, fraction slash, division slash, big solidus, mathematical and box diagonals,
        // full width; account of, addressed to, care of, cada una.
        '\u{1735}' | '\u{2041}' | '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{27cb}' | '\u{2571}' | '\u{ff0f}'
            | '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}'
            // `\`: set minus, reverse solidus operator, big, diagonals, small, full width.
            | '\u{2216}' | '\u{29f5}' | '\u{29f9}' | '\u{27cd}' | '\u{2572}' | '\u{fe68}' | '\u{ff3c}'
            // `.`: one and two dot leader, small, full width; for vertical text.
            | '\u{2024}' | '\u{2025}' | '\u{fe52}' | '\u{ff0e}' | '\u{fe30}' | '\u{fe19}'
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
