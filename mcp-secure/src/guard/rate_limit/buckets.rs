//! A bounded number of buckets of one rate.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    clock::Clock,
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{
        InMemoryState, NotKeyed, StateStore,
        keyed::{DashMapStateStore, ShrinkableKeyedStateStore},
    },
};

/// Buckets by key, and one for all keys that find no room.
pub(super) struct Buckets {
    limiter: Limiter<u128, Store>,
    store: Store,
    overflow: Limiter<NotKeyed, InMemoryState>,
    max_keys: usize,
    next_sweep: AtomicU64,
}

type Limiter<K, S> = RateLimiter<K, S, Time, NoOpMiddleware<Nanos>>;

impl Buckets {
    /// # Panics
    ///
    /// If an interval is zero, or a full burst takes longer than a century to come back:
    /// governor counts nanoseconds in 64 bits, which overflow after five.
    pub(super) fn new(interval: Duration, burst: NonZeroU32, max_keys: usize, time: Time) -> Self {
        let refill = interval.as_nanos().saturating_mul(burst.get().into());
        assert!(
            refill <= CENTURY.as_nanos(),
            "a rate limit must come back to its full burst within a century; \
             lower the burst or the period",
        );
        let quota = Quota::with_period(interval)
            .expect("the interval was rounded up from more than zero")
            .allow_burst(burst);
        let store = Store::default();
        Self {
            limiter: RateLimiter::new(quota, store.clone(), time.clone()),
            store,
            overflow: RateLimiter::new(quota, InMemoryState::default(), time),
            max_keys,
            next_sweep: AtomicU64::new(0),
        }
    }

    /// Takes one call from the bucket of the key, or says when there will be one.
    pub(super) fn take(&self, key: u128) -> Result<(), Duration> {
        let outcome = if self.has_room_for(key) {
            self.limiter.check_key(&key)
        } else {
            self.overflow.check()
        };
        outcome.map_err(|not_until| not_until.wait_time_from(self.limiter.clock().now()))
    }

    /// Whether the key has a bucket or can get one.
    ///
    /// Threads that find the last place free at the same time all take it: there may be as
    /// many buckets too many as there are threads.
    fn has_room_for(&self, key: u128) -> bool {
        self.store.0.contains_key(&key)
            || self.store.len() < self.max_keys
            || (self.sweep() && self.store.len() < self.max_keys)
    }

    /// Forgets the buckets that are full again. At most once a second: a sweep looks at every
    /// bucket, and a flood must not make each call pay for one.
    fn sweep(&self) -> bool {
        let now = self.limiter.clock().now().as_u64();
        let due = self.next_sweep.load(Ordering::Relaxed);
        let is_mine = now >= due
            && self
                .next_sweep
                .compare_exchange(due, now + SWEEP_EVERY, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if is_mine {
            self.limiter.retain_recent();
        }
        is_mine
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.store.len()
    }
}

/// governor's concurrent map, shared with the limiter so that it can be asked for a key.
#[derive(Clone, Default)]
struct Store(Arc<DashMapStateStore<u128>>);

impl StateStore for Store {
    type Key = u128;

    fn measure_and_replace<T, F, E>(&self, key: &u128, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0.measure_and_replace(key, f)
    }
}

impl ShrinkableKeyedStateStore<u128> for Store {
    fn retain_recent(&self, drop_below: Nanos) {
        self.0.retain_recent(drop_below);
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The time since the limit was made.
#[derive(Clone, Debug)]
pub(super) enum Time {
    Monotonic(Instant),
    #[cfg(test)]
    Simulated(governor::clock::FakeRelativeClock),
}

impl Time {
    pub(super) fn monotonic() -> Self {
        Self::Monotonic(Instant::now())
    }
}

impl Clock for Time {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        match self {
            Self::Monotonic(start) => start.elapsed().into(),
            #[cfg(test)]
            Self::Simulated(clock) => clock.now(),
        }
    }
}

const SWEEP_EVERY: u64 = 1_000_000_000;
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
