//! Which proofs were spent.

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::{
    answer::Answer,
    error::{Full, Result},
};

/// Remembers which proofs were spent, for one server or for several replicas of it.
pub trait ReplayStore: Send + Sync + 'static {
    /// Spends what has this id, and remembers it until then: `true` if nobody has spent it before. The
    /// first 8 bytes are the same for all proofs of a key.
    /// Of two who ask at the same time, one gets `true`.
    ///
    /// # Errors
    ///
    /// It is not known, or cannot be remembered: the proof is then not taken.
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>>;
}

/// The memory of this process. Two sets that take turns: each is dropped when the last of what is in
/// it has ended, so nothing has to be searched for.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Sets>);

#[derive(Default)]
struct Sets {
    young: Set,
    old: Set,
}

#[derive(Default)]
struct Set {
    ids: HashSet<[u8; 16]>,
    /// How many of them are of one key.
    of_holder: HashMap<[u8; HOLDER], usize>,
    began: Option<SystemTime>,
    /// When the last of them ends.
    until: Option<SystemTime>,
}

impl Memory {
    pub(super) fn spend_at(
        &self,
        id: [u8; 16],
        until: SystemTime,
        now: SystemTime,
    ) -> Result<bool> {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sets.old.until.is_none_or(|until| until < now) {
            sets.old = Set::default();
            if sets.young.is_old(now) {
                sets.old = mem::take(&mut sets.young);
            }
        }
        if sets.young.ids.contains(&id) || sets.old.ids.contains(&id) {
            return Ok(false);
        }
        if sets.young.ids.len() >= MOST {
            return Err(Full::new("too many proofs in a short time to remember them").into());
        }
        // One key alone shuts nobody else out.
        let holder = id.first_chunk().copied().unwrap_or_default();
        let of_holder = sets.young.of_holder.entry(holder).or_default();
        if *of_holder >= MOST_OF_HOLDER {
            return Err(Full::new("too many proofs of one key in a short time").into());
        }
        *of_holder += 1;
        sets.young.began.get_or_insert(now);
        sets.young.ids.insert(id);
        sets.young.until = sets.young.until.max(Some(until));
        Ok(true)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sets.young.ids.len() + sets.old.ids.len()
    }
}

impl Set {
    fn is_old(&self, now: SystemTime) -> bool {
        let age = self.began.and_then(|began| now.duration_since(began).ok());
        self.ids.len() >= MOST || age.is_some_and(|age| age >= TURN)
    }
}

impl ReplayStore for Memory {
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>> {
        Answer::Now(self.spend_at(id, until, SystemTime::now()))
    }
}

/// How many of them a set holds: together some 40 MB.
const MOST: usize = 500_000;
/// A tenth: of one key some 400 proofs a second for as long as it likes, by the usual window.
const MOST_OF_HOLDER: usize = MOST / 10;
/// How many bytes of an id tell whose it is.
pub(super) const HOLDER: usize = 8;
const TURN: Duration = Duration::from_secs(30);
