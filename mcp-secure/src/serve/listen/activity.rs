//! [`Activity`]: whether anybody still needs a connection of HTTP/2, and whether its peer plays
//! fair.
//!
//! HTTP/1.1 needs less: there the head, the body and the reply follow each other, and each has its time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

use super::{credit::Credit, impatient::time_for};
use crate::metrics::{ABUSED, FLOODED, SILENT, SLOW};

/// What happens on a connection.
pub(super) struct Activity {
    patience: Duration,
    state: Mutex<State>,
    abuse: Notify,
}

struct State {
    running: usize,
    /// Until when each reply has to be taken.
    replies: BTreeMap<u64, Option<Instant>>,
    next_reply: u64,
    quiet_since: Instant,
    /// Requests that were answered, and those that their client gave up before.
    answered: u64,
    given_up: u64,
    credit: Credit,
    is_flooded: bool,
}

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nobody has asked for anything for a while.
    Idle,
    /// A reply is not taken.
    Slow,
    /// Requests are made to be given up (CVE-2023-44487).
    Abused,
    /// Frames come on and on that ask for nothing but our work.
    Flooded,
    /// No whole head has come for a while, over HTTP/1; or the client was told of the end, and stays.
    Silent,
}

impl Verdict {
    /// For the metrics.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Idle | Self::Silent => SILENT,
            Self::Slow => SLOW,
            Self::Abused => ABUSED,
            Self::Flooded => FLOODED,
        }
    }
}

impl Activity {
    pub(super) fn new(patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            patience,
            state: Mutex::new(State {
                running: 0,
                replies: BTreeMap::new(),
                next_reply: 0,
                quiet_since: Instant::now(),
                answered: 0,
                given_up: 0,
                credit: Credit::new(),
                is_flooded: false,
            }),
            abuse: Notify::new(),
        })
    }

    /// A request has come.
    pub(super) fn begin(self: &Arc<Self>) -> Running {
        {
            let mut state = self.lock();
            state.running += 1;
            state.credit.earn_for_request();
        }
        Running { activity: Arc::clone(self), is_answered: false }
    }

    /// Takes what these frames cost of what is left to their client. Where there is not so much, the
    /// connection ends.
    pub(super) fn spend(&self, cost: u32) -> bool {
        if cost == 0 {
            return true;
        }
        let mut state = self.lock();
        state.is_flooded |= !state.credit.spend(cost, Instant::now());
        if state.is_flooded {
            self.abuse.notify_one();
        }
        !state.is_flooded
    }

    /// Waits until the connection has to end.
    pub(super) async fn verdict(&self) -> Verdict {
        loop {
            let look_again = match self.judge(Instant::now()) {
                Ok(at) => at,
                Err(verdict) => return verdict,
            };
            tokio::select! {
                () = tokio::time::sleep_until(look_again) => {}
                () = self.abuse.notified() => {}
            }
        }
    }

    /// When to look again.
    fn judge(&self, now: Instant) -> Result<Instant, Verdict> {
        let state = self.lock();
        if state.given_up > state.answered.saturating_add(FORGIVEN) {
            return Err(Verdict::Abused);
        }
        if state.is_flooded {
            return Err(Verdict::Flooded);
        }
        let first_due = state.replies.values().flatten().min();
        if first_due.is_some_and(|due| *due <= now) {
            return Err(Verdict::Slow);
        }
        let is_quiet = state.running == 0 && state.replies.is_empty();
        let end = if is_quiet { state.quiet_since } else { now } + self.patience;
        if end <= now {
            return Err(Verdict::Idle);
        }
        Ok(first_due.map_or(end, |due| end.min(*due)))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is being answered.
pub(super) struct Running {
    activity: Arc<Activity>,
    is_answered: bool,
}

impl Running {
    /// The reply, of so many bytes if that is known.
    pub(super) fn answered(mut self, bytes: Option<u64>) -> Reply {
        self.is_answered = true;
        let activity = Arc::clone(&self.activity);
        let due = bytes.map(|bytes| Instant::now() + activity.patience + time_for(bytes));
        let key = {
            let mut state = activity.lock();
            state.answered += 1;
            let key = state.next_reply;
            state.next_reply += 1;
            state.replies.insert(key, due);
            key
        };
        Reply { activity, key }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.activity.lock();
        state.running -= 1;
        state.quiet_since = Instant::now();
        if !self.is_answered {
            state.given_up += 1;
            if state.given_up > state.answered.saturating_add(FORGIVEN) {
                self.activity.abuse.notify_one();
            }
        }
    }
}

/// A reply that is on its way.
pub(super) struct Reply {
    activity: Arc<Activity>,
    key: u64,
}

impl Reply {
    /// The client takes so much of it.
    pub(super) fn takes(&self, bytes: usize) {
        self.activity.lock().credit.earn_for_reply(bytes);
    }

    /// The client has been handed something, and has to take it.
    pub(super) fn hand_over(&self, bytes: usize) {
        let due = Instant::now() + self.activity.patience + time_for(bytes as u64);
        self.set(Some(due));
    }

    /// The client has taken everything, and waits for more.
    pub(super) fn wait(&self) {
        self.set(None);
    }

    fn set(&self, due: Option<Instant>) {
        self.activity.lock().replies.insert(self.key, due);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        let mut state = self.activity.lock();
        state.replies.remove(&self.key);
        state.quiet_since = Instant::now();
    }
}

/// How many requests a client may give up beyond those that it has waited for.
const FORGIVEN: u64 = 100;

#[cfg(test)]
mod tests;
