//! Guards: what admits or refuses a call.
//!
//! A guard is declared by an attribute at the tool and consulted by the gate on every call,
//! in one fixed [order](Stage), before the arguments are decoded. A guard of your own is any
//! value that implements [`Guard`], declared with `#[guard(expr)]`.

use crate::{
    answer::Answer,
    call::{Call, MissingCapability},
    refusal::Refusal,
    store::Place,
};

pub mod authorize;
pub mod budget;
pub mod circuit_breaker;
pub mod concurrency;
pub mod custom;
pub mod limit;
pub mod rate_limit;
pub mod require_auth;
pub mod resource_guard;
pub mod sanitize_output;
pub mod timeout;

pub use authorize::authorize;
pub use budget::budget;
pub use circuit_breaker::circuit_breaker;
pub use concurrency::concurrency;
pub use custom::guard;
pub use limit::limit;
pub use rate_limit::rate_limit;
pub use require_auth::require_auth;
pub use resource_guard::resource_guard;
pub use sanitize_output::sanitize_output;
pub use timeout::timeout;

/// Admits or refuses a call.
///
/// ```
/// use mcp_secure::{answer::Answer, call::Call, guard::Guard, refusal::Refusal};
///
/// /// Open from nine to five.
/// struct OfficeHours(fn() -> u32);
///
/// impl Guard for OfficeHours {
///     fn name(&self) -> &'static str {
///         "office_hours"
///     }
///
///     fn describe(&self) -> String {
///         "09:00 to 17:00".into()
///     }
///
///     fn admit<'a>(&'a self, _call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
///         Answer::Now(if (9..17).contains(&(self.0)()) {
///             Ok(())
///         } else {
///             Err(Refusal::denied("office_hours", "closed, try again tomorrow"))
///         })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a guard",
    label = "does not implement `mcp_secure::guard::Guard`"
)]
pub trait Guard: Send + Sync + 'static {
    /// The name in audit records and in the posture report.
    fn name(&self) -> &'static str;

    /// What the guard holds to, in one line, for the posture report.
    fn describe(&self) -> String;

    /// The expressions that it asks of a call, as they are written, for the posture report.
    #[doc(hidden)]
    fn written(&self) -> &'static str {
        ""
    }

    /// When the gate consults it.
    fn stage(&self) -> Stage {
        Stage::Custom
    }

    /// How soon what a call takes of it comes back. Of two in one stage, the one that comes back sooner
    /// is consulted first: a call that it refuses takes nothing of the other.
    #[doc(hidden)]
    fn comes_back(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }

    /// Admits the call, or refuses it.
    ///
    /// A guard that admits a call sees it again in [`settle`](Guard::settle), exactly once. An
    /// answer that comes later takes of the call's [time](mod@timeout). A panic refuses the call.
    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>>;

    /// The call has ended, in this way.
    fn settle(&self, call: &Call, ending: Ending) {
        let _ = (call, ending);
    }

    /// Told once, before [`start`](Guard::start): where it stands, and what it shares with other
    /// replicas of the server.
    fn place(&self, place: &Place<'_>) {
        let _ = place;
    }

    /// Told once, when the server starts.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    fn start(&self) -> crate::Result<()> {
        Ok(())
    }
}

/// How a call has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// The tool has answered: with a result, or with a [`ToolError`](crate::ToolError) of its
    /// author.
    Answered,
    /// The tool has failed: with any other error, or by a panic.
    Failed,
    /// The tool did not finish in its time.
    TimedOut,
    /// A later guard, the rules or a policy refused the call.
    Refused,
    /// The client went away before the end.
    Cancelled,
}

impl Ending {
    pub(crate) fn of<T>(result: &Result<T, Refusal>) -> Self {
        match result {
            Ok(_) => Self::Answered,
            Err(Refusal::Failed(error)) if error.tool_error().is_some() => Self::Answered,
            Err(Refusal::Failed(error)) if error.downcast_ref::<MissingCapability>().is_some() => {
                Self::Refused
            }
            Err(Refusal::Failed(_) | Refusal::Panicked) => Self::Failed,
            Err(Refusal::TimedOut) => Self::TimedOut,
            Err(_) => Self::Refused,
        }
    }
}

/// The order in which the gate consults guards: cheapest and least revealing first.
///
/// Authentication and scopes come before all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// How often.
    Rate,
    /// Whether the tool has been working.
    Circuit,
    /// Whether the machine has room.
    Resources,
    /// Guards of the user's own.
    Custom,
    /// How many at once: it may wait for a place.
    Concurrency,
    /// How much in all: the last, since only a call that runs shall spend of it.
    Budget,
}
