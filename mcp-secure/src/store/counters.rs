//! [`Counters`]: what was counted, by key, in bounded memory.

use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};

use super::{Counted, Key};
use crate::error::{Full, Result};

/// Counters by key. Who has one keeps it, however many others come; those who find no room share one
/// with all others that are held to the same: they are admitted less, and nobody is admitted more.
pub(super) struct Counters {
    of: HashMap<Key, Counter>,
    /// By the most that may be counted, and the end.
    shared: HashMap<(u64, SystemTime), Counter>,
    swept: SystemTime,
}

struct Counter {
    total: u64,
    until: SystemTime,
}

impl Counters {
    /// Adds to the counter of the key, if it then counts `most` or less.
    ///
    /// # Errors
    ///
    /// There is no room, not even for one that is shared.
    pub(super) fn add(
        &mut self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
        now: SystemTime,
    ) -> Result<Counted> {
        let counter = self.counter(key, most, until, now)?;
        if counter.until < now {
            *counter = Counter { total: 0, until };
        }
        let total = counter.total.checked_add(amount).filter(|total| *total <= most);
        counter.total = total.unwrap_or(counter.total);
        Ok(Counted { admitted: total.is_some(), total: counter.total })
    }

    fn counter(
        &mut self,
        key: Key,
        most: u64,
        until: SystemTime,
        now: SystemTime,
    ) -> Result<&mut Counter> {
        let new = || Counter { total: 0, until };
        if self.of.contains_key(&key) {
            return Ok(self.of.entry(key).or_insert_with(new));
        }
        if self.of.len() >= MOST {
            self.sweep(now);
        }
        // Once some share, all further ones do until the end, even when there is room again: one of
        // its own would begin at 0.
        let group = (most, until);
        if self.of.len() < MOST && !self.shared.contains_key(&group) {
            return Ok(self.of.entry(key).or_insert_with(new));
        }
        if self.shared.len() >= MOST_SHARED && !self.shared.contains_key(&group) {
            return Err(Full::new("too many counters to keep them in memory").into());
        }
        Ok(self.shared.entry(group).or_insert_with(new))
    }

    /// Forgets what has ended; once a second at most, since a flood of keys comes by here.
    fn sweep(&mut self, now: SystemTime) {
        if now.duration_since(self.swept).is_ok_and(|since| since < PAUSE) {
            return;
        }
        self.swept = now;
        self.of.retain(|_, counter| counter.until >= now);
        self.shared.retain(|_, counter| counter.until >= now);
    }
}

impl Default for Counters {
    fn default() -> Self {
        Self { of: HashMap::new(), shared: HashMap::new(), swept: SystemTime::UNIX_EPOCH }
    }
}

const MOST: usize = 100_000;
const MOST_SHARED: usize = 1_000;
const PAUSE: Duration = Duration::from_secs(1);
