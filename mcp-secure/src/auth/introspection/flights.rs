//! One question at a time for each token.

use std::{
    collections::{HashMap, hash_map::Entry},
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::watch;

use super::ask::Asker;
use crate::{
    auth::{Rejected, Token},
    caller::Caller,
    complaints::Complaints,
};

/// The questions that wait for their answer.
pub(super) struct Flights {
    asker: Asker,
    waiting: Mutex<Waiting>,
    complaints: Complaints,
}

type Waiting = HashMap<[u8; 32], watch::Receiver<Option<Verdict>>>;
type Verdict = Result<Caller, Rejected>;

impl Flights {
    pub(super) fn new(asker: Asker) -> Self {
        Self { asker, waiting: Mutex::default(), complaints: Complaints::default() }
    }

    /// The verdict on a token, by the question that is under way, or by a new one. It goes on by itself:
    /// who has begun it may go away, and others wait for it.
    pub(super) fn ask(self: Arc<Self>, token: &str) -> impl Future<Output = Verdict> + use<> {
        let mut answer = self.answer(token);
        async move {
            let Some(answer) = &mut answer else { return Err(Rejected::Unavailable) };
            match answer.wait_for(Option::is_some).await {
                Ok(verdict) => verdict.clone().unwrap_or(Err(Rejected::Unavailable)),
                // It panicked, or the process ends.
                Err(_) => Err(Rejected::Unavailable),
            }
        }
    }

    fn answer(self: Arc<Self>, token: &str) -> Option<watch::Receiver<Option<Verdict>>> {
        let mut name = [0; 32];
        name.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let mut waiting = self.lock();
        let is_full = waiting.len() >= MOST;
        let place = match waiting.entry(name) {
            Entry::Occupied(waiting) => return Some(waiting.get().clone()),
            Entry::Vacant(_) if is_full => {
                if let Some(before) = self.complaints.next() {
                    tracing::warn!(before, "introspection: too many tokens at once");
                }
                return None;
            }
            Entry::Vacant(place) => place,
        };
        let (sender, receiver) = watch::channel(None);
        place.insert(receiver.clone());
        drop(waiting);
        let token = Token::new(token);
        let landing = Landing { flights: self, name };
        tokio::spawn(async move {
            let verdict = landing.flights.asker.ask(&token).await;
            // First out of the way: who comes from here on asks anew.
            drop(landing);
            let _ = sender.send(Some(verdict));
        });
        Some(receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a question, however it ends.
struct Landing {
    flights: Arc<Flights>,
    name: [u8; 32],
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.lock().remove(&self.name);
    }
}

const MOST: usize = 128;
