//! [`Spans`]: calls as spans of OpenTelemetry, sent to a collector.

use std::{
    fmt,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{Event, Kind, Sink};
use crate::error::{Error, Result};

mod export;
mod resolve;
mod span;

use export::Collector;
use span::{Service, Span};

/// Sends each call as a span to a collector of OpenTelemetry, over HTTP as JSON (OTLP 1.x): a sink of
/// audit events, `.audit(Spans::to("http://127.0.0.1:4318")?)`. Programs that
/// [`run`](crate::Server::run) add it where `OTEL_EXPORTER_OTLP_ENDPOINT` is set.
///
/// A span is named `tools/call NAME` and carries the attributes of the semantic conventions for MCP
/// (status: development): `mcp.method.name`, `gen_ai.operation.name`, `gen_ai.tool.name`,
/// `network.transport`, `error.type`, and beside them `mcp_secure.verdict`, `mcp_secure.guard` and
/// `mcp_secure.call`, the id of the call in the audit record. Its parent is the span of the client
/// that `traceparent` names; a client that does not record its trace gets no span. Without a
/// `traceparent` the call begins a trace, whose id is that of the call.
///
/// What is never in it: arguments, results, the text of errors, who called and from where, and names
/// that no tool has.
///
/// What is not promised: that every span arrives. They wait in bounded memory, 2,048 of them, and are
/// sent each second by a thread of their own; a collector that is slow or away costs the spans that
/// there is no more room for, or that it did not take, and no call waits for it. How many were
/// [lost](spans_lost) is logged and is one of the [metrics](crate::Server::metrics). Refusals that the
/// [audit record](super) folds are no spans.
///
/// ```
/// use mcp_secure::{audit::Spans, prelude::*};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let spans = Spans::to("http://127.0.0.1:4318")?.service("notes", "1.0.0");
/// let server = Server::new("notes", "1.0.0").audit(spans);
/// # let _ = server;
/// # Ok(())
/// # }
/// ```
pub struct Spans {
    collector: Collector,
    service: Service,
    sender: OnceLock<Sender>,
}

struct Sender {
    /// Told at the end of the server: a collector that is away is not waited for then.
    is_ending: Arc<AtomicBool>,
    /// Closed at the end of the server.
    queue: Mutex<Option<SyncSender<Span>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Spans {
    /// To the collector at this URL, to whose path `/v1/traces` is added.
    ///
    /// # Errors
    ///
    /// It is no URL of `http`. A collector that is reached by TLS is reached through one on this
    /// machine: OpenTelemetry calls it an agent.
    pub fn to(url: &str) -> Result<Self> {
        Self::at(&format!("{}/v1/traces", url.trim_end_matches('/')))
    }

    /// To the collector whose URL for traces is this one.
    ///
    /// # Errors
    ///
    /// As [`to`](Self::to).
    pub fn at(url: &str) -> Result<Self> {
        let collector = Collector::at(url).ok_or_else(|| {
            Error::new(
                "spans are sent to a URL of http, as http://127.0.0.1:4318; for a collector that is \
                 reached by TLS, run one on this machine that sends them on",
            )
        })?;
        let service = Service { name: "mcp-secure".into(), version: String::new() };
        Ok(Self { collector, service, sender: OnceLock::new() })
    }

    /// What the spans are said to come from (`service.name`, `service.version`).
    #[must_use]
    pub fn service(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.service = Service { name: name.into(), version: version.into() };
        self
    }
}

impl Sink for Spans {
    fn record(&self, event: &Event<'_>) {
        if event.event != Kind::Call || event.folded.is_some() {
            return;
        }
        if let (Some(sender), Some(span)) = (self.sender.get(), Span::of(event)) {
            let queue = lock(&sender.queue);
            if queue.as_ref().is_none_or(|queue| queue.try_send(span).is_err()) {
                LOST.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn start(&self) -> Result<()> {
        let (queue, spans) = sync_channel(MOST_WAITING);
        let (collector, service) = (self.collector.clone(), self.service.clone());
        let is_ending = Arc::<AtomicBool>::default();
        let ending = Arc::clone(&is_ending);
        let thread = thread::Builder::new()
            .name("mcp-secure-spans".into())
            .spawn(move || send(&spans, &collector, &service, &ending))?;
        let (queue, thread) = (Mutex::new(Some(queue)), Mutex::new(Some(thread)));
        let sender = Sender { is_ending, queue, thread };
        self.sender.set(sender).map_err(|_| Error::new("these spans are sent already"))
    }

    /// Sends what waits, as long as the collector takes it.
    fn end(&self) {
        let Some(sender) = self.sender.get() else { return };
        sender.is_ending.store(true, Ordering::Relaxed);
        drop(lock(&sender.queue).take());
        if let Some(thread) = lock(&sender.thread).take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spans").field("service", &self.service.name).finish_non_exhaustive()
    }
}

/// How many spans of this process were lost.
pub fn spans_lost() -> u64 {
    LOST.load(Ordering::Relaxed)
}

/// Until nobody sends any more: a batch each second, or as soon as it is large enough.
fn send(spans: &Receiver<Span>, collector: &Collector, service: &Service, is_ending: &AtomicBool) {
    let mut complaint = Complaint::default();
    while let Ok(first) = spans.recv() {
        let batch = batch(spans, first);
        let sent = collector.take(&span::document(service, &batch));
        if sent.is_err() {
            let rest = if is_ending.load(Ordering::Relaxed) { spans.iter().count() } else { 0 };
            LOST.fetch_add((batch.len() + rest) as u64, Ordering::Relaxed);
        }
        complaint.heard(&sent);
    }
}

/// The first one and what comes after it, for a second at most.
fn batch(spans: &Receiver<Span>, first: Span) -> Vec<Span> {
    let due = Instant::now() + INTERVAL;
    let mut batch = vec![first];
    while batch.len() < MOST_AT_ONCE {
        match spans.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(span) => batch.push(span),
            // Nothing more, for now or for ever.
            Err(_) => break,
        }
    }
    batch
}

/// Told when it begins and when it ends, and not for each batch.
#[derive(Default)]
struct Complaint(bool);

impl Complaint {
    fn heard(&mut self, sent: &std::io::Result<()>) {
        if std::mem::replace(&mut self.0, sent.is_err()) == sent.is_err() {
            return;
        }
        let lost = spans_lost();
        match sent {
            Ok(()) => tracing::info!(lost, "the collector of spans takes them again"),
            Err(error) => tracing::warn!(%error, lost, "the collector takes no spans"),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

static LOST: AtomicU64 = AtomicU64::new(0);

const MOST_WAITING: usize = 2048;
const MOST_AT_ONCE: usize = 512;
const INTERVAL: Duration = Duration::from_secs(1);
