//! [`Buckets`]: a bounded number of buckets, in memory.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Rate, Taken};

/// Buckets by key, and one of each rate for all keys that find no room: they are admitted less, and
/// nobody is admitted more.
///
/// Of a bucket one moment is kept: when it will be full again, in nanoseconds.
pub(crate) struct Buckets {
    shards: [Mutex<HashMap<u128, u64>>; SHARDS],
    /// How many there are in all shards.
    len: AtomicUsize,
    overflow: Mutex<HashMap<Rate, u64>>,
    max_keys: usize,
    next_sweep: AtomicU64,
    time: Time,
}

impl Buckets {
    pub(crate) fn new(max_keys: usize, time: Time) -> Self {
        Self {
            shards: Default::default(),
            len: AtomicUsize::new(0),
            overflow: Mutex::default(),
            max_keys,
            next_sweep: AtomicU64::new(0),
            time,
        }
    }

    /// Takes from the bucket of the key, or says when there will be as much.
    pub(crate) fn take(&self, key: u128, rate: Rate, cost: u32) -> Taken {
        let now = self.time.now();
        if self.len.load(Ordering::Relaxed) >= self.max_keys {
            self.sweep(now);
        }
        let mut shard = self.shard(key);
        match shard.entry(key) {
            Entry::Occupied(mut bucket) => decide(bucket.get_mut(), now, rate, cost),
            // Threads that find the last place free at the same time all take it: there may be as
            // many buckets too many as there are threads.
            Entry::Vacant(place) if self.len.load(Ordering::Relaxed) < self.max_keys => {
                self.len.fetch_add(1, Ordering::Relaxed);
                // Its caller may have taken from the shared bucket, and does not begin anew.
                let shared = lock(&self.overflow).get(&rate).copied().unwrap_or(now);
                decide(place.insert(shared.max(now)), now, rate, cost)
            }
            // While the shard is locked, so that no key takes from both at the same time.
            Entry::Vacant(_) => {
                decide(lock(&self.overflow).entry(rate).or_insert(now), now, rate, cost)
            }
        }
    }

    /// Gives back what was taken and not used.
    ///
    /// Nothing to the shared bucket: whether this was taken from it is not known any more, and
    /// others would have what this one gave.
    pub(crate) fn give_back(&self, key: u128, rate: Rate, cost: u32) {
        let back = rate.interval_nanos().saturating_mul(cost.into());
        if let Some(full_at) = self.shard(key).get_mut(&key) {
            *full_at = full_at.saturating_sub(back);
        }
    }

    /// Forgets the buckets that are full again. At most once a second: a sweep looks at every
    /// bucket, and a flood must not make each call pay for one.
    fn sweep(&self, now: u64) {
        let due = self.next_sweep.load(Ordering::Relaxed);
        let next = now.saturating_add(SWEEP_EVERY);
        let is_mine = now >= due
            && self
                .next_sweep
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if !is_mine {
            return;
        }
        for shard in &self.shards {
            let mut shard = lock(shard);
            let before = shard.len();
            shard.retain(|_, full_at| *full_at > now);
            self.len.fetch_sub(before - shard.len(), Ordering::Relaxed);
        }
        lock(&self.overflow).retain(|_, full_at| *full_at > now);
    }

    fn shard(&self, key: u128) -> MutexGuard<'_, HashMap<u128, u64>> {
        lock(&self.shards[(key % SHARDS as u128) as usize])
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        let counted = self.shards.iter().map(|shard| lock(shard).len()).sum();
        assert_eq!(self.len.load(Ordering::Relaxed), counted);
        counted
    }
}

/// One decision of GCRA. `full_at` is when the bucket is full again; what lies further away than all
/// of it was written under another rate, or by a clock that was turned back.
fn decide(full_at: &mut u64, now: u64, rate: Rate, cost: u32) -> Taken {
    let interval = rate.interval_nanos();
    let refill = interval * u64::from(rate.at_once());
    let ends = now.saturating_add(refill);
    let from = (*full_at).clamp(now, ends);
    let after = from.saturating_add(interval.saturating_mul(cost.into()));
    let left = |full_at: u64| u32::try_from((ends - full_at) / interval).unwrap_or(u32::MAX);
    if after > ends {
        let retry_after = Duration::from_nanos(after - ends);
        return Taken::Refused { retry_after, remaining: left(from) };
    }
    *full_at = after;
    Taken::Admitted { remaining: left(after) }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time since the buckets were made.
#[derive(Clone, Debug)]
pub(crate) enum Time {
    Monotonic(Instant),
    #[cfg(test)]
    Simulated(Simulated),
}

impl Time {
    pub(crate) fn monotonic() -> Self {
        Self::Monotonic(Instant::now())
    }

    /// In nanoseconds.
    fn now(&self) -> u64 {
        match self {
            Self::Monotonic(start) => u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
            #[cfg(test)]
            Self::Simulated(clock) => clock.0.load(Ordering::SeqCst),
        }
    }
}

/// A clock that stands still until it is told.
#[cfg(test)]
#[derive(Clone, Debug, Default)]
pub(crate) struct Simulated(std::sync::Arc<AtomicU64>);

#[cfg(test)]
impl Simulated {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(u64::try_from(by.as_nanos()).expect("few centuries"), Ordering::SeqCst);
    }
}

const SHARDS: usize = 32;
const SWEEP_EVERY: u64 = 1_000_000_000;
