//! [`LocalHash`]: the name in this process of something of any length.

use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128, SipHasher24};

/// Makes 128 bits of a holder, or of a token.
///
/// SipHash-2-4 under a random key of this process (Aumasson and Bernstein, 2012), with an output of 128
/// bits: without the key nobody finds what has a given name, or two that share one.
pub(crate) struct LocalHash(SipHasher24);

impl LocalHash {
    pub(crate) fn random() -> Self {
        let mut key = [0; 16];
        // It fails only where nothing secure can run.
        aws_lc_rs::rand::fill(&mut key).expect("the system has a random number generator");
        Self(SipHasher24::new_with_key(&key))
    }

    pub(crate) fn of(&self, bytes: &[u8]) -> u128 {
        self.of_parts([bytes])
    }

    /// Of all parts as one; no two lists of parts may make the same.
    pub(crate) fn of_parts<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> u128 {
        let mut hasher = self.0;
        parts.into_iter().for_each(|part| hasher.write(part));
        hasher.finish128().as_u128()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first and the last vector of the reference implementation.
    #[test]
    fn it_is_siphash() {
        let hash = LocalHash(SipHasher24::new_with_key(&std::array::from_fn(|at| at as u8)));
        let message: Vec<u8> = (0..63).collect();
        let bytes = |number: u128| number.to_le_bytes();
        assert_eq!(bytes(hash.of(b""))[..4], [0xa3, 0x81, 0x7f, 0x04]);
        assert_eq!(bytes(hash.of(&message))[..4], [0x51, 0x50, 0xd1, 0x77]);
        assert_eq!(hash.of(&message), hash.of_parts([&message[..10], &message[10..]]));
        assert_ne!(LocalHash::random().of(b""), LocalHash::random().of(b""));
    }
}
