//! [`Shared`]: the store of a server, asked for a bounded time, and left alone while it is away.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use super::{Counted, Key, Rate, Store, Taken};
use crate::{
    answer::Answer,
    auth::{
        dpop::ReplayStore,
        revocations::{Page, Revocation, RevocationStore},
    },
    error::{Error, Full, Result},
};

/// The store of a server, for its guards: see the [module](super) for what is promised. All clones are
/// the same store.
#[derive(Clone)]
pub struct Shared(Arc<Inner>);

struct Inner {
    store: Box<dyn Store>,
    told: OnceLock<Told>,
    state: Mutex<State>,
}

/// Who is told that the store, which describes itself so, has gone away for a reason, or is back.
pub(crate) type Told = Box<dyn Fn(&str, Option<&Error>) + Send + Sync>;

#[derive(Default)]
pub(super) struct State {
    /// Counts how often it went away and came back: what was asked before says nothing of now.
    pub(super) changes: u64,
    /// While it is away: when it is asked again.
    pub(super) ask_at: Option<Instant>,
}

/// The store cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away;

impl Shared {
    pub(crate) fn new(store: impl Store) -> Self {
        let (store, told) = (Box::new(store), OnceLock::new());
        Self(Arc::new(Inner { store, told, state: Mutex::default() }))
    }

    /// What it is, and where; without a password.
    pub(crate) fn describe(&self) -> String {
        self.0.store.describe()
    }

    /// Says who is told: the first one to be named.
    pub(crate) fn tell(&self, told: Told) {
        let _ = self.0.told.set(told);
    }

    pub(crate) fn is_away(&self) -> bool {
        self.state().ask_at.is_some()
    }

    /// As [`Store::take`].
    ///
    /// # Errors
    ///
    /// The store is away.
    pub async fn take(&self, key: Key, rate: Rate, cost: u32) -> Result<Taken, Away> {
        self.ask(|| self.0.store.take(key, rate, cost)).await
    }

    /// As [`Store::count`].
    ///
    /// # Errors
    ///
    /// The store is away.
    pub async fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
    ) -> Result<Counted, Away> {
        self.ask(|| self.0.store.count(key, amount, most, until)).await
    }

    /// Asks, unless it is away.
    async fn ask<'a, T>(&'a self, ask: impl FnOnce() -> Answer<'a, Result<T>>) -> Result<T, Away> {
        self.ask_for_why(ask).await.map_err(|_| Away)
    }

    /// The same, with the reason of a store that has [no room](Full).
    async fn ask_for_why<'a, T>(
        &'a self,
        ask: impl FnOnce() -> Answer<'a, Result<T>>,
    ) -> Result<T> {
        let changes = self.enter()?;
        match ask() {
            Answer::Now(answer) => self.heard(changes, answer),
            Answer::Later(answer) => self.heard(changes, within(PATIENCE, answer).await),
        }
    }

    /// Whether it may be asked now: while it is away, by one each half second. A lease in time, since
    /// who asks may be dropped.
    fn enter(&self) -> Result<u64, Away> {
        let mut state = self.state();
        if let Some(ask_at) = state.ask_at {
            let now = Instant::now();
            if now < ask_at {
                return Err(Away);
            }
            state.ask_at = Some(now + RETRY);
        }
        Ok(state.changes)
    }

    fn heard<T>(&self, changes: u64, answer: Result<T>) -> Result<T> {
        // Who fills a list sends the store away for nobody.
        let full = answer.as_ref().err().and_then(|error| error.downcast_ref::<Full>()).copied();
        let is_here = answer.is_ok() || full.is_some();
        let mut state = self.state();
        let was_away = state.ask_at.is_some();
        // What was asked before the last change is of no matter for the state.
        if state.changes == changes && was_away == is_here {
            let ask_at = (!is_here).then(|| Instant::now() + RETRY);
            *state = State { changes: state.changes + 1, ask_at };
            // Before the next change, so that they are told in their order.
            if let Some(told) = self.0.told.get() {
                let error = answer.as_ref().err().filter(|_| !is_here);
                told(&self.0.store.describe(), error);
            }
        }
        drop(state);
        answer.map_err(|_| full.map_or_else(|| Away.into(), Error::from))
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ReplayStore for Shared {
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>> {
        Answer::later(async move { self.ask_for_why(|| self.0.store.spend(id, until)).await })
    }
}

impl RevocationStore for Shared {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        Answer::later(async move { self.ask_for_why(|| self.0.store.add(revocation)).await })
    }

    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        Answer::later(async move { Ok(self.ask(|| self.0.store.since(cursor)).await?) })
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shared").field(&self.0.store.describe()).finish()
    }
}

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store cannot be asked now")
    }
}

impl std::error::Error for Away {}

async fn within<T>(patience: Duration, answer: impl Future<Output = Result<T>>) -> Result<T> {
    let answer = tokio::time::timeout(patience, answer).await;
    answer.unwrap_or_else(|_| Err(Error::new("no answer in time")))
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often a store that is away is asked.
const RETRY: Duration = Duration::from_millis(500);
