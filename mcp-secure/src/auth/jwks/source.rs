//! [`Source`]: the keys of one issuer, as fresh as they have to be.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    runtime::Handle,
    sync::watch,
    time::{Instant, timeout},
};

use super::{
    super::jwt::Keys,
    fetch::{Fetch, Fetched},
};
use crate::Error;

/// The keys of one issuer.
///
/// They are fetched when somebody needs them: at the start, when they are about to grow old, and
/// when a token names one that is not there. A fetch is a task of its own, so that it goes on
/// when the request that began it is gone.
pub(super) struct Source {
    issuer: String,
    fetch: Box<dyn Fetch>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// While a fetch runs: ends when it does.
    running: Option<watch::Receiver<()>>,
    /// When the next fetch would be due, if they came in the pace that is allowed.
    due: Option<Instant>,
    /// Whether the last fetch that has ended was in vain.
    failed: bool,
}

struct Kept {
    keys: Arc<Keys>,
    fetched: Instant,
    fresh: Duration,
}

impl Source {
    pub(super) fn new(issuer: &str, fetch: impl Fetch + 'static) -> Self {
        Self { issuer: issuer.to_owned(), fetch: Box::new(fetch), state: Mutex::default() }
    }

    /// The keys, if they can be used without waiting: they are fresh, or the issuer does not
    /// answer anyway. They are fetched beside if they are about to grow old.
    pub(super) fn ready(self: &Arc<Self>) -> Option<Arc<Keys>> {
        let mut state = self.lock();
        let (age, fresh) = state.kept.as_ref().map(|kept| (kept.fetched.elapsed(), kept.fresh))?;
        if age >= fresh * 4 / 5 {
            self.start(&mut state);
        }
        if age < fresh || state.failed { state.usable() } else { None }
    }

    /// The keys, after a fetch if there may be one now. `None` if there are none, or only
    /// such as are too old.
    pub(super) async fn renewed(self: &Arc<Self>) -> Option<Arc<Keys>> {
        let running = self.start(&mut self.lock());
        if let Some(mut running) = running {
            // It ends by an error, as nothing is ever sent.
            let _ = running.changed().await;
        }
        self.lock().usable()
    }

    /// Whether the last fetch was in vain.
    pub(super) fn is_down(&self) -> bool {
        self.lock().failed
    }

    /// Begins a fetch, if there may be one now.
    pub(super) fn begin(self: &Arc<Self>) {
        self.start(&mut self.lock());
    }

    /// The fetch that runs, or one that begins.
    fn start(self: &Arc<Self>, state: &mut State) -> Option<watch::Receiver<()>> {
        if let Some(running) = &state.running
            && running.has_changed().is_ok()
        {
            return Some(running.clone());
        }
        let now = Instant::now();
        let due = state.due.map_or(now, |due| due.max(now));
        if due > now + PAUSE * (BURST - 1) {
            return None;
        }
        // A server may be prepared before there is a runtime; its first request begins then.
        let runtime = Handle::try_current().ok()?;
        let (ends, running) = watch::channel(());
        state.due = Some(due + PAUSE);
        state.running = Some(running.clone());
        let source = Arc::clone(self);
        runtime.spawn(async move {
            let fetched = timeout(LONGEST_FETCH, source.fetch.fetch()).await;
            source.settle(fetched.unwrap_or_else(|_| Err(Error::new("took too long"))));
            drop(ends);
        });
        Some(running)
    }

    fn settle(&self, fetched: crate::Result<Fetched>) {
        let mut state = self.lock();
        state.running = None;
        state.failed = fetched.is_err();
        match fetched {
            Ok(Fetched { keys, fresh }) => {
                state.kept = Some(Kept { keys: Arc::new(keys), fetched: Instant::now(), fresh });
            }
            Err(error) => {
                tracing::warn!(issuer = %self.issuer, %error, "the keys of an issuer cannot be fetched");
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // What is in there is replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn usable(&self) -> Option<Arc<Keys>> {
        let kept = self.kept.as_ref().filter(|kept| kept.fetched.elapsed() < LONGEST_KEPT)?;
        Some(Arc::clone(&kept.keys))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// From the beginning of one fetch to that of the next, in the long run.
pub(super) const PAUSE: Duration = Duration::from_secs(10);

/// How many fetches may begin at once, after a while without.
pub(super) const BURST: u32 = 3;

/// Metadata in up to three places, and the keys.
const LONGEST_FETCH: Duration = Duration::from_secs(10);

/// How long the keys of an issuer that is down are good.
pub(super) const LONGEST_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
