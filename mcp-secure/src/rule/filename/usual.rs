//! The short way of usual names. It only accepts: what it does not know goes the long way.

use super::{
    Filename, MAX_BYTES,
    extension::{self, Key},
    windows,
};
use crate::lanes;

impl Filename {
    /// Whether the name is a usual one, and good: ASCII without what begins an encoding, and with
    /// short extensions of letters and digits.
    pub(super) fn is_usual_and_good(&self, name: &str) -> bool {
        let bytes = name.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return false;
        };
        if matches!(first, b' ' | b'-') || *last == b' ' || bytes.len() > MAX_BYTES {
            return false;
        }
        let (mut stem, mut has_stem) = (bytes, false);
        while !has_stem && let Some((before, key)) = last_extension(stem) {
            if !self.accepts_anywhere(&stem[before.len()..], key) {
                return false;
            }
            stem = before;
            has_stem = is_plain(stem);
        }
        (has_stem || if stem.is_empty() { self.hidden } else { is_plain(stem) })
            && !windows::is_device(name)
            && self.extensions.as_ref().is_none_or(|list| extension::ends_with_one_of(name, list))
            && (self.denied.is_empty() || !extension::ends_with_one_of(name, &self.denied))
    }

    /// Whether the extension, of which this is the key, may stand anywhere.
    fn accepts_anywhere(&self, with_dot: &[u8], key: Key) -> bool {
        let is = |denied: &String| denied.as_bytes().eq_ignore_ascii_case(&with_dot[1..]);
        (self.run == extension::Run::Accepted || key.refused().is_none())
            && !self.denied.iter().any(is)
    }
}

/// What is before the last dot, and the word of one to seven letters and digits after it.
fn last_extension(name: &[u8]) -> Option<(&[u8], Key)> {
    let word = match name.last_chunk() {
        Some(last) => u64::from_be_bytes(*last),
        None => name.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    // The lowest byte that is a dot ("Hacker's Delight", section 6-1: the first zero byte).
    let dots = word ^ (EACH * u64::from(b'.'));
    let found = dots.wrapping_sub(EACH) & !dots & (EACH << 7);
    if found == 0 {
        return None;
    }
    let bits = found.trailing_zeros() - 7;
    let before = name.get(..name.len() - (bits / 8 + 1) as usize)?;
    let mask = (1 << bits) - 1;
    let lower_case = (word | (EACH << 5)) & mask;
    let are_in_word = are_in_range(lower_case, b'a', b'z') | are_in_range(word & mask, b'0', b'9');
    let is_word = bits != 0 && are_in_word & mask == (EACH << 7) & mask;
    is_word.then(|| (before, Key::from_bits(lower_case, bits)))
}

/// The highest bit of each byte that is in the range, of ASCII.
fn are_in_range(bytes: u64, first: u8, last: u8) -> u64 {
    let are_not_below = bytes.wrapping_add(EACH * u64::from(128 - first));
    let are_above = bytes.wrapping_add(EACH * u64::from(127 - last));
    // One that is not ASCII is in no range, whatever it carries over to the next.
    are_not_below & !are_above & (EACH << 7)
}

/// A bit in each byte.
const EACH: u64 = u64::MAX / 255;

/// Whether there is something, and only what usual names are made of: nobody takes it for a path, an
/// encoding, an option, an alias or an extension.
fn is_plain(stem: &[u8]) -> bool {
    !stem.is_empty() && lanes::are_zero(stem, from_usual)
}

/// How far it is from a letter, a digit, ` `, `!`, `(`, `)`, `-` and `_`; without a branch, in few
/// operations.
fn from_usual(byte: u8) -> u8 {
    let from_letter = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
    let from_digit = byte.wrapping_sub(b'0').saturating_sub(9);
    let from_bracket = (byte | 0x09) ^ b')'; // ` `, `!` and `(` too.
    from_letter.min(from_digit).min(from_bracket).min(byte ^ b'-').min(byte ^ b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_a_word_of_letters_and_digits() {
        for byte in 0..=u8::MAX {
            for length in 1..=7 {
                for place in 0..length {
                    let mut name = b"plan.abcdefg"[..5 + length].to_vec();
                    name[5 + place] = byte;
                    let found = last_extension(&name);
                    // Another dot begins the last extension, if something is behind it.
                    let is_word =
                        byte.is_ascii_alphanumeric() || byte == b'.' && place + 1 < length;
                    assert_eq!(found.is_some(), is_word, "{byte:#x} at {place} of {length}");
                }
            }
        }
        assert!(last_extension(b"plan.abcdefgh").is_none());
        assert!(last_extension(b"plan").is_none());
    }

    #[test]
    fn plain_is_what_usual_names_are_made_of() {
        for byte in 0..=u8::MAX {
            let is_usual = byte.is_ascii_alphanumeric() || b" !()-_".contains(&byte);
            for (length, at) in
                [(1, 0), (3, 1), (16, 0), (17, 16), (40, 0), (40, 20), (40, 35), (48, 47)]
            {
                let mut name = vec![b'a'; length];
                name[at] = byte;
                assert_eq!(is_plain(&name), is_usual, "{byte:#x} at {at}");
            }
        }
        assert!(!is_plain(b""));
    }
}
