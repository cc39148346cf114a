//! The audit record: one [event](Event) for each decision.
//!
//! An event says who called what, from where, the verdict, which guard or rules were in the way,
//! how long it took, the correlation id and the client's trace. It never contains arguments,
//! results, credentials or claims. Its members and their meaning are published in
//! `docs/audit.schema.json`, with a [version](VERSION).
//!
//! Where events go, [sinks](Sink) say:
//!
//! - always to `tracing`, as events of the target [`TARGET`]: `.run()` logs them to standard
//!   error;
//! - with [`.audit(JsonLines::new(path))`](crate::Server::audit) also to a [file](JsonLines), a
//!   line each, with rotation and, if asked for, a [chain of hashes](JsonLines::chained) that shows
//!   whether a line was removed or altered since;
//! - with [`.audit(Spans::to(url)?)`](Spans) calls also to a collector of OpenTelemetry, as spans.
//!
//! Refusals are written at a bounded rate, so that a flood of them fills no disk: of those that
//! are alike (the same verdict, address and caller) 20 in a period are written in full, of all
//! together 100. The others are counted, and at its end one event for those that are alike, of 256
//! kinds at most, says how many there were, as [`folded`](Event::folded). A period is a second, and
//! twice as long as the one before while the flood lasts, up to a minute. Calls that ran are never
//! folded.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

mod event;
mod fold;
mod json_lines;
mod log;
mod record;
mod spans;
pub mod verify;

pub use event::{Broken, Event, Kind, VERSION};
pub use json_lines::JsonLines;
pub use log::TARGET;
pub(crate) use record::{Called, Record};
pub use spans::{Spans, spans_lost};

pub(crate) use fold::has_run;
use fold::{Folding, Then};

use crate::metrics::Metrics;

/// Takes events.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use mcp_secure::{
///     audit::{Event, Sink},
///     prelude::*,
/// };
///
/// /// Counts what was refused.
/// struct Refused(AtomicUsize);
///
/// impl Sink for Refused {
///     fn record(&self, event: &Event<'_>) {
///         if event.verdict != "ok" {
///             self.0.fetch_add(event.folded.unwrap_or(1) as usize, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let server = Server::new("counted", "1.0.0").audit(Refused(AtomicUsize::new(0)));
/// # let _ = server;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes no audit events",
    label = "does not implement `mcp_secure::audit::Sink`"
)]
pub trait Sink: Send + Sync + 'static {
    /// What it is, for the [posture report](crate::posture): never a secret. By default the name of
    /// its type.
    fn describe(&self) -> String {
        crate::type_name::type_name::<Self>()
    }

    /// Told once, before it starts: the name of the server.
    fn prepare(&mut self, server: &str) {
        let _ = server;
    }

    /// Takes an event. Called on the way of a call: it must not wait for anything slow.
    fn record(&self, event: &Event<'_>);

    /// Whether anybody reads what is recorded now. Where nobody does, no event is made.
    fn is_listening(&self) -> bool {
        true
    }

    /// Whether what is recorded now will be kept. While it is not, the server refuses calls
    /// (`busy`, try again) instead of running them unseen.
    fn is_keeping(&self) -> bool {
        true
    }

    /// How many events could not be kept since the server has started: for the
    /// [metrics](crate::Server::metrics).
    fn lost(&self) -> u64 {
        0
    }

    /// Looks at what [`start`](Self::start) needs, without starting and without writing anything, and says
    /// how it is: for the command `check`. Never a secret. By default nothing is looked at.
    ///
    /// # Errors
    ///
    /// What would keep the server from starting.
    fn check(&self) -> crate::Result<String> {
        Ok("not looked at before it starts".to_owned())
    }

    /// Told once, when the server starts.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    fn start(&self) -> crate::Result<()> {
        Ok(())
    }

    /// Told when the server has ended: what was recorded is to be kept before this returns, within
    /// a few seconds.
    fn end(&self) {}
}

/// Where the decisions of a server go.
#[derive(Clone)]
pub(crate) struct Audit(Arc<Sinks>);

struct Sinks {
    sinks: Vec<Box<dyn Sink>>,
    folding: Mutex<Folding>,
    metrics: Option<Metrics>,
}

impl Audit {
    /// To these, and to the log.
    pub(crate) fn new(sinks: Vec<Box<dyn Sink>>) -> Self {
        Self::counted(sinks, None)
    }

    /// The same; and each is counted there.
    pub(crate) fn counted(sinks: Vec<Box<dyn Sink>>, metrics: Option<Metrics>) -> Self {
        let log: Box<dyn Sink> = Box::new(log::Log);
        let sinks = [log].into_iter().chain(sinks).collect();
        Self(Arc::new(Sinks { sinks, folding: Mutex::default(), metrics }))
    }

    /// What is counted, where anything is.
    pub(crate) fn metrics(&self) -> Option<&Metrics> {
        self.0.metrics.as_ref()
    }

    /// How many events could not be kept.
    pub(crate) fn lost(&self) -> u64 {
        self.0.sinks.iter().map(|sink| sink.lost()).sum()
    }

    pub(crate) fn start(&self) -> crate::Result<()> {
        self.0.sinks.iter().try_for_each(|sink| sink.start())
    }

    /// The server has ended: tells what is left, and waits until it is kept.
    pub(crate) async fn end(&self) {
        let sinks = Arc::clone(&self.0);
        let _ = tokio::task::spawn_blocking(move || sinks.end()).await;
    }

    /// Whether calls that run now leave a record.
    pub(crate) fn is_keeping(&self) -> bool {
        self.0.sinks.iter().all(|sink| sink.is_keeping())
    }

    fn is_listening(&self) -> bool {
        self.0.sinks.iter().any(|sink| sink.is_listening())
    }

    fn write(&self, event: Event<'_>) {
        if !event.can_be_folded() {
            return self.0.record(&event);
        }
        let then = self.0.folding().take(&event);
        self.0.tell(then.told);
        if let (Some(metrics), Then::Fold | Then::FoldFirst(..)) = (self.metrics(), &then.next) {
            metrics.folded.add(1);
        }
        match then.next {
            Then::Write => self.0.record(&event),
            Then::Fold => {}
            Then::FoldFirst(period, rest) => {
                let sinks = Arc::downgrade(&self.0);
                // Tells what was folded also when nothing else happens.
                let teller = std::thread::Builder::new().name("mcp-secure-audit".into());
                let _ = teller.spawn(move || {
                    std::thread::sleep(rest);
                    // A server that has ended has told it.
                    let Some(sinks) = sinks.upgrade() else { return };
                    let told = sinks.folding().end_of(period);
                    sinks.tell(told);
                });
            }
        }
    }
}

impl Sinks {
    fn folding(&self) -> MutexGuard<'_, Folding> {
        self.folding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        let told = self.folding().end_of_period();
        self.tell(told);
        self.sinks.iter().for_each(|sink| sink.end());
    }

    fn tell(&self, folded: Vec<Event<'_>>) {
        folded.iter().for_each(|event| self.record(event));
    }

    fn record(&self, event: &Event<'_>) {
        for sink in self.sinks.iter().filter(|sink| sink.is_listening()) {
            sink.record(event);
        }
    }
}

/// Where a server is dropped instead of ending.
impl Drop for Sinks {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests;
