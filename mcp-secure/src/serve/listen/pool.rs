//! [`Pool`]: the connections that are open, and which of them ends where there are too many.

use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Notify;

use crate::serve::http::Workload;

/// The connections of the server, of which there are so many at most.
pub(super) struct Pool {
    most: usize,
    members: Mutex<Members>,
    left: Notify,
}

#[derive(Default)]
struct Members {
    next: u64,
    open: HashMap<u64, Member>,
    /// How many of them have been told to end.
    ending: usize,
}

struct Member {
    workload: Arc<Workload>,
    /// How many connections its address has.
    siblings: Arc<AtomicUsize>,
    end: Arc<Notify>,
    is_ending: bool,
}

/// The place of one connection.
pub(super) struct Slot {
    pool: Arc<Pool>,
    key: u64,
    end: Arc<Notify>,
    pub(super) workload: Arc<Workload>,
}

/// What becomes of a connection that comes in.
enum Entry {
    Taken(Slot),
    Full,
    /// Only connections of addresses that have fewer could make room.
    Refused,
}

impl Pool {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, members: Mutex::default(), left: Notify::new() })
    }

    /// A slot, for a connection of an address that has so many, this one included. Where there is none
    /// left, a connection on which no call runs ends for it: of the address that has most of them, the
    /// one that has waited longest. None ends for an address that has more. Waits while calls run on
    /// all of them.
    pub(super) async fn enter(self: &Arc<Self>, siblings: &Arc<AtomicUsize>) -> Option<Slot> {
        loop {
            let mut left = std::pin::pin!(self.left.notified());
            // Before the look, so that nothing is missed between the two.
            left.as_mut().enable();
            match self.try_enter(siblings) {
                Entry::Taken(slot) => return Some(slot),
                Entry::Refused => return None,
                // Calls that end make their connections idle, and leave none.
                Entry::Full => drop(tokio::time::timeout(LOOK_AGAIN, left).await),
            }
        }
    }

    fn try_enter(self: &Arc<Self>, siblings: &Arc<AtomicUsize>) -> Entry {
        let mut members = self.lock();
        if members.open.len() >= self.most.saturating_add(ENDING) {
            return Entry::Full;
        }
        if members.open.len() - members.ending >= self.most {
            let Some(key) = members.dispensable() else { return Entry::Full };
            let has = members.open.get(&key).map_or(0, |member| count(&member.siblings));
            if has < count(siblings) {
                return Entry::Refused;
            }
            members.end(key);
        }
        let (workload, end, key) = (Workload::new(), Arc::new(Notify::new()), members.next);
        members.next += 1;
        let member = Member {
            workload: Arc::clone(&workload),
            siblings: Arc::clone(siblings),
            end: Arc::clone(&end),
            is_ending: false,
        };
        members.open.insert(key, member);
        Entry::Taken(Slot { pool: Arc::clone(self), key, end, workload })
    }

    /// Makes room, if no call is lost by it.
    pub(super) fn shed(&self) {
        let mut members = self.lock();
        if let Some(key) = members.dispensable() {
            members.end(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Members {
    /// The connection that would be missed least.
    fn dispensable(&self) -> Option<u64> {
        let open = self.open.iter().filter(|(_, member)| !member.is_ending);
        let idle = open.filter_map(|(key, member)| {
            let (idle, since) = member.workload.idle()?;
            Some(((idle, Reverse(count(&member.siblings)), since, *key), *key))
        });
        idle.min().map(|(_, key)| key)
    }

    fn end(&mut self, key: u64) {
        if let Some(member) = self.open.get_mut(&key) {
            member.is_ending = true;
            member.end.notify_one();
            self.ending += 1;
        }
    }
}

impl Slot {
    /// Waits until another connection needs the slot more.
    pub(super) async fn ended(&self) {
        self.end.notified().await;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut members = self.pool.lock();
        if let Some(member) = members.open.remove(&self.key) {
            members.ending -= usize::from(member.is_ending);
        }
        self.pool.left.notify_waiters();
    }
}

fn count(siblings: &AtomicUsize) -> usize {
    siblings.load(Ordering::Relaxed)
}

/// How many connections beyond the most may be ending.
const ENDING: usize = 32;
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(50);

#[cfg(test)]
mod tests;
