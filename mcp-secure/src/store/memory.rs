//! [`Memory`]: the memory of this process.

use std::{
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use super::{
    Counted, Key, Rate, Store, Taken,
    buckets::{Buckets, Time},
    counters::Counters,
};
use crate::{
    answer::Answer,
    auth::{
        dpop::{ReplayStore, SpentProofs},
        revocations::{Page, Revocation, RevocationStore},
    },
    error::{Full, Result},
};

/// The memory of this process: for one replica, and for tests of what uses a [store](super).
///
/// | it keeps | at most | until |
/// |---|---|---|
/// | rates | 100,000 keys; all further ones of a rate share one bucket | the bucket is full again |
/// | counters | 100,000 keys; all further ones with the same `most` and the same end share one counter, of which there are 1,000 | their end |
/// | spent proofs | 500,000 at least, and of one key 50,000; one more is refused | they could be taken no more |
/// | revocations | 100,000, of one token or subject the latest; one more is an error of who revokes | their end; those of subjects for ever |
///
/// Where it is full, it is not [away](super): [`Full`] refuses the one proof, budget or revocation, and
/// all others go on. Nothing that it keeps is forgotten to make room, so no proof is good twice, and
/// nothing that was revoked is good again. That a proof finds no room is in the log, and its client is
/// told to come again (503); who revokes gets the error, and has to act.
pub struct Memory {
    rates: Buckets,
    counters: Mutex<Counters>,
    spent: SpentProofs,
    revocations: Mutex<Vec<(u64, Revocation)>>,
    /// Taken under the lock of the revocations. No place is given twice, also where the last is gone.
    next_place: AtomicU64,
    clock: fn() -> SystemTime,
}

impl Memory {
    /// Nothing is kept yet.
    pub fn new() -> Self {
        Self::at(SystemTime::now)
    }

    pub(super) fn at(clock: fn() -> SystemTime) -> Self {
        Self {
            rates: Buckets::new(MOST, Time::monotonic()),
            counters: Mutex::default(),
            spent: SpentProofs::default(),
            revocations: Mutex::default(),
            next_place: AtomicU64::new(1),
            clock,
        }
    }

    fn keep(&self, revocation: &Revocation) -> Result<()> {
        let now = (self.clock)();
        let mut all = lock(&self.revocations);
        // Who revokes the same again and again fills nothing. Its place is the last one, for those who
        // have read so far.
        if all.iter().any(|(_, kept)| revocation.is_within(kept)) {
            return Ok(());
        }
        all.retain(|(_, kept)| !kept.is_within(revocation));
        if all.len() >= MOST {
            all.retain(
                |(_, kept)| !matches!(kept, Revocation::Token { until, .. } if *until < now),
            );
            if all.len() >= MOST {
                return Err(Full::new(FULL).into());
            }
        }
        let place = self.next_place.fetch_add(1, Ordering::Relaxed);
        all.push((place, revocation.clone()));
        Ok(())
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Store for Memory {
    fn describe(&self) -> String {
        "memory".into()
    }

    fn take(&self, key: Key, rate: Rate, cost: u32) -> Answer<'_, Result<Taken>> {
        Answer::Now(Ok(self.rates.take(key.bits(), rate, cost)))
    }

    fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
    ) -> Answer<'_, Result<Counted>> {
        Answer::Now(lock(&self.counters).add(key, amount, most, until, (self.clock)()))
    }
}

impl ReplayStore for Memory {
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>> {
        self.spent.spend(id, until)
    }
}

impl RevocationStore for Memory {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        Answer::Now(self.keep(revocation))
    }

    /// The cursor is the place of the last one.
    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        let from: u64 = cursor.parse().unwrap_or_default();
        let all = lock(&self.revocations);
        let new = &all[all.partition_point(|(place, _)| *place <= from)..];
        let new = &new[..new.len().min(PAGE)];
        Answer::Now(Ok(Page {
            revocations: new.iter().map(|(_, revocation)| revocation.clone()).collect(),
            cursor: new.last().map_or_else(|| cursor.to_owned(), |(place, _)| place.to_string()),
        }))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

const MOST: usize = 100_000;
const FULL: &str = "more than 100,000 are revoked; give tokens a shorter life";
const PAGE: usize = 1_000;
