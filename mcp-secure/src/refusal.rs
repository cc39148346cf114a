//! Refusals: every way in which a call does not reach its result.
//!
//! What is told outside is in one table, [`Refusal::answer`]; the audit record gets the rest.

use std::{borrow::Cow, time::Duration};

use crate::{auth::Rejected, rule::Violations};

/// Why a call was not run, or did not end well.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// No tool of this name, or a hidden one that this caller may not know of.
    UnknownTool,
    /// The tool needs a caller and the request carries no credential.
    Unauthenticated {
        /// Scopes that the call would need, for the challenge.
        scopes: Vec<String>,
    },
    /// The request carries a credential that was not accepted.
    InvalidToken(Rejected),
    /// The caller lacks scopes.
    InsufficientScope {
        /// All scopes that the call needs, in one challenge.
        scopes: Vec<String>,
    },
    /// The arguments are wrong.
    InvalidArguments(Violations),
    /// Too many calls in a time.
    RateLimited {
        /// When the same call would be admitted.
        retry_after: Duration,
    },
    /// The server has no room for this call now.
    Busy {
        /// Which limit; for the audit record, not for the client.
        reason: Cow<'static, str>,
        /// When to try again.
        retry_after: Duration,
    },
    /// The tool did not finish in its time.
    TimedOut,
    /// The client went away, or the server is shutting down.
    Cancelled,
    /// A guard of the user's own refused, with a message for the model.
    Denied {
        /// Which guard.
        guard: Cow<'static, str>,
        /// What the model is told.
        message: Cow<'static, str>,
    },
    /// The tool failed; see [`crate::Error`] for what of it is shown.
    Failed(crate::Error),
    /// The tool panicked.
    Panicked,
    /// The tool's result is larger than the server sends.
    OutputTooLarge,
}

impl Refusal {
    /// A refusal of a [guard](crate::guard::Guard) of your own. `message` goes to the model;
    /// it must not contain a value, a limit or a secret.
    pub fn denied(
        guard: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Denied { guard: guard.into(), message: message.into() }
    }

    /// "Busy, try again": `reason` goes to the audit record only.
    pub fn busy(reason: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        Self::Busy { reason: reason.into(), retry_after }
    }

    /// The verdict's name in the audit record and in `structuredContent.error`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UnknownTool => "unknown_tool",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::InvalidToken(_) => "invalid_token",
            Self::InsufficientScope { .. } => "insufficient_scope",
            Self::InvalidArguments(_) => "invalid_arguments",
            Self::RateLimited { .. } => "rate_limited",
            Self::Busy { .. } => "busy",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
            Self::Denied { .. } => "denied",
            Self::Failed(error) if error.tool_error().is_some() => "tool_error",
            Self::Failed(_) | Self::Panicked => "internal",
            Self::OutputTooLarge => "output_too_large",
        }
    }
}
