//! [`Workload`]: what a connection is at, and with it whether its end would lose anything.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
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
    /// Whether a head has come whole, and is not answered yet. For HTTP/1, where there is one at a time.
    is_heard: AtomicBool,
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
            is_heard: AtomicBool::new(false),
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

    /// The head of a request has come as a whole.
    pub(crate) fn hear(&self) -> Heard<'_> {
        self.is_heard.store(true, Ordering::Relaxed);
        Heard(self)
    }

    /// Waits until no whole head has come for so long.
    ///
    /// Looks at the time no more often than that: a timer for each head would cost more than the head.
    pub(crate) async fn silence(&self, patience: Duration) {
        loop {
            let now = Instant::now();
            let end = self.waits_since().unwrap_or(now) + patience;
            if end <= now {
                return;
            }
            tokio::time::sleep_until(end.into()).await;
        }
    }

    /// Since when nothing is done for the client, and nothing is on its way to it.
    fn waits_since(&self) -> Option<Instant> {
        match self.idle()? {
            (Idle::Waiting, since) if !self.is_heard.load(Ordering::Relaxed) => Some(since),
            _ => None,
        }
    }

    /// It has worked until now.
    pub(crate) fn touch(&self) {
        self.since.store(self.opened.elapsed().as_millis() as u64, Ordering::Relaxed);
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

/// A head that is not answered yet.
pub(crate) struct Heard<'a>(&'a Workload);

impl Drop for Heard<'_> {
    fn drop(&mut self) {
        self.0.touch();
        self.0.is_heard.store(false, Ordering::Relaxed);
    }
}

impl Work {
    /// The same, from now on as a reply that waits for its client.
    pub(crate) fn into_reply(self) -> Self {
        self.workload.reply()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.workload.touch();
        let Workload { running, replying, .. } = &*self.workload;
        let counter = if self.is_reply { replying } else { running };
        counter.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(20);

    /// Whether the silence ends, where there is all the time for it.
    async fn ends(workload: &Workload, within: Duration) -> bool {
        tokio::time::timeout(within, workload.silence(PATIENCE)).await.is_ok()
    }

    #[tokio::test]
    async fn silence_is_where_nothing_is_done() {
        const LONG: Duration = Duration::from_secs(20);
        let workload = Workload::new();
        assert!(ends(&workload, LONG).await, "from the beginning");

        let heard = workload.hear();
        assert!(!ends(&workload, 5 * PATIENCE).await, "the body is read");
        let running = workload.run();
        drop(heard);
        assert!(!ends(&workload, 5 * PATIENCE).await, "a call runs");
        let reply = running.into_reply();
        assert!(!ends(&workload, 5 * PATIENCE).await, "a reply is taken");
        drop(reply);
        assert!(ends(&workload, LONG).await, "all is done");
    }

    #[test]
    fn each_head_begins_the_time_anew() {
        let workload = Workload::new();
        assert_eq!(workload.waits_since(), Some(workload.opened));
        std::thread::sleep(2 * PATIENCE);
        // What is refused at its head runs nothing.
        drop(workload.hear());
        assert!(workload.waits_since().is_some_and(|since| since >= workload.opened + PATIENCE));
    }
}
