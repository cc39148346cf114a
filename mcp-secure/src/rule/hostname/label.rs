//! Labels of internationalized names.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::char::is_combining_mark;

/// What an ASCII name breaks by labels that RFC 5891, section 4.2.3.1, reserves.
pub(super) fn broken_in(name: &str) -> Option<&'static str> {
    let is_good = |label: &str| match label.as_bytes() {
        [b'x', b'n', b'-', b'-', ..] => is_a_label(label),
        [_, _, b'-', b'-', ..] => false,
        _ => true,
    };
    if name.split('.').all(is_good) {
        return None;
    }
    Some("must not have `--` in the third and fourth place of a label, but for a valid `xn--`")
}

/// Whether the label decodes to one in another script, and is the encoding of that.
fn is_a_label(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    let idna = Uts46::new();
    let (unicode, valid) = idna.to_unicode(label.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    if valid.is_err() || unicode.is_ascii() || !is_name(&unicode) {
        return false;
    }
    let again =
        idna.to_ascii(unicode.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify);
    again.is_ok_and(|again| again == label)
}

/// Whether the label holds what IDNA 2008 has in names (RFC 5892): letters, marks and digits,
/// and a few signs where spelling needs them (appendix A). UTS 46 alone allows symbols too.
pub(super) fn is_name(label: &str) -> bool {
    let mut before = None;
    let mut characters = label.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let is_good = match character {
            '-' => true,
            // Where the joiners may stand is checked by UTS 46 already.
            '\u{200c}' | '\u{200d}' => true,
            '·' => before == Some('l') && after == Some('l'),
            '\u{375}' => after.is_some_and(is_greek),
            '\u{5f3}' | '\u{5f4}' => before.is_some_and(is_hebrew),
            '・' => label.chars().any(is_japanese),
            _ => character.is_alphanumeric() || is_combining_mark(character),
        };
        if !is_good {
            return false;
        }
        before = Some(character);
    }
    true
}

fn is_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{373}' | '\u{376}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{591}'..='\u{5f2}')
}

/// Hiragana, Katakana or Han.
fn is_japanese(character: char) -> bool {
    matches!(
        character,
        '\u{3005}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}'
    )
}
