//! Events in the log: as events of `tracing`.

use tracing::{Level, enabled, info};

use super::{Event, Sink};

/// The target of audit events: filter for it to send them elsewhere.
pub const TARGET: &str = "mcp_secure::audit";

pub(super) struct Log;

impl Sink for Log {
    fn record(&self, event: &Event<'_>) {
        let line = event.line();
        info!(
            target: TARGET,
            event = event.event.name(),
            call = event.call.map(display),
            tool = event.tool.as_deref(),
            subject = event.subject.as_deref(),
            issuer = event.issuer.as_deref(),
            transport = event.transport,
            peer = event.peer.map(display),
            verdict = event.verdict,
            guard = event.guard.as_deref(),
            detail = (!line.is_empty()).then_some(line),
            micros = event.took.map(|took| u64::try_from(took.as_micros()).unwrap_or(u64::MAX)),
            trace = event.trace.map(display),
            folded = event.folded,
        );
    }

    fn is_listening(&self) -> bool {
        enabled!(target: TARGET, Level::INFO)
    }
}
