//! Guards: what admits or refuses a call.
//!
//! A guard is declared by an attribute at the tool and consulted by the gate on every call,
//! in one fixed [order](Stage), before the arguments are decoded. A guard of your own is any
//! value that implements [`Guard`], declared with `#[guard(expr)]`.

use crate::{answer::Answer, call::Call, refusal::Refusal};

pub mod authorize;
pub mod custom;
pub mod rate_limit;
pub mod require_auth;
pub mod resource_guard;
pub mod timeout;

pub use authorize::authorize;
pub use custom::guard;
pub use rate_limit::rate_limit;
pub use require_auth::require_auth;
pub use resource_guard::resource_guard;
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

    /// When the gate consults it.
    fn stage(&self) -> Stage {
        Stage::Custom
    }

    /// Admits the call, or refuses it.
    ///
    /// A guard that admits a call sees it again in [`settle`](Guard::settle), exactly once. An
    /// answer that comes later takes of the call's [time](mod@timeout). A panic refuses the call.
    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>>;

    /// The call has ended: with its result, refused by a later guard or by the rules, timed out,
    /// or dropped.
    fn settle(&self, call: &Call) {
        let _ = call;
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

/// The order in which the gate consults guards: cheapest and least revealing first.
///
/// Authentication and scopes come before all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// How often.
    Rate,
    /// Whether the machine has room.
    Resources,
    /// Guards of the user's own.
    Custom,
}
