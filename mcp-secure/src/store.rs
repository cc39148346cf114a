//! What replicas of a server share: rates, budgets, spent proofs, revocations.
//!
//! Without a store each process counts on its own, in memory. A server with one,
//! `.store(Redis::connect("redis://127.0.0.1").await?)`, counts together with all others that use it:
//! [rates](mod@crate::guard::rate_limit), budgets, which [proofs](crate::auth::dpop) were spent,
//! and what was [revoked](crate::auth::revocations).
//!
//! # What is promised
//!
//! - **A call waits for the store 250 ms at most**, for each of its decisions. A store that fails, or
//!   takes longer, is *away*: nobody waits for it any more, and one call each half second tries
//!   whether it is back.
//! - **While it is away, rates are held in each process**: the same rate, counted since before. A call
//!   is never admitted because the store cannot be asked. A proof of possession that cannot be
//!   remembered is refused; what is known to be revoked still is.
//! - The change, in each direction, is one [audit](crate::audit) event (`store`).
//! - What a store is given are [keys](Key): hashes of server, tool and caller, no names.
//!
//! # What is not promised
//!
//! - With the store away, `n` replicas admit up to `n` times the rate together.
//! - A key is a hash without a secret: who reads the store and guesses a subject finds its count.

use std::{fmt, time::SystemTime};

use crate::{
    answer::Answer,
    auth::{dpop::ReplayStore, revocations::RevocationStore},
    error::Result,
};

pub(crate) mod buckets;
mod counters;
mod key;
pub(crate) mod limiter;
pub(crate) mod local_hash;
mod memory;
mod place;
mod rate;
#[cfg(feature = "redis")]
mod redis;
mod shared;
pub(crate) mod standing;

pub use crate::error::Full;
pub use key::Key;
pub use memory::Memory;
pub use place::Place;
pub(crate) use rate::PERIODS;
pub use rate::Rate;
#[cfg(feature = "redis")]
pub use redis::Redis;
pub use shared::{Away, Shared};

/// Keeps what replicas share.
///
/// Each method is one decision, and atomic: of two replicas that ask for the last place, one gets it.
/// An error, or an answer that takes too long, means that the store is [away](self); [`Full`] is an
/// answer: it refuses what was asked for, and nothing else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store",
    label = "does not implement `mcp_secure::store::Store`",
    note = "`mcp_secure::store::Redis` does, with the feature `redis`"
)]
pub trait Store: ReplayStore + RevocationStore {
    /// What it is, and where, for the log; without a password.
    fn describe(&self) -> String;

    /// Takes `cost` from the bucket of the key, if there is as much (GCRA, as [`Rate`] says), and
    /// nothing otherwise. The key's bucket is full at first, and may be forgotten when it is full
    /// again. `cost` is no more than the burst of the rate; of 0, it only looks.
    ///
    /// The time is that of the store: one clock for all replicas.
    fn take(&self, key: Key, rate: Rate, cost: u32) -> Answer<'_, Result<Taken>>;

    /// Adds `amount` to the counter of the key, if it then counts `most` or less, and nothing
    /// otherwise. It counts from 0, and is forgotten after `until`.
    fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
    ) -> Answer<'_, Result<Counted>>;
}

/// What a [bucket](Store::take) says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// There was as much.
    Admitted {
        /// What is left in the bucket.
        remaining: u32,
    },
    /// There was less.
    Refused {
        /// When there will be as much.
        retry_after: std::time::Duration,
        /// What is left in the bucket.
        remaining: u32,
    },
}

/// What a [counter](Store::count) says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Whether the amount was added.
    pub admitted: bool,
    /// What it counts now.
    pub total: u64,
}

impl fmt::Debug for dyn Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.describe()).finish()
    }
}

#[cfg(test)]
mod tests;
