//! What replicas share.

use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use tokio::{sync::Mutex, time::timeout};

use super::known::Known;
use crate::{
    answer::Answer,
    caller::Caller,
    error::{Error, Result},
};

/// Something that was revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// The token of this name.
    Token {
        /// Its `jti`.
        id: String,
        /// When it ends, and can be forgotten.
        until: SystemTime,
    },
    /// All that was issued to a subject up to a moment.
    Subject {
        /// Their `sub`.
        subject: String,
        /// What was issued before is revoked.
        before: SystemTime,
    },
}

impl Revocation {
    /// Whether the other one revokes all that this one does, for as long.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token { id, until }, Self::Token { id: other, until: longer }) => {
                id == other && until <= longer
            }
            (
                Self::Subject { subject, before },
                Self::Subject { subject: other, before: later },
            ) => subject == other && before <= later,
            _ => false,
        }
    }
}

/// Keeps revocations for several replicas. Each holds a copy of all of them, and asks for those
/// that it does not have: about twice a second while it has calls to judge.
pub trait RevocationStore: Send + Sync + 'static {
    /// Keeps a revocation, so that all replicas see it.
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>>;

    /// Those that were added after the place that `cursor` names; `""` is the beginning. Some may
    /// come twice; none may be left out.
    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>>;
}

/// Revocations, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The revocations.
    pub revocations: Vec<Revocation>,
    /// The place after the last of them, in the store's own words.
    pub cursor: String,
}

/// A store, and the copy of it.
pub(super) struct Shared {
    store: Box<dyn RevocationStore>,
    known: RwLock<Known>,
    /// Held by who asks the store: the place up to which is known.
    cursor: Mutex<String>,
    started: Instant,
    /// When the store last answered, in milliseconds after the start; 0 is never.
    answered: AtomicU64,
    asked: AtomicU64,
    is_away: AtomicBool,
    /// Whether all that the store has said could be kept.
    is_whole: AtomicBool,
}

impl Shared {
    pub(super) fn new(store: Box<dyn RevocationStore>) -> Self {
        Self {
            store,
            known: RwLock::default(),
            cursor: Mutex::default(),
            started: Instant::now(),
            answered: AtomicU64::new(0),
            asked: AtomicU64::new(0),
            is_away: AtomicBool::new(false),
            is_whole: AtomicBool::new(true),
        }
    }

    pub(super) async fn add(&self, revocation: &Revocation) -> Result<()> {
        timeout(PATIENCE, self.store.add(revocation).get())
            .await
            .map_err(|_| Error::new("the store of revocations did not answer in time"))?
    }

    pub(super) async fn revokes(&self, caller: &Caller) -> Option<bool> {
        self.catch_up().await;
        if self.answered.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let is_known = self.known.read().unwrap_or_else(PoisonError::into_inner).revokes(caller);
        // What could not be kept may be of this one.
        (is_known || self.is_whole.load(Ordering::Relaxed)).then_some(is_known)
    }

    /// Asks the store for what is new, one at a time: soon after the last time, whoever finds
    /// that somebody asks already goes on; late, all wait for the answer.
    async fn catch_up(&self) {
        let age = |now: u64| now.saturating_sub(self.asked.load(Ordering::Relaxed));
        let is_first = self.asked.load(Ordering::Relaxed) == 0;
        let late = age(self.now());
        if !is_first && late < SOON {
            return;
        }
        let mut cursor = if is_first || late >= LATE {
            let cursor = self.cursor.lock().await;
            let asked = self.asked.load(Ordering::Relaxed) != 0;
            if asked && age(self.now()) < SOON {
                return;
            }
            cursor
        } else {
            let Ok(cursor) = self.cursor.try_lock() else { return };
            cursor
        };
        let begun = self.now();
        let result = timeout(PATIENCE, self.ask(&mut cursor)).await;
        let result = result.unwrap_or_else(|_| Err(Error::new("no answer in time")));
        // From when it was asked: what came later was not in the answer.
        self.asked.store(begun, Ordering::Relaxed);
        match result {
            Ok(()) => {
                self.answered.store(begun, Ordering::Relaxed);
                if self.is_away.swap(false, Ordering::Relaxed) {
                    tracing::info!("the store of revocations answers again");
                }
            }
            Err(error) => {
                if self.is_away.swap(true, Ordering::Relaxed) {
                    return;
                }
                if self.is_whole.load(Ordering::Relaxed) {
                    tracing::error!(%error, "the store of revocations is away; what is known holds");
                } else {
                    tracing::error!(%error, "a revocation cannot be kept; nobody is let in");
                }
            }
        }
    }

    async fn ask(&self, cursor: &mut String) -> Result<()> {
        loop {
            let page = self.store.since(cursor).get().await?;
            if page.revocations.is_empty() {
                self.is_whole.store(true, Ordering::Relaxed);
                return Ok(());
            }
            let now = SystemTime::now();
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            for revocation in page.revocations {
                let kept = known.add(revocation, now);
                kept.inspect_err(|_| self.is_whole.store(false, Ordering::Relaxed))?;
            }
            *cursor = page.cursor;
        }
    }

    /// Never 0.
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }
}

/// In milliseconds: how long what is known is new.
const SOON: u64 = 400;
/// Beyond this, nobody goes on without having asked: the second that is promised.
const LATE: u64 = 900;
/// How long the store has to answer.
const PATIENCE: Duration = Duration::from_secs(1);
