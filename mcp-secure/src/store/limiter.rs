//! [`Limiter`]: a rate, for many holders.

use std::{fmt, sync::OnceLock};

use super::{
    Away, Key, Rate, Shared, Taken,
    buckets::{Buckets, Time},
    local_hash::LocalHash,
};
use crate::answer::Answer;

/// Holds each holder to a rate: in memory, and where there is a store, with all replicas.
///
/// The memory counts in any case. A call goes on if it has room here **and** in the store; with the
/// store away, if it has room here. So no process admits more than the rate, whatever becomes of the
/// store: gone, restarted empty, or wrong.
pub(crate) struct Limiter {
    rate: Rate,
    max_keys: usize,
    time: Time,
    hash: LocalHash,
    buckets: Buckets,
    shared: OnceLock<(Shared, Key)>,
}

impl Limiter {
    pub(crate) fn new(rate: Rate) -> Self {
        Self {
            rate,
            max_keys: MAX_KEYS,
            time: Time::monotonic(),
            hash: LocalHash::random(),
            buckets: Buckets::new(MAX_KEYS, Time::monotonic()),
            shared: OnceLock::new(),
        }
    }

    pub(crate) fn rate(&self) -> Rate {
        self.rate
    }

    /// At another rate, with nothing counted.
    pub(crate) fn set_rate(&mut self, rate: Rate) {
        self.rate = rate;
        self.empty();
    }

    /// For so many holders, with nothing counted.
    pub(crate) fn set_max_keys(&mut self, max_keys: usize) {
        self.max_keys = max_keys;
        self.empty();
    }

    /// Counts with all replicas too, under this key.
    pub(crate) fn share(&self, store: &Shared, key: Key) {
        let _ = self.shared.set((store.clone(), key));
    }

    /// Takes from the bucket of the holder. `cost` is no more than the burst of the rate.
    pub(crate) fn take<'a>(&'a self, holder: &[u8], cost: u32) -> Answer<'a, Taken> {
        let place = self.hash.of(holder);
        let here = self.buckets.take(place, self.rate, cost);
        let (Some((store, key)), Taken::Admitted { .. }) = (self.shared.get(), here) else {
            return Answer::Now(here);
        };
        let key = key.of_part(holder);
        Answer::later(async move {
            match store.take(key, self.rate, cost).await {
                Ok(refused @ Taken::Refused { .. }) => {
                    self.buckets.give_back(place, self.rate, cost);
                    refused
                }
                Ok(admitted) => admitted,
                Err(Away) => here,
            }
        })
    }

    fn empty(&mut self) {
        self.buckets = Buckets::new(self.max_keys, self.time.clone());
    }

    #[cfg(test)]
    pub(crate) fn simulate(&mut self) -> super::buckets::Simulated {
        let clock = super::buckets::Simulated::default();
        self.time = Time::Simulated(clock.clone());
        self.empty();
        clock
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.buckets.len()
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Limiter").field(&self.rate).finish()
    }
}

const MAX_KEYS: usize = 100_000;
