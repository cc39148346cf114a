//! Memory and CPU time of the control groups (v2) that the process is in.
//!
//! The kernel's Documentation/admin-guide/cgroup-v2.rst says what the files hold.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

mod parse;
#[cfg(test)]
mod tests;

use parse::{Bandwidth, Mount};

/// Reads the groups from the process's own up to the one that is mounted.
pub(super) struct Cgroup {
    root: PathBuf,
    read: Option<Instant>,
    /// Microseconds used by each group that has a quota, at that time.
    usage: HashMap<PathBuf, u64>,
}

/// The largest fractions of any group; `None` where no group has a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) memory: Option<f64>,
    pub(super) cpu: Option<f64>,
}

/// A file that is there and cannot be read, or does not say what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

impl Cgroup {
    /// Reads `proc/self` and the mount point beneath this root.
    pub(super) fn beneath(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), read: None, usage: HashMap::new() }
    }

    /// Where no cgroup v2 is mounted there are no limits. A limit that is there but cannot be
    /// read, or its usage, is an error: it might have been reached.
    pub(super) fn sample(&mut self, now: Instant) -> Result<Figures, Unreadable> {
        let elapsed = self.read.replace(now).map(|read| now.saturating_duration_since(read));
        let mut figures = Figures::default();
        let mut usage = HashMap::new();
        // Limits and the process's place may change while it runs: all is read again.
        for group in self.groups()? {
            figures.memory = larger(figures.memory, memory(&group)?);
            let Some(bandwidth) = bandwidth(&group)? else {
                continue;
            };
            let used = parse::entry(&required(&group.join("cpu.stat"))?, "usage_usec")?;
            if let (Some(before), Some(elapsed)) = (self.usage.get(&group), elapsed) {
                let load = load(used.saturating_sub(*before), bandwidth, elapsed);
                figures.cpu = larger(figures.cpu, load);
            }
            usage.insert(group, used);
        }
        self.usage = usage;
        Ok(figures)
    }

    /// The pressure stall information of the process's own group, if it has some.
    pub(super) fn pressure(&self, of: &str) -> Result<Option<String>, Unreadable> {
        match self.groups()?.first() {
            Some(own) => optional(&own.join(format!("{of}.pressure"))),
            None => Ok(None),
        }
    }

    /// The directories of the groups, the process's own first.
    fn groups(&self) -> Result<Vec<PathBuf>, Unreadable> {
        let Some(own) = optional(&self.root.join("proc/self/cgroup"))? else {
            return Ok(Vec::new());
        };
        // cgroup v1 alone.
        let Some(own) = parse::own_group(&own) else {
            return Ok(Vec::new());
        };
        let mounts = required(&self.root.join("proc/self/mountinfo"))?;
        let Some(Mount { root, point }) = parse::mount(&mounts) else {
            return Ok(Vec::new());
        };
        let top = self.root.join(point.strip_prefix("/").unwrap_or(&point));
        // A group outside of what is mounted is seen as the mounted one: in a container that
        // shares the host's names of groups, that is its own.
        let inner = match own.strip_prefix(&root) {
            Ok(inner) if parse::is_plain(inner) => inner,
            _ => Path::new(""),
        };
        let groups = top.join(inner);
        let depth = inner.components().count() + 1;
        Ok(groups.ancestors().take(depth).map(Path::to_owned).collect())
    }
}

fn memory(group: &Path) -> Result<Option<f64>, Unreadable> {
    let Some(limit) = optional(&group.join("memory.max"))? else {
        return Ok(None);
    };
    let Some(limit) = parse::limit(&limit)? else {
        return Ok(None);
    };
    let current = parse::number(&required(&group.join("memory.current"))?)?;
    let reclaimable = parse::entry(&required(&group.join("memory.stat"))?, "inactive_file")?;
    let used = current.saturating_sub(reclaimable);
    Ok(Some(if limit == 0 { 1.0 } else { used as f64 / limit as f64 }))
}

fn bandwidth(group: &Path) -> Result<Option<Bandwidth>, Unreadable> {
    match optional(&group.join("cpu.max"))? {
        Some(text) => parse::bandwidth(&text),
        None => Ok(None),
    }
}

/// The fraction of the quota that was used, or `None` if no time has passed.
fn load(used: u64, bandwidth: Bandwidth, elapsed: Duration) -> Option<f64> {
    let elapsed = elapsed.as_micros() as f64;
    let granted = elapsed * bandwidth.quota as f64 / bandwidth.period.get() as f64;
    (elapsed > 0.0).then(|| if granted > 0.0 { used as f64 / granted } else { 1.0 })
}

fn larger(left: Option<f64>, right: Option<f64>) -> Option<f64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.max(right)),
        (left, right) => left.or(right),
    }
}

/// The text of a file, or `None` if there is none: the controller is not enabled, or this is
/// the root of the hierarchy.
fn optional(path: &Path) -> Result<Option<String>, Unreadable> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(Unreadable),
    }
}

fn required(path: &Path) -> Result<String, Unreadable> {
    optional(path)?.ok_or(Unreadable)
}
