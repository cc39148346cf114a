//! [`Record`]: the event of one call, from its begin to its end.

use std::{borrow::Cow, time::Instant};

use super::{
    Audit,
    event::{Event, Kind, printable},
};
use crate::{
    auth::Rejected,
    call::{CallId, Origin},
    caller::Caller,
    error::Error,
    metrics::Calls,
    refusal::Refusal,
    trace::TraceContext,
};

/// What is known of a call when it comes in.
#[derive(Clone, Copy)]
pub(crate) struct Called<'a> {
    pub(crate) tool: &'a str,
    pub(crate) caller: Option<&'a Caller>,
    pub(crate) origin: Origin,
    pub(crate) trace: Option<TraceContext>,
}

/// The record of one call. Ended without a verdict (the client went away), it says so.
pub(crate) struct Record<'a> {
    audit: &'a Audit,
    called: Called<'a>,
    id: CallId,
    started: Instant,
    /// Where the calls of the tool are counted, if there is such a tool.
    pub(crate) calls: Option<&'a Calls>,
    /// The guard that refuses, where one does.
    pub(crate) guard: Option<&'static str>,
    ended: bool,
}

impl<'a> Record<'a> {
    pub(crate) fn begin(audit: &'a Audit, called: Called<'a>) -> Self {
        let (id, started) = (CallId::random(), Instant::now());
        Self { audit, called, id, started, calls: None, guard: None, ended: false }
    }

    pub(crate) fn id(&self) -> CallId {
        self.id
    }

    pub(crate) fn end(mut self, refusal: Option<&Refusal>) {
        self.ended = true;
        self.write("ok", refusal);
    }

    fn write(&self, verdict: &'static str, refusal: Option<&Refusal>) {
        if let Some(failure @ Refusal::Failed(error)) = refusal
            && error.tool_error().is_none()
        {
            // The operator's to read; the audit record keeps to what was decided.
            tracing::error!(
                target: "mcp_secure::failure",
                call = %self.id,
                error = %failure.detail(),
                "a tool failed"
            );
        }
        let took = self.started.elapsed();
        if let Some(metrics) = self.audit.metrics() {
            let verdict = refusal.map_or(verdict, Refusal::kind);
            self.calls.unwrap_or(&metrics.unknown).count(verdict, self.guard, took);
        }
        if !self.audit.is_listening() {
            return;
        }
        let Called { tool, caller, origin, trace } = self.called;
        let mut event = event(Kind::Call, verdict, origin);
        event.call = Some(self.id);
        event.tool = Some(printable(tool));
        event.subject = caller.map(|caller| printable(caller.subject()));
        event.issuer = caller.and_then(Caller::issuer).map(printable);
        event.guard = self.guard.map(Cow::Borrowed);
        event.took = Some(took);
        event.trace = trace;
        if let Some(refusal) = refusal {
            event.refused(refusal);
        }
        self.audit.write(event);
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.write("cancelled", None);
        }
    }
}

impl Audit {
    /// A credential that was not accepted.
    pub(crate) fn refused_credential(&self, origin: Origin, why: Rejected) {
        let why = why.to_string();
        if let Some(metrics) = self.metrics() {
            metrics.credentials.count(why.split(':').next().unwrap_or_default());
        }
        let mut event = event(Kind::Authentication, "invalid_token", origin);
        event.detail = Some(why.into());
        self.write(event);
    }

    /// The store that replicas share has gone away, for this reason, or is back.
    pub(crate) fn store(&self, which: &str, away: Option<&Error>) {
        let verdict = if away.is_some() { "store_away" } else { "store_back" };
        let mut event = Event::new(Kind::Store, verdict, "none");
        event.detail = Some(match away {
            Some(why) => printable(&format!("{which}: {why}")).into_owned().into(),
            None => printable(which),
        });
        self.write(event);
    }

    /// A request that was refused before a tool was named.
    pub(crate) fn refused_request(&self, origin: Origin, verdict: &'static str, detail: &str) {
        if let Some(metrics) = self.metrics() {
            metrics.requests.count(verdict);
        }
        let mut event = event(Kind::Request, verdict, origin);
        event.detail = (!detail.is_empty()).then(|| printable(detail));
        self.write(event);
    }
}

fn event(subject: Kind, verdict: &'static str, origin: Origin) -> Event<'static> {
    Event { peer: origin.ip(), ..Event::new(subject, verdict, origin.transport()) }
}
