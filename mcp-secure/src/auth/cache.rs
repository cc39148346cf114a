//! Callers who have been verified a moment ago.
//!
//! A token is found by its hash under a key of this process, so what is remembered is no token. A
//! hit costs a hash and a lookup, and allocates nothing. What binds a token (a key, a certificate)
//! is not part of the name: it stands in the caller's claims and is judged on every request.
//!
//! Only good tokens are remembered. A bad one costs its verification each time: whoever could fill
//! the memory with bad ones could push the good ones out.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use super::{Credential, Scheme};
use crate::{caller::Caller, store::local_hash::LocalHash};

/// Remembers at most [`ENTRIES`] callers of together at most [`BYTES`]; of more, those who have not
/// come for the longest time are forgotten.
pub(super) struct Cache {
    /// Each behind its own lock. Measured (2 cores, 10,000 tokens): 63 ns a hit by one of 16 mutexes,
    /// 64 by one of 16 reader-writer locks, 74 by a single one.
    shards: [Mutex<Shard>; SHARDS],
    hash: LocalHash,
    clock: fn() -> SystemTime,
}

/// The name of a token in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Name(u128);

impl Cache {
    pub(super) fn new(clock: fn() -> SystemTime) -> Self {
        Self { shards: Default::default(), hash: LocalHash::random(), clock }
    }

    /// The name of the credential's token; `None` where there is none.
    pub(super) fn name(&self, credential: &Credential<'_>) -> Option<Name> {
        let token = credential.token()?.dangerous_reveal();
        // In another place, it is another credential.
        let place: &[u8] = match credential.scheme() {
            Scheme::Bearer => b"bearer ",
            Scheme::Dpop => b"dpop ",
            Scheme::Header => b"header ",
            Scheme::Certificate => return None,
        };
        Some(Name(self.hash.of_parts([place, token.as_bytes()])))
    }

    /// The caller, if still good.
    pub(super) fn get(&self, name: &Name) -> Option<Caller> {
        let mut shard = self.shard(name);
        if !shard.young.contains_key(name) {
            let entry = shard.old.remove(name)?;
            shard.put(*name, entry);
        }
        let entry = shard.young.get(name)?;
        let is_good = Instant::now() < entry.until && !self.has_expired(&entry.caller);
        is_good.then(|| entry.caller.clone())
    }

    /// Remembers a caller who has just been verified, for so long and not beyond their expiry.
    pub(super) fn put(&self, name: Name, caller: &Caller, keep: Duration) {
        let weight = caller.weight();
        let Some(until) = Instant::now().checked_add(keep) else { return };
        // Within the leeway of its expiry it is good, and has to be verified each time.
        if weight > BYTES / SHARDS / 8 || self.has_expired(caller) {
            return;
        }
        let entry = Entry { caller: caller.clone(), until, weight };
        self.shard(&name).put(name, entry);
    }

    fn has_expired(&self, caller: &Caller) -> bool {
        caller.expires().is_some_and(|expires| (self.clock)() >= expires)
    }

    fn shard(&self, name: &Name) -> MutexGuard<'_, Shard> {
        let shard = &self.shards[(name.0 % SHARDS as u128) as usize];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two generations: when the young one is full, it becomes the old one, and who comes again in time
/// is young again. So what is left out is old, without a list to keep in order on each hit.
#[derive(Default)]
struct Shard {
    young: HashMap<Name, Entry, Uniform>,
    old: HashMap<Name, Entry, Uniform>,
    /// Of the young ones.
    weight: usize,
}

/// A name is a hash already, and nobody chooses it.
type Uniform = BuildHasherDefault<FirstHalf>;

#[derive(Default)]
struct FirstHalf(u64);

impl Hasher for FirstHalf {
    fn write_u128(&mut self, name: u128) {
        self.0 = (name >> 64) as u64;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a name is a number")
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Entry {
    caller: Caller,
    until: Instant,
    weight: usize,
}

impl Shard {
    fn put(&mut self, name: Name, entry: Entry) {
        if self.young.len() >= ENTRIES / SHARDS / 2
            || self.weight + entry.weight > BYTES / SHARDS / 2
        {
            self.old = mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += entry.weight;
        if let Some(before) = self.young.insert(name, entry) {
            self.weight -= before.weight;
        }
    }
}

const SHARDS: usize = 16;
const ENTRIES: usize = 16 * 1024;
const BYTES: usize = 16 << 20;

#[cfg(test)]
mod tests;
