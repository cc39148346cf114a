//! Labels of internationalized names.

use std::sync::LazyLock;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use regex::Regex;

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
    // The two sets of Arabic digits look alike and are not mixed.
    let holds = |from, to| label.chars().any(|character| (from..=to).contains(&character));
    if !LETTERS.is_match(label) || (holds('\u{660}', '\u{669}') && holds('\u{6f0}', '\u{6f9}')) {
        return false;
    }
    let mut before = None;
    let mut characters = label.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let is_good = match character {
            '·' => before == Some('l') && after == Some('l'),
            '\u{375}' => after.is_some_and(is_greek),
            '\u{5f3}' | '\u{5f4}' => before.is_some_and(is_hebrew),
            '・' => label.chars().any(is_japanese),
            // Disallowed by RFC 5892, section 2.6.
            '\u{640}'
            | '\u{7fa}'
            | '\u{302e}'
            | '\u{302f}'
            | '\u{3031}'..='\u{3035}'
            | '\u{303b}' => false,
            _ => true,
        };
        if !is_good {
            return false;
        }
        before = Some(character);
    }
    true
}

/// Letters, marks and decimal digits (RFC 5892, section 2.1), and what it adds. Where the
/// joiners may stand is checked by UTS 46.
static LETTERS: LazyLock<Regex> = LazyLock::new(|| {
    let letters = r"\p{L}\p{Mn}\p{Mc}\p{Nd}";
    let signs = r"\x{200C}\x{200D}\x{B7}\x{375}\x{5F3}\x{5F4}\x{6FD}\x{6FE}\x{F0B}\x{3007}\x{30FB}";
    Regex::new(&format!(r"^[-{letters}{signs}]+$")).expect("a good expression")
});

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
