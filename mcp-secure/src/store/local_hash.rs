//! [`LocalHash`]: what a holder of any length is counted under in this process.

use std::hash::{BuildHasher, RandomState};

/// Makes 128 bits of a holder.
///
/// SipHash under a key of this process: without the key, nobody finds two holders that share a
/// place. The two halves are hashes of different messages, so that 128 bits stand against chance
/// too.
pub(crate) struct LocalHash(RandomState);

impl LocalHash {
    pub(crate) fn random() -> Self {
        Self(RandomState::new())
    }

    pub(crate) fn of(&self, holder: &[u8]) -> u128 {
        let [high, low] = [0_u8, 1].map(|half| u128::from(self.0.hash_one((half, holder))));
        high << 64 | low
    }
}
