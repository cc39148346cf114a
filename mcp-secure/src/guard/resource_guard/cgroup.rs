//! Memory and CPU time of the control groups (v2) that the process is in.
//!
//! The kernel's Documentation/admin-guide/cgroup-v2.rst says what the files hold.

use std::{
    cmp::Reverse,
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
        let mounts = parse::mounts(&mounts);
        if mounts.is_empty() {
            return Ok(Vec::new());
        }
        let (top, inner) = self.seen(own, &mounts).ok_or(Unreadable)?;
        let depth = inner.components().count() + 1;
        Ok(top.join(inner).ancestors().take(depth).map(Path::to_owned).collect())
    }

    /// Where the process's own group is seen: a mounted group, and the way down from it. `None` if
    /// it is in none of them, or something else lies over it: then nobody knows its limits.
    fn seen<'a>(&self, own: &'a Path, mounts: &[Mount]) -> Option<(PathBuf, &'a Path)> {
        let below = |Mount { root, .. }: &Mount| {
            own.strip_prefix(root).ok().filter(|inner| parse::is_plain(inner))
        };
        let mut ways: Vec<_> =
            mounts.iter().filter_map(|mount| Some((mount, below(mount)?))).collect();
        // From the highest one the most groups are seen.
        ways.sort_by_key(|(_, inner)| Reverse(inner.components().count()));
        // A group outside of all that is mounted is seen as a mounted one: in a container that
        // shares the host's names of groups, that is its own. One above our root of names is not.
        let is_outside = ways.is_empty();
        let others = mounts.iter().filter(|mount| is_outside && !mount.is_above());
        ways.extend(others.map(|mount| (mount, Path::new(""))));
        ways.into_iter().find_map(|(Mount { point, .. }, inner)| {
            let top = self.root.join(point.strip_prefix("/").unwrap_or(point));
            // A file that every group has.
            top.join(inner).join("cgroup.controllers").is_file().then_some((top, inner))
        })
    }
}

fn memory(group: &Path) -> Result<Option<f64>, Unreadable> {
    let mut limits = Vec::new();
    for file in ["memory.max", "memory.high"] {
        if let Some(text) = optional(&group.join(file))? {
            limits.extend(parse::limit(&text)?);
        }
    }
    let Some(limit) = limits.into_iter().min() else {
        return Ok(None);
    };
    let current = parse::number(&required(&group.join("memory.current"))?)?;
    let stat = required(&group.join("memory.stat"))?;
    let mut reclaimable = 0_u64;
    for key in RECLAIMABLE {
        reclaimable = reclaimable.saturating_add(parse::entry(&stat, key)?);
    }
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

/// What the kernel gives back when the group asks for memory, as in its own `MemAvailable` of the host.
/// Nothing asks while calls are refused: were it counted as used, whoever can have files read twice, or
/// ask for names of files that are not there, could close the server for good.
const RECLAIMABLE: [&str; 3] = ["inactive_file", "active_file", "slab_reclaimable"];
