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
mod figure;
#[cfg(target_os = "linux")]
mod files;
mod host;
mod limits;
#[cfg(target_os = "linux")]
mod pressure;
mod sampler;
mod share;
#[cfg(any(test, feature = "testing"))]
mod simulated;
mod source;
mod watch;

#[cfg(test)]
mod tests;

pub use figure::Figure;
#[cfg(any(test, feature = "testing"))]
pub use simulated::Machine;

use limits::Limits;
use sampler::Sampler;
use watch::{SAMPLER, Watch};

/// Refuses calls while the machine is short of something:
/// `#[resource_guard(memory = "80%", disk = "90%", cpu = "90%")]`.
///
/// These are the defaults; naming one changes that one alone. The caller learns "busy, try
/// again", not which figure or how much. See [`ResourceGuard`] for what is measured.
///
/// | key | refuses from so much on |
/// |---|---|
/// | `memory = "80%"` | used memory |
/// | `cpu = "90%"` | used time of the processors |
/// | `disk = "90%"` | used space where the current directory is |
/// | `disk("/var/data" = "90%", CACHE = "95%")` | used space where these paths are, and not the current directory: texts, or expressions that are a path |
/// | `files = "80%"` | open files and connections of the process (Linux) |
/// | `pressure(memory = "10%", cpu = "50%", io = "30%")` | time in which something waited for it (Linux) |
///
/// What this machine does not tell keeps the server from starting, by name: no guard is quietly
/// left out.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// const CACHE: &str = "/tmp";
///
/// /// Render a page.
/// #[tool]
/// #[resource_guard(memory = "70%", disk("." = "90%", CACHE = "95%"), files = "80%")]
/// async fn render(page: String) -> String {
///     page
/// }
/// ```
///
/// In tests, a [`Machine`](https://docs.rs/mcp-secure/latest/mcp_secure/testing/struct.Machine.html)
/// (feature `testing`) has the figures that a test wants.
pub use mcp_secure_macros::resource_guard;

/// Refuses calls while something is used above a limit.
///
/// A call costs three atomic reads and one reading of the monotonic clock: the figures come from
/// one thread of the process, `mcp-secure-sampler`, which looks twice a second and keeps the
/// verdict of each guard up to date. The client learns that the server is busy and when to try
/// again, not which limit it was nor how far it was crossed; the audit record has `memory`,
/// `cpu`, `disk`, `files`, `memory_pressure`, `cpu_pressure`, `io_pressure` or `sampler`.
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
/// changes only that one. Files and pressure are held where they are named: not every machine
/// tells them.
///
/// # Figures
///
/// The larger of what the control groups and what the host say, so that a container is
/// measured by its own limits:
///
/// - **memory**: in each control group (cgroup v2) from the process's own upwards, as far as it
///   sees them, that has a `memory.max` or a `memory.high` (the lower counts: from `memory.high`
///   on the kernel holds the group back, without an error), `memory.current` without
///   `inactive_file`, `active_file` and `slab_reclaimable`, which the kernel gives back when it is
///   asked for memory; on the host, what is not available.
/// - **cpu**: in each control group that has a quota in `cpu.max`, the time used of it; on the
///   host, the mean of all processors, and that of those on which the process may run
///   (`Cpus_allowed_list`: by `cpuset.cpus` of its groups, or by `taskset`). Smoothed over two seconds:
///   a spike refuses nobody.
/// - **disk**: the file system of one directory, its blocks or its inodes, whichever are
///   scarcer; what is reserved for the super user counts as used.
/// - **files**: the descriptors of the process, of its soft `RLIMIT_NOFILE`. Connections are
///   among them.
/// - **pressure**: the share of the last ten seconds in which something waited for memory, a
///   processor, or input and output (PSI, `some avg10`): of the process's own control group, or
///   of the host where the group has no such file.
///
/// Limits of cgroup v1 are not read, but for its CPU sets: there, the host's figures decide.
///
/// # Hysteresis
///
/// When a figure has reached its limit, calls are refused until it is 5 percentage points
/// below (or half, for limits under 10 %): a server at its limit does not flap.
///
/// # It fails closed
///
/// Calls are refused before [`start`](Guard::start), when the figures are older than five
/// seconds for whatever reason, and when one of them cannot be read any more. `start` fails
/// where control groups are mounted but the process's own is not among what it sees of them, and
/// where a figure cannot be had, and names it: on other systems than Linux those of files and
/// pressure, on Linux without PSI that of pressure. A file system that hangs (a dead network
/// mount) stalls the one sampler, and with it every guard of the process.
pub struct ResourceGuard {
    limits: Limits,
    sampler: Arc<Sampler>,
    kept: OnceLock<Kept>,
}

/// What is known of the guard since it was started.
struct Kept {
    watch: Arc<Watch>,
    /// Whether it is on a machine that is none, and needs no sampler.
    is_simulated: bool,
}

impl ResourceGuard {
    /// A guard with the default limits.
    pub fn new() -> Self {
        Self {
            limits: Limits::default(),
            sampler: Arc::clone(Sampler::of_this_process()),
            kept: OnceLock::new(),
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self.kept.get() {
            Some(kept) if kept.is_simulated || self.sampler.is_alive() => kept.watch.reason(),
            _ => Some(SAMPLER),
        }
    }
}

impl Guard for ResourceGuard {
    fn name(&self) -> &'static str {
        "resource_guard"
    }

    fn describe(&self) -> String {
        self.limits.to_string()
    }

    fn stage(&self) -> Stage {
        Stage::Resources
    }

    fn admit<'a>(&'a self, _call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        Answer::Now(match self.reason() {
            None => Ok(()),
            Some(reason) => Err(Refusal::busy(reason, RETRY_AFTER)),
        })
    }

    /// Starts the sampler, if no guard has yet, and waits for its figures.
    ///
    /// # Errors
    ///
    /// If there are none after ten seconds, or one of those that the guard names cannot be had.
    fn start(&self) -> crate::Result<()> {
        #[cfg(any(test, feature = "testing"))]
        if let Some(machine) = Machine::hosting() {
            let watch = || Watch::new(self.limits.resolved(|path| machine.resolved(path)));
            let kept =
                self.kept.get_or_init(|| Kept { watch: Arc::new(watch()), is_simulated: true });
            machine.keep(&kept.watch);
            return Ok(());
        }
        let kept = match self.kept.get() {
            Some(kept) => kept,
            None => {
                let limits = self.limits.try_resolved(resolved)?;
                let new = || Kept { watch: Arc::new(Watch::new(limits)), is_simulated: false };
                self.kept.get_or_init(new)
            }
        };
        self.sampler.keep(&kept.watch)
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

/// How much of memory and of cpu is used, where guards of this process look: from 0 to 1.
pub(crate) fn used() -> Option<[(&'static str, f64); 2]> {
    let [memory, cpu] = Sampler::of_this_process().latest()?;
    Some([("memory", memory.into()), ("cpu", cpu.into())])
}

/// Symbolic links are followed once, at the start.
fn resolved(path: &Path) -> crate::Result<PathBuf> {
    fs::canonicalize(path).map_err(|error| {
        Error::from(error).context(format!(
            "the disk path `{}` of a resource guard cannot be read: \
             create it before the server starts",
            path.display(),
        ))
    })
}

const RETRY_AFTER: Duration = Duration::from_secs(1);
