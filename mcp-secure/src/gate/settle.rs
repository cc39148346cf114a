//! How a call ends: what leaves the tool is bounded and cleaned, and the guards are told.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    call::Call,
    error::Result,
    guard::{Ending, Guard},
    output::{Outgoing, Reply},
    refusal::Refusal,
    secret::Secrets,
};

/// Bounds and cleans what leaves the tool: a result, or what a failure says to the model.
///
/// The secrets are taken out of a failure before it is cleaned, since a sanitizer may write them
/// in another way, and after it: one that was split by something invisible is whole then.
pub(super) fn reply(
    outgoing: &Outgoing,
    max_output: usize,
    secrets: &Secrets,
    result: Result<Reply, Refusal>,
) -> Result<Reply, Refusal> {
    let told = cleaned(outgoing, max_output, without(secrets, result));
    without(secrets, told)
}

fn without(secrets: &Secrets, result: Result<Reply, Refusal>) -> Result<Reply, Refusal> {
    match result {
        Ok(reply) => Ok(reply.without(secrets)),
        Err(refusal) => Err(refusal.without(secrets)),
    }
}

fn cleaned(
    outgoing: &Outgoing,
    max_output: usize,
    result: Result<Reply, Refusal>,
) -> Result<Reply, Refusal> {
    let bounded = |size| (size <= max_output).then_some(()).ok_or(Refusal::OutputTooLarge);
    match result {
        Ok(reply) => {
            bounded(reply.size())?;
            let reply = outgoing.reply(reply).map_err(Refusal::Failed)?;
            // A sanitizer may have made it longer.
            bounded(reply.size())?;
            Ok(reply)
        }
        Err(Refusal::Failed(error)) => {
            bounded(error.tool_error().map_or(0, |told| told.message().len()))?;
            Err(Refusal::Failed(outgoing.error(error)))
        }
        Err(Refusal::Denied { guard, message }) => {
            bounded(message.len())?;
            let message = outgoing.text(&message).into_owned().into();
            Err(Refusal::Denied { guard, message })
        }
        Err(Refusal::InvalidArguments(violations)) => {
            Err(Refusal::InvalidArguments(outgoing.violations(violations)))
        }
        Err(refusal) => Err(refusal),
    }
}

/// Settles the guards that admitted the call when it goes out of scope: also when the call
/// is dropped because the client went away.
pub(super) struct Guards<'a> {
    pub(super) guards: &'a [Box<dyn Guard>],
    call: &'a Call,
    pub(super) ending: Ending,
    /// The guard that did not admit the call.
    pub(super) refused_by: Option<&'static str>,
}

impl<'a> Guards<'a> {
    pub(super) fn new(call: &'a Call) -> Self {
        Self { guards: &[], call, ending: Ending::Cancelled, refused_by: None }
    }
}

impl Drop for Guards<'_> {
    fn drop(&mut self) {
        self.call.end();
        let ending = if std::thread::panicking() { Ending::Failed } else { self.ending };
        for guard in self.guards.iter().rev() {
            // One that panics keeps no other from being settled.
            if catch_unwind(AssertUnwindSafe(|| guard.settle(self.call, ending))).is_err() {
                tracing::error!(guard = guard.name(), "a guard panicked while it settled a call");
            }
        }
    }
}
