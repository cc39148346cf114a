//! [`Settings`]: what holds for every tool of a server.

use std::time::Duration;

use tokio::sync::Semaphore;

use super::everywhere::Everywhere;
use crate::{scope::Hierarchy, store::Shared};

/// The limits of a server that hold for every tool.
pub(crate) struct Settings {
    /// Of a tool that declares none.
    pub(crate) timeout: Duration,
    /// Whether that is the operator's choice, and not the default.
    pub(crate) is_timeout_declared: bool,
    pub(crate) max_timeout: Duration,
    pub(crate) max_calls: usize,
    pub(crate) max_input: usize,
    pub(crate) max_output: usize,
    /// The guards that stand before every tool.
    pub(crate) everywhere: Everywhere,
    /// Which scopes imply which.
    pub(crate) hierarchy: Hierarchy,
    /// The name of the server, and what it shares with its replicas.
    pub(crate) server: String,
    pub(crate) store: Option<Shared>,
}

impl Settings {
    /// How long a call may take of a tool with, or without, a timeout of its own.
    pub(crate) fn timeout_of(&self, own: Option<Duration>) -> Duration {
        own.unwrap_or(self.timeout).min(self.max_timeout)
    }

    /// How many calls run at once.
    pub(crate) fn places(&self) -> usize {
        self.max_calls.min(Semaphore::MAX_PERMITS)
    }

    /// How many calls of one tool run at once: one whose calls do not end leaves places for others.
    pub(crate) fn places_of_a_tool(&self) -> usize {
        self.places().div_ceil(4)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            is_timeout_declared: false,
            max_timeout: Duration::MAX,
            max_calls: 512,
            max_input: usize::MAX,
            max_output: 4 << 20,
            everywhere: Everywhere::default(),
            hierarchy: Hierarchy::default(),
            server: String::new(),
            store: None,
        }
    }
}
