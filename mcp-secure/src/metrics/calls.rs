//! [`Calls`]: what is counted of one tool.

use std::time::Duration;

use super::cells::{Durations, Labelled};
use crate::{audit, metrics::OTHER};

/// The calls of one tool: how they ended, what refused them, and how long those took that ran.
pub(crate) struct Calls {
    pub(crate) verdicts: Labelled,
    pub(crate) guards: Labelled,
    pub(crate) durations: Durations,
}

impl Calls {
    /// Of a tool behind these guards.
    pub(crate) fn new(guards: impl IntoIterator<Item = &'static str>) -> Self {
        let mut guards: Vec<_> = guards.into_iter().collect();
        guards.sort_unstable();
        guards.dedup();
        guards.push(OTHER);
        Self {
            verdicts: Labelled::new(VERDICTS),
            guards: Labelled::new(guards),
            durations: Durations::new(),
        }
    }

    pub(crate) fn is_called(&self) -> bool {
        self.verdicts.iter().any(|(_, count)| count > 0)
    }

    /// Counts a call that has ended.
    pub(crate) fn count(&self, verdict: &str, guard: Option<&str>, took: Duration) {
        self.verdicts.count(verdict);
        if let Some(guard) = guard {
            self.guards.count(guard);
        }
        if audit::has_run(verdict) {
            self.durations.add(took);
        }
    }
}

/// The verdicts on calls, as in the audit record: `ok`, the kinds of refusals, and `cancelled`.
const VERDICTS: &[&str] = &[
    "ok",
    "tool_error",
    "invalid_arguments",
    "rate_limited",
    "busy",
    "timed_out",
    "denied",
    "internal",
    "unauthenticated",
    "insufficient_scope",
    "missing_role",
    "unknown_tool",
    "input_too_large",
    "output_too_large",
    "cancelled",
    "invalid_token",
    OTHER,
];
