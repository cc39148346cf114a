//! What stands in a JSON string as itself: all but quotes, backslashes and control characters (RFC 8259,
//! section 7).

use crate::lanes;

/// How many bytes at the beginning stand for themselves.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    // Most strings are short.
    if let Some(found) = in_words(&bytes[..bytes.len().min(SHORT)]) {
        return found;
    }
    let start = lanes::zeros(bytes, |byte| {
        b' '.saturating_sub(byte) | u8::from((byte == b'"') | (byte == b'\\'))
    });
    in_words(&bytes[start..]).map_or(bytes.len(), |found| start + found)
}

/// Where the first one is that does not.
#[inline]
fn in_words(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    let mut start = 0;
    for &word in words {
        let special = special_in(u64::from_le_bytes(word));
        if special != 0 {
            return Some(start + (special.trailing_zeros() / 8) as usize);
        }
        start += size_of::<u64>();
    }
    rest.iter().position(|&byte| is_special(byte)).map(|found| start + found)
}

fn is_special(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// Zero if there is none; else the lowest bit is the highest one of the first special byte ("Hacker's
/// Delight", section 6-1). Bits above it tell nothing.
fn special_in(word: u64) -> u64 {
    // The highest bit of each byte that is less than another, and of some behind it.
    let less = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word;
    let is = |byte: u8| less(word ^ (EACH * u64::from(byte)), 1);
    (less(word, b' ') | is(b'"') | is(b'\\')) & (EACH << 7)
}

/// A bit in each byte.
const EACH: u64 = u64::MAX / 255;

const SHORT: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen_at_every_place() {
        for byte in 0..=u8::MAX {
            for length in [1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100, 200] {
                for place in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[place] = byte;
                    let expected = if is_special(byte) { place } else { length };
                    assert_eq!(plain(&bytes), expected, "{byte:#x} at {place} of {length}");
                }
            }
        }
    }

    /// What a borrow makes of the bytes behind the first one.
    #[test]
    fn the_first_of_two_is_told() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let mut bytes = [b'a'; 16];
                bytes[2..4].copy_from_slice(&[first, second]);
                let expected = bytes.iter().position(|&byte| is_special(byte)).unwrap_or(16);
                assert_eq!(plain(&bytes), expected, "{first:#x} {second:#x}");
            }
        }
    }
}
