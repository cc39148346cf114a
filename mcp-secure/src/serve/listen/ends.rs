//! [`Ends`]: what ends a connection, other than its client.

use std::time::Duration;

use tokio::sync::watch;

use super::{
    activity::{Activity, Verdict},
    pool::Slot,
};
use crate::serve::http::Workload;

/// What the server tells its connections; each changes once.
pub(super) struct Signals {
    /// They finish what they have begun.
    pub(super) stop: watch::Receiver<()>,
    /// They end as they are.
    pub(super) cut: watch::Receiver<()>,
}

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The server stops.
    Stop,
    /// It has stopped.
    Cut,
    /// Another connection needs the slot more.
    Displaced,
    /// The client does not keep to its time.
    Judged(Verdict),
}

/// All that a connection waits for beside its client.
pub(super) struct Ends<'a> {
    slot: &'a Slot,
    signals: Signals,
    is_stopping: bool,
    watch: Watch<'a>,
}

/// Whether the client keeps to its time.
pub(super) enum Watch<'a> {
    /// Over HTTP/1.
    Heads(&'a Workload, Duration),
    /// Over HTTP/2.
    Activity(&'a Activity),
    /// Told that the connection ends, it has so long to close it.
    Farewell(Duration),
}

impl Watch<'_> {
    async fn verdict(&self) -> Verdict {
        match self {
            Self::Heads(workload, patience) => {
                workload.silence(*patience).await;
                Verdict::Silent
            }
            Self::Activity(activity) => activity.verdict().await,
            Self::Farewell(patience) => {
                tokio::time::sleep(*patience).await;
                Verdict::Silent
            }
        }
    }
}

impl<'a> Ends<'a> {
    pub(super) fn new(slot: &'a Slot, signals: Signals, watch: Watch<'a>) -> Self {
        Self { slot, signals, is_stopping: false, watch }
    }

    /// The same, of a client that has been told.
    pub(super) fn after_farewell(self, patience: Duration) -> Self {
        Self { watch: Watch::Farewell(patience), ..self }
    }

    /// Waits for one.
    pub(super) async fn wait(mut self) -> (End, Self) {
        let Signals { stop, cut } = &mut self.signals;
        let end = tokio::select! {
            biased;
            _ = cut.changed() => End::Cut,
            _ = stop.changed(), if !self.is_stopping => End::Stop,
            () = self.slot.ended() => End::Displaced,
            verdict = self.watch.verdict() => End::Judged(verdict),
        };
        self.is_stopping |= end == End::Stop;
        (end, self)
    }
}
