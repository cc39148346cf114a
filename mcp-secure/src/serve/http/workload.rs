//! [`Workload`]: what a connection is at, and with it whether its end would lose anything.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// How much of a connection is at work.
#[derive(Debug)]
pub(crate) struct Workload {
    opened: Instant,
    /// Since when it has been as it is, in milliseconds after it was opened.
    since: AtomicU64,
    running: AtomicUsize,
    replying: AtomicUsize,
}

/// A connection whose end loses no call. Less than another is what goes before it, of the same age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Idle {
    /// Nothing has come yet, or not all of a request.
    Waiting,
    /// A reply is not taken.
    Replying,
}

impl Workload {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            since: AtomicU64::new(0),
            running: AtomicUsize::new(0),
            replying: AtomicUsize::new(0),
        })
    }

    /// A request has come as a whole, and is being answered.
    pub(crate) fn run(self: &Arc<Self>) -> Work {
        self.running.fetch_add(1, Ordering::Relaxed);
        Work { workload: Arc::clone(self), is_reply: false }
    }

    /// A reply waits for its client.
    pub(crate) fn reply(self: &Arc<Self>) -> Work {
        self.replying.fetch_add(1, Ordering::Relaxed);
        Work { workload: Arc::clone(self), is_reply: true }
    }

    /// What it is at, unless that is a call; and since when it has not worked.
    pub(crate) fn idle(&self) -> Option<(Idle, Instant)> {
        if self.running.load(Ordering::Relaxed) > 0 {
            return None;
        }
        let is_replying = self.replying.load(Ordering::Relaxed) > 0;
        let idle = if is_replying { Idle::Replying } else { Idle::Waiting };
        Some((idle, self.opened + Duration::from_millis(self.since.load(Ordering::Relaxed))))
    }
}

/// Work on a connection, as long as it lasts.
#[derive(Debug)]
pub(crate) struct Work {
    workload: Arc<Workload>,
    is_reply: bool,
}

impl Work {
    /// The same, from now on as a reply that waits for its client.
    pub(crate) fn into_reply(self) -> Self {
        self.workload.reply()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let Workload { opened, since, running, replying } = &*self.workload;
        since.store(opened.elapsed().as_millis() as u64, Ordering::Relaxed);
        let counter = if self.is_reply { replying } else { running };
        counter.fetch_sub(1, Ordering::Relaxed);
    }
}
