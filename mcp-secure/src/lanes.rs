//! Many bytes at once: loops over arrays of one length, without a branch for each byte, of which
//! the compiler makes vectors.

use multiversion::multiversion;

/// Whether `of` makes zero of each byte.
#[inline(always)]
pub(crate) fn are_zero(bytes: &[u8], of: impl Fn(u8) -> u8 + Copy) -> bool {
    if bytes.len() >= WIDE {
        return many_are_zero(bytes, of);
    }
    let found = in_two::<32>(bytes, of)
        .or_else(|| in_two::<16>(bytes, of))
        .or_else(|| in_two::<8>(bytes, of))
        .unwrap_or_else(|| found_in(bytes, of));
    found == 0
}

/// Of so many bytes that it pays to ask for the widest vectors that the processor has.
const WIDE: usize = 64;

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn many_are_zero(bytes: &[u8], of: impl Fn(u8) -> u8 + Copy) -> bool {
    let found = if let Some(last) = bytes.last_chunk::<128>() {
        // The last ones may meet those before them; without the last byte they are not looked at twice.
        let (chunks, _) = bytes[..bytes.len() - 1].as_chunks::<128>();
        chunks.iter().fold(found_in(last, of), |found, chunk| found | found_in(chunk, of))
    } else {
        in_two::<64>(bytes, of).unwrap_or_else(|| found_in(bytes, of))
    };
    found == 0
}

/// Of from `N` to twice as many bytes: the first ones and the last ones, which may meet.
#[inline(always)]
fn in_two<const N: usize>(bytes: &[u8], of: impl Fn(u8) -> u8 + Copy) -> Option<u8> {
    let (first, last) = (bytes.first_chunk::<N>()?, bytes.last_chunk::<N>()?);
    Some(found_in(first, of) | found_in(last, of))
}

#[inline(always)]
fn found_in(bytes: &[u8], of: impl Fn(u8) -> u8) -> u8 {
    bytes.iter().fold(0, |found, &byte| found | of(byte))
}

/// How many bytes at the beginning are in whole chunks of which `of` makes zeros.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
pub(crate) fn zeros(bytes: &[u8], of: impl Fn(u8) -> u8 + Copy) -> usize {
    let (chunks, _) = bytes.as_chunks::<64>();
    64 * chunks.iter().take_while(|chunk| found_in(*chunk, of) == 0).count()
}

/// How many of the bytes are so.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
pub(crate) fn count(bytes: &[u8], is: impl Fn(u8) -> bool + Copy) -> usize {
    // No more than a byte can count.
    let (chunks, rest) = bytes.as_chunks::<128>();
    let of = |bytes: &[u8]| {
        usize::from(bytes.iter().fold(0_u8, |count, &byte| count + u8::from(is(byte))))
    };
    chunks.iter().map(|chunk| of(chunk)).sum::<usize>() + of(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: [usize; 21] =
        [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 100, 127, 128, 129, 256, 300];

    #[test]
    fn every_byte_is_seen_at_every_place() {
        for length in LENGTHS {
            for place in 0..length {
                let mut bytes = vec![1; length];
                bytes[place] = 7;
                assert!(are_zero(&bytes, |byte| byte / 8), "{place} of {length}");
                assert!(!are_zero(&bytes, |byte| byte / 7), "{place} of {length}");
                assert_eq!(count(&bytes, |byte| byte == 7), 1, "{place} of {length}");
                let chunks = place.min(length) / 64 * 64;
                assert_eq!(zeros(&bytes, |byte| byte / 7), chunks, "{place} of {length}");
            }
        }
        assert!(are_zero(&[], |_| 1));
    }

    #[test]
    fn no_count_overflows() {
        for length in LENGTHS.into_iter().chain([70_000]) {
            assert_eq!(count(&vec![b'a'; length], |byte| byte == b'a'), length);
        }
    }
}
