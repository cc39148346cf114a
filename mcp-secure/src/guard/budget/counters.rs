//! [`Counters`]: what has been spent of a budget, in memory.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::window::Period;
use crate::store::Key;

/// Counters of one window, by key, and one for all keys that find no room.
pub(super) struct Counters {
    most_keys: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    period: Option<Period>,
    of: HashMap<Key, u64>,
    overflow: u64,
}

impl Counters {
    pub(super) fn new(most_keys: usize) -> Self {
        Self { most_keys, state: Mutex::default() }
    }

    /// Spends, if no more than `most` is then spent, and nothing otherwise: refused with the period
    /// after which there is more.
    pub(super) fn spend(
        &self,
        period: Period,
        key: Key,
        cost: u64,
        most: u64,
    ) -> Result<(), Period> {
        // Every change of it is whole, even when a thread panicked.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that is set back gives nothing out anew.
        if state.period.is_none_or(|known| known.start < period.start) {
            *state = State { period: Some(period), ..State::default() };
        }
        let period = state.period.unwrap_or(period);
        let has_room = state.of.len() < self.most_keys || state.of.contains_key(&key);
        let State { of, overflow, .. } = &mut *state;
        let spent = if has_room { of.entry(key).or_default() } else { overflow };
        match spent.checked_add(cost).filter(|spent| *spent <= most) {
            Some(more) => {
                *spent = more;
                Ok(())
            }
            None => Err(period),
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).of.len()
    }
}
