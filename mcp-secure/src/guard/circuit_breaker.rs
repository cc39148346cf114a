//! [`CircuitBreaker`]: a tool that keeps failing is left alone for a while.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Ending, Guard, Stage};
use crate::{
    answer::Answer,
    call::{Call, CallId},
    refusal::Refusal,
};

#[cfg(test)]
mod tests;

/// Leaves a tool alone that keeps failing: `#[circuit_breaker(failures = 5, cooldown = "30s")]`
/// (these are the defaults).
///
/// After so many failures in a row the tool is not called for the cooldown: calls are told "busy,
/// try again". Then one call is let through; if it is answered the tool is open again, if it fails
/// another cooldown begins.
///
/// A failure is one of the tool itself: an error that is no [`ToolError`](crate::ToolError), a panic,
/// or a [timeout](mod@super::timeout). What a caller can bring about on purpose is none: wrong
/// arguments, refusals, a `ToolError`, a client that goes away. A tool that fails for a caller's
/// input in any other way can be closed by that caller: answer such input with a `ToolError`.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Ask the other system.
/// #[tool(read_only, open_world)]
/// #[circuit_breaker(failures = 3, cooldown = "10s")]
/// #[timeout("2s")]
/// async fn ask(word: String) -> String {
///     word
/// }
/// ```
pub use mcp_secure_macros::circuit_breaker;

/// Refuses calls while the tool is failing; see the [attribute](macro@circuit_breaker).
pub struct CircuitBreaker {
    failures: u32,
    cooldown: Duration,
    state: Mutex<State>,
}

/// Failures and answers of calls that began before the circuit opened say nothing new about it.
#[derive(Clone, Copy)]
enum State {
    Closed {
        /// In a row.
        failures: u32,
    },
    Open {
        until: Instant,
    },
    Probing {
        call: CallId,
    },
}

impl CircuitBreaker {
    /// Opens after 5 failures in a row, for 30 s.
    pub fn new() -> Self {
        let state = Mutex::new(State::Closed { failures: 0 });
        Self { failures: 5, cooldown: Duration::from_secs(30), state }
    }

    /// After how many failures in a row it opens.
    ///
    /// # Panics
    ///
    /// If it is zero.
    #[must_use]
    pub fn failures(mut self, failures: u32) -> Self {
        assert!(failures > 0, "a circuit opens after one failure or more");
        self.failures = failures;
        self
    }

    /// For how long.
    #[must_use]
    pub fn cooldown(mut self, cooldown: Duration) -> Self {
        self.cooldown = cooldown;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> State {
        // A cooldown that no clock can tell has no end.
        let now = Instant::now();
        State::Open { until: now.checked_add(self.cooldown).unwrap_or(now + CENTURY) }
    }
}

impl Default for CircuitBreaker {
    fn default() -> Self {
        Self::new()
    }
}

impl Guard for CircuitBreaker {
    fn name(&self) -> &'static str {
        "circuit_breaker"
    }

    fn describe(&self) -> String {
        format!("opens after {} failures, for {:?}", self.failures, self.cooldown)
    }

    fn stage(&self) -> Stage {
        Stage::Circuit
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        let mut state = self.state();
        let retry_after = match *state {
            State::Closed { .. } => return Answer::Now(Ok(())),
            State::Open { until } => until.saturating_duration_since(Instant::now()),
            State::Probing { .. } => PROBE,
        };
        if retry_after.is_zero() {
            *state = State::Probing { call: call.id() };
            return Answer::Now(Ok(()));
        }
        Answer::Now(Err(Refusal::busy("circuit_breaker", retry_after)))
    }

    fn settle(&self, call: &Call, ending: Ending) {
        let mut state = self.state();
        *state = match (*state, ending) {
            (State::Closed { failures }, Ending::Failed | Ending::TimedOut) => match failures + 1 {
                failures if failures >= self.failures => self.open(),
                failures => State::Closed { failures },
            },
            (State::Closed { .. }, Ending::Answered) => State::Closed { failures: 0 },
            (State::Probing { call: probe }, _) if probe == call.id() => match ending {
                Ending::Answered => State::Closed { failures: 0 },
                Ending::Failed | Ending::TimedOut => self.open(),
                // It said nothing of the tool: the next call is the probe.
                Ending::Refused | Ending::Cancelled => State::Open { until: Instant::now() },
            },
            (unchanged, _) => unchanged,
        };
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CircuitBreaker").field(&self.describe()).finish()
    }
}

/// When to try again while somebody else's call is the probe.
const PROBE: Duration = Duration::from_secs(1);
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
