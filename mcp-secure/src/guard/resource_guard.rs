//! [`ResourceGuard`]: refuses calls while the machine has no room for them.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

use super::{Guard, Stage};
use crate::{answer::Answer, call::Call, error::Error, refusal::Refusal};

#[cfg(target_os = "linux")]
mod cgroup;
mod disk;
mod host;
mod sampler;
mod share;
mod source;
mod watch;

#[cfg(test)]
mod tests;

use sampler::Sampler;
use share::Share;
use watch::{Limits, State, Watch};

/// Refuses calls while the machine is short of memory, disk or processor:
/// `#[resource_guard(memory = "80%", disk = "90%", cpu = "90%")]`.
///
/// These are the defaults; naming one changes that one alone. The caller learns "busy, try
/// again", not which figure or how much. See [`ResourceGuard`] for what is measured.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Render a page.
/// #[tool]
/// #[resource_guard(memory = "70%")]
/// async fn render(page: String) -> String {
///     page
/// }
/// ```
pub use mcp_secure_macros::resource_guard;

/// Refuses calls while memory, disk or CPU are used above a limit.
///
/// A call costs three atomic reads and one reading of the monotonic clock: the figures come from
/// one thread of the process, `mcp-secure-sampler`, which looks twice a second and keeps the
/// verdict of each guard up to date. The client learns that the server is busy and when to try
/// again, not which limit it was nor how far it was crossed; the audit record has `memory`,
/// `cpu`, `disk` or `sampler`.
///
/// ```
/// use mcp_secure::guard::{Guard, resource_guard::ResourceGuard};
///
/// let guard = ResourceGuard::new().memory(0.80).disk(0.90).cpu(0.90);
/// assert_eq!(guard.describe(), "memory 80%, disk 90%, cpu 90%");
/// guard.start()?;
/// # Ok::<(), mcp_secure::Error>(())
/// ```
///
/// # Defaults
///
/// Memory 80 %, disk 90 %, CPU 90 %: a new guard holds all three, and naming one of them
/// changes only that one.
///
/// # Figures
///
/// The larger of what the control groups and what the host say, so that a container is
/// measured by its own limits:
///
/// - **memory**: in each control group (cgroup v2) from the process's own upwards that has a
///   `memory.max`, `memory.current` without `inactive_file`, which the kernel gives back
///   when it is asked for memory; on the host, what is not available.
/// - **cpu**: in each control group that has a quota in `cpu.max`, the time used of it; on the
///   host, the mean of all processors. Smoothed over two seconds: a spike refuses nobody.
/// - **disk**: the file system of one directory, its blocks or its inodes, whichever are
///   scarcer; what is reserved for the super user counts as used.
///
/// Limits of cgroup v1 are not read, nor are CPU sets: there, the host's figures decide.
///
/// # Hysteresis
///
/// When a figure has reached its limit, calls are refused until it is 5 percentage points
/// below (or half, for limits under 10 %): a server at its limit does not flap.
///
/// # It fails closed
///
/// Calls are refused before [`start`](Guard::start), when the figures are older than five
/// seconds for whatever reason, and when the space of the disk cannot be read. `start` fails
/// where there are no figures. A file system that hangs (a dead network mount) stalls the one
/// sampler, and with it every guard of the process.
pub struct ResourceGuard {
    limits: Limits,
    disk_path: Option<PathBuf>,
    sampler: Arc<Sampler>,
    watch: OnceLock<Arc<Watch>>,
}

impl ResourceGuard {
    /// A guard with the default limits.
    pub fn new() -> Self {
        Self {
            limits: Limits { memory: Share::of(0.80), disk: Share::of(0.90), cpu: Share::of(0.90) },
            disk_path: None,
            sampler: Arc::clone(Sampler::of_this_process()),
            watch: OnceLock::new(),
        }
    }

    /// Refuses calls from this fraction of used memory on.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn memory(mut self, fraction: f64) -> Self {
        self.limits.memory = limit("memory", fraction);
        self
    }

    /// Refuses calls from this fraction of used disk space on.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn disk(mut self, fraction: f64) -> Self {
        self.limits.disk = limit("disk", fraction);
        self
    }

    /// Refuses calls from this fraction of used CPU time on.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn cpu(mut self, fraction: f64) -> Self {
        self.limits.cpu = limit("cpu", fraction);
        self
    }

    /// Watches the file system that holds this path: where the tool writes.
    ///
    /// The default is the current directory at the start of the server. The path must exist
    /// then; symbolic links are followed once, at that time.
    #[must_use]
    pub fn disk_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.disk_path = Some(path.into());
        self
    }

    fn state(&self) -> State {
        match self.watch.get() {
            Some(watch) if self.sampler.is_alive() => watch.state(),
            _ => State::UNKNOWN,
        }
    }
}

impl Guard for ResourceGuard {
    fn name(&self) -> &'static str {
        "resource_guard"
    }

    fn describe(&self) -> String {
        let Limits { memory, disk, cpu } = self.limits;
        match &self.disk_path {
            Some(path) => {
                format!("memory {memory}, disk {disk} of {}, cpu {cpu}", path.display())
            }
            None => format!("memory {memory}, disk {disk}, cpu {cpu}"),
        }
    }

    fn stage(&self) -> Stage {
        Stage::Resources
    }

    fn admit<'a>(&'a self, _call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        Answer::Now(match self.state().reason() {
            None => Ok(()),
            Some(reason) => Err(Refusal::busy(reason, RETRY_AFTER)),
        })
    }

    /// Starts the sampler, if no guard has yet, and waits for its figures.
    ///
    /// # Errors
    ///
    /// If there are none after two seconds, or the space of the disk cannot be read.
    fn start(&self) -> crate::Result<()> {
        let watch = match self.watch.get() {
            Some(watch) => watch,
            None => {
                let path = self.disk_path.as_deref().unwrap_or(Path::new("."));
                let path = fs::canonicalize(path).map_err(|error| {
                    Error::from(error).context(format!(
                        "the disk path `{}` of a resource guard cannot be read: \
                         create it before the server starts",
                        path.display(),
                    ))
                })?;
                self.watch.get_or_init(|| Arc::new(Watch::new(self.limits, path)))
            }
        };
        self.sampler.keep(watch)
    }
}

impl Default for ResourceGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ResourceGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourceGuard").field(&self.describe()).finish()
    }
}

fn limit(name: &str, fraction: f64) -> Share {
    assert!(
        fraction > 0.0 && fraction <= 1.0,
        "the {name} limit of a resource guard must be a fraction above 0 and at most 1, \
         as 0.8 for 80%",
    );
    Share::of(fraction).at_least_one()
}

const RETRY_AFTER: Duration = Duration::from_secs(1);
