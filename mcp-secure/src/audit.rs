//! The audit record: one event for each decision, as a `tracing` event of the target
//! `mcp_secure::audit`.
//!
//! An event says who called what, from where, the verdict and why, how long it took and the
//! correlation id. It never contains arguments, results, tokens or claims.

use std::time::Instant;

use crate::{
    auth::Rejected,
    call::{CallId, Origin},
    caller::Caller,
    error::Error,
    gate::Incoming,
    refusal::Refusal,
};

/// The target of audit events: filter for it to send them elsewhere.
pub const TARGET: &str = "mcp_secure::audit";

/// The record of one call. Ended without a verdict (the client went away), it says so.
pub(crate) struct Record {
    id: CallId,
    tool: Box<str>,
    caller: Option<Caller>,
    origin: Origin,
    started: Instant,
    ended: bool,
}

impl Record {
    pub(crate) fn begin(incoming: &Incoming<'_, '_>) -> Self {
        Self::new(incoming.tool, incoming.caller.clone(), incoming.origin)
    }

    fn new(tool: &str, caller: Option<Caller>, origin: Origin) -> Self {
        Self {
            id: CallId::random(),
            tool: printable(tool).into(),
            caller,
            origin,
            started: Instant::now(),
            ended: false,
        }
    }

    pub(crate) fn id(&self) -> CallId {
        self.id
    }

    pub(crate) fn end(mut self, refusal: Option<&Refusal>) {
        self.ended = true;
        match refusal {
            None => self.write("ok", ""),
            Some(refusal) => self.write(refusal.kind(), &refusal.detail()),
        }
    }

    fn write(&self, verdict: &str, detail: &str) {
        tracing::info!(
            target: TARGET,
            event = "call",
            call = %self.id,
            tool = &*self.tool,
            subject = self.caller.as_ref().map(Caller::subject),
            transport = self.origin.transport(),
            peer = self.origin.ip().map(tracing::field::display),
            verdict,
            detail = (!detail.is_empty()).then_some(detail),
            micros = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
        );
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if !self.ended {
            self.write("cancelled", "");
        }
    }
}

/// A credential that was not accepted.
pub(crate) fn refused_credential(origin: Origin, why: Rejected) {
    tracing::info!(
        target: TARGET,
        event = "authentication",
        transport = origin.transport(),
        peer = origin.ip().map(tracing::field::display),
        verdict = "invalid_token",
        detail = %why,
    );
}

/// A call that was refused at the door, by the tool that it names.
pub(crate) fn refused_call(
    tool: Option<&str>,
    caller: Option<&Caller>,
    origin: Origin,
    refusal: &Refusal,
) {
    Record::new(tool.unwrap_or_default(), caller.cloned(), origin).end(Some(refusal));
}

/// A request that was refused before a tool was named.
pub(crate) fn refused_request(origin: Origin, verdict: &'static str, detail: &str) {
    tracing::info!(
        target: TARGET,
        event = "request",
        transport = origin.transport(),
        peer = origin.ip().map(tracing::field::display),
        verdict,
        detail = (!detail.is_empty()).then_some(detail),
    );
}

/// The store that replicas share has gone away, for this reason, or is back.
pub(crate) fn store(which: &str, away: Option<&Error>) {
    tracing::warn!(
        target: TARGET,
        event = "store",
        verdict = if away.is_some() { "store_away" } else { "store_back" },
        store = which,
        detail = away.map(tracing::field::display),
    );
}

/// A name that a client sent, fit for a line of a log.
fn printable(name: &str) -> String {
    const MOST: usize = 128;
    name.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
