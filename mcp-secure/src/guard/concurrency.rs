//! [`Concurrency`]: how many calls of a tool run at once.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::Semaphore;

use super::{
    Guard, Stage,
    rate_limit::{Per, holder::Holder},
};
use crate::{answer::Answer, call::Call, refusal::Refusal, store::local_hash::LocalHash};

#[cfg(test)]
mod tests;

/// How many calls of the tool run at once: `#[concurrency(8, queue = 16)]`.
///
/// - A call over the number waits in the queue, first come, first served. The default queue is
///   empty: such a call is told at once to try again. What waits takes of its own
///   [time](mod@super::timeout), and leaves the queue when its client goes away.
/// - `per = caller` counts each caller's calls on their own. The default is `per = tool`.
/// - A plain `fn` keeps its place until it returns, even if nobody waits for it any more.
///
/// Several may stand at one tool: `#[concurrency(64)] #[concurrency(2, per = caller)]`. Beside it
/// the server's [`max_calls`](crate::Server::max_calls) holds, of which one tool has a quarter.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Render a page.
/// #[tool(read_only)]
/// #[concurrency(4, queue = 32)]
/// #[concurrency(1, queue = 2, per = caller)]
/// async fn render(page: String) -> String {
///     page
/// }
/// ```
pub use mcp_secure_macros::concurrency;

/// Admits so many calls at once; see the [attribute](macro@concurrency).
///
/// Callers are told apart by issuer and subject; anonymous ones by address. What is kept of a
/// caller is gone once its calls have ended: there are never more entries than twice the calls that
/// run and wait, and 64.
pub struct Concurrency {
    calls: usize,
    queue: usize,
    keys: Option<LocalHash>,
    all: Arc<Places>,
    of: Mutex<Holders>,
}

#[derive(Default)]
struct Holders {
    places: HashMap<u128, Arc<Places>>,
    /// When it has so many, those without calls are forgotten.
    sweep_at: usize,
}

struct Places {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Concurrency {
    /// Admits this many calls of the tool at once, and lets none wait.
    ///
    /// # Panics
    ///
    /// If it is zero, or more than a million.
    pub fn new(calls: usize) -> Self {
        assert!((1..=1_000_000).contains(&calls), "1 to 1,000,000 calls run at once");
        let all = Arc::new(Places::new(calls));
        Self { calls, queue: 0, keys: None, all, of: Mutex::default() }
    }

    /// How many calls may wait for a place. The default is none.
    #[must_use]
    pub fn queue(mut self, calls: usize) -> Self {
        self.queue = calls;
        self
    }

    /// Counts the calls of each caller on their own.
    #[must_use]
    pub fn per_caller(mut self) -> Self {
        self.keys = Some(LocalHash::random());
        self
    }

    fn places(&self, call: &Call) -> Arc<Places> {
        let Some(keys) = &self.keys else { return Arc::clone(&self.all) };
        let key = keys.of(&Holder::of(Per::Caller, call).bytes());
        let mut holders = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if holders.places.len() >= holders.sweep_at {
            holders.places.retain(|_, places| !places.is_idle(self.calls));
            holders.sweep_at = holders.places.len() * 2 + MIN_SWEEP;
        }
        let new = || Arc::new(Places::new(self.calls));
        Arc::clone(holders.places.entry(key).or_insert_with(new))
    }

    fn busy() -> Refusal {
        Refusal::busy("concurrency", RETRY_AFTER)
    }
}

impl Guard for Concurrency {
    fn name(&self) -> &'static str {
        "concurrency"
    }

    fn describe(&self) -> String {
        let per = if self.keys.is_some() { "caller" } else { "tool" };
        format!("{} at once per {per}, queue {}", self.calls, self.queue)
    }

    fn stage(&self) -> Stage {
        Stage::Concurrency
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        let places = self.places(call);
        if let Ok(place) = Arc::clone(&places.running).try_acquire_owned() {
            call.hold(place);
            return Answer::Now(Ok(()));
        }
        let Some(turn) = Turn::in_queue(&places, self.queue) else {
            return Answer::Now(Err(Self::busy()));
        };
        Answer::later(async move {
            let running = Arc::clone(&turn.0.running);
            let place = running.acquire_owned().await.map_err(|_| Self::busy())?;
            call.hold(place);
            Ok(())
        })
    }
}

impl Places {
    fn new(calls: usize) -> Self {
        Self { running: Arc::new(Semaphore::new(calls)), waiting: AtomicUsize::new(0) }
    }

    /// Whether no call runs, waits, or is about to.
    fn is_idle(self: &Arc<Self>, calls: usize) -> bool {
        Arc::strong_count(self) == 1 && self.running.available_permits() == calls
    }
}

/// A turn in the queue; leaving it in any way gives it back.
struct Turn(Arc<Places>);

impl Turn {
    fn in_queue(places: &Arc<Places>, queue: usize) -> Option<Self> {
        let one_more = |waiting| (waiting < queue).then_some(waiting + 1);
        let entered =
            places.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok();
        entered.then(|| Self(Arc::clone(places)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for Concurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Concurrency").field(&self.describe()).finish()
    }
}

const RETRY_AFTER: Duration = Duration::from_secs(1);
const MIN_SWEEP: usize = 64;
