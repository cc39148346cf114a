//! [`Machine`]: one whose figures a test sets.

use std::{
    cell::RefCell,
    collections::HashMap,
    fmt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::{figure::Figure, resolved, share::Share, watch::Watch};

/// A machine whose figures a test sets, for servers whose tools declare
/// [`#[resource_guard]`](macro@crate::guard::resource_guard): idle at first, and with an answer for
/// every figure.
///
/// A figure counts as it is set, from the next call on: without the sampler's interval, and for the
/// processors without its smoothing. The [hysteresis](super::ResourceGuard#hysteresis) is the real
/// one.
///
/// ```
/// # #[cfg(feature = "testing")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// use mcp_secure::{prelude::*, testing::{Figure, Machine}};
///
/// /// Render a page.
/// #[tool]
/// #[resource_guard(memory = "80%")]
/// async fn render(page: String) -> String {
///     page
/// }
///
/// let machine = Machine::new();
/// let client = machine.host(|| Server::new("pages", "0").tools(tools![render]).client())?;
/// let page = serde_json::json!({ "page": "" });
/// assert!(client.call("render", page.clone()).await.is_ok());
/// machine.set(Figure::Memory, 0.81);
/// assert_eq!(client.call("render", page.clone()).await.unwrap_err().kind(), "busy");
/// machine.set(Figure::Memory, 0.74);
/// assert!(client.call("render", page).await.is_ok());
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "testing"))]
/// # fn main() {}
/// ```
#[derive(Clone, Default)]
pub struct Machine(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// `None` for what cannot be had.
    figures: HashMap<Figure, Option<Share>>,
    watches: Vec<Weak<Watch>>,
}

impl Machine {
    /// An idle machine.
    pub fn new() -> Self {
        Self::default()
    }

    /// The guards that are started by this closure, on its thread, are on this machine: those of the
    /// servers whose [`client`](crate::Server::client) or router it makes.
    pub fn host<T>(&self, start: impl FnOnce() -> T) -> T {
        let _restored = Restored(HOST.replace(Some(self.clone())));
        start()
    }

    /// So much of it is used, as a fraction. The path of a disk is that of the guard.
    pub fn set(&self, figure: Figure, used: f64) {
        self.change(figure, Some(Share::of(used)));
    }

    /// The figure cannot be had any more.
    pub fn lose(&self, figure: Figure) {
        self.change(figure, None);
    }

    /// The machine that guards are being started on.
    pub(super) fn hosting() -> Option<Self> {
        HOST.with_borrow(Clone::clone)
    }

    pub(super) fn keep(&self, watch: &Arc<Watch>) {
        let mut state = self.state();
        state.watches.retain(|watch| watch.strong_count() > 0);
        state.watches.push(Arc::downgrade(watch));
        state.judge();
    }

    fn change(&self, figure: Figure, used: Option<Share>) {
        let figure = match figure {
            Figure::Disk(path) => Figure::Disk(self.resolved(&path)),
            other => other,
        };
        let mut state = self.state();
        state.figures.insert(figure, used);
        // With the lock in hand: one writer at a time.
        state.judge();
    }

    /// Its disks need not be there.
    pub(super) fn resolved(&self, path: &Path) -> std::path::PathBuf {
        resolved(path).unwrap_or_else(|_| path.to_owned())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn judge(&self) {
        let idle = Some(Share::of(0.0));
        for watch in self.watches.iter().filter_map(Weak::upgrade) {
            watch.judge(|figure| self.figures.get(figure).copied().unwrap_or(idle));
        }
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
}

/// Whose guards these are again when this goes out of scope.
struct Restored(Option<Machine>);

impl Drop for Restored {
    fn drop(&mut self) {
        HOST.set(self.0.take());
    }
}

thread_local! {
    static HOST: RefCell<Option<Machine>> = const { RefCell::new(None) };
}
