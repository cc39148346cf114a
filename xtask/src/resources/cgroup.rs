//! A control group (version 2) of our own.

use std::{
    fs,
    path::{Path, PathBuf},
    process, thread,
    time::Duration,
};

use super::{read, shown};
use crate::Result;

/// A group with limits. Dropped, it is removed, with what still runs in it.
pub(super) struct Cgroup(PathBuf);

impl Cgroup {
    /// Makes one beneath the nearest group that gives out memory and processors and that is ours to
    /// write.
    pub(super) fn make(limits: &[(&str, String)]) -> Result<Self> {
        let parent = Self::parent()?;
        let group = Self(parent.join(format!("mcp-secure-{}", process::id())));
        fs::create_dir(&group.0).map_err(|error| format!("{}: {error}", shown(&group.0)))?;
        for (file, limit) in limits {
            group.write(file, limit)?;
        }
        Ok(group)
    }

    /// Where groups with limits can be made; else why there is no such place.
    pub(super) fn parent() -> Result<PathBuf> {
        let mut why = "this process is in no group".to_owned();
        for parent in groups()? {
            match give_out(&parent) {
                Ok(()) => return Ok(parent),
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    /// A group within it that has no limits of its own.
    pub(super) fn within(&self) -> Result<Self> {
        let inner = Self(self.0.join("inner"));
        fs::create_dir(&inner.0).map_err(|error| format!("{}: {error}", shown(&inner.0)))?;
        Ok(inner)
    }

    /// Where a process writes its number to be in it.
    pub(super) fn processes(&self) -> PathBuf {
        self.0.join("cgroup.procs")
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        let path = self.0.join(file);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", shown(&path)))
    }
}

impl Drop for Cgroup {
    fn drop(&mut self) {
        let _ = self.write("cgroup.kill", "1");
        // It is empty once they have ended.
        for _ in 0..100 {
            if fs::remove_dir(&self.0).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        eprintln!("{} is left behind", shown(&self.0));
    }
}

/// Has the group give out what the checks limit, and sees whether a group in it can be made.
fn give_out(parent: &Path) -> Result<()> {
    let names = |file| -> Result<Vec<String>> {
        Ok(read(parent.join(file))?.split_whitespace().map(Into::into).collect())
    };
    let (given, has) = (names("cgroup.subtree_control")?, names("cgroup.controllers")?);
    for controller in ["memory", "cpu"] {
        if given.iter().any(|given| given == controller) {
            continue;
        }
        if !has.iter().any(|has| has == controller) {
            return Err(format!(
                "the group {} has no controller `{controller}` (it may be in use by version 1)",
                shown(parent)
            ));
        }
        // Only a group without processes of its own can give out what it has, or the root.
        fs::write(parent.join("cgroup.subtree_control"), format!("+{controller}")).map_err(
            |error| format!("{} does not give out `{controller}`: {error}", shown(parent)),
        )?;
    }
    let probe = parent.join(format!("mcp-secure-probe-{}", process::id()));
    let made = fs::create_dir(&probe).and_then(|()| fs::remove_dir(&probe));
    made.map_err(|error| format!("{}: {error}", shown(&probe)))
}

/// The directories of the groups that this process is in, its own first.
fn groups() -> Result<Vec<PathBuf>> {
    let own = read("/proc/self/cgroup".into())?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::/"));
    let own = own.ok_or("control groups of version 2 are missing")?;
    let mounts = read("/proc/self/mountinfo".into())?;
    let mount = mounts.lines().find_map(|line| {
        let (fields, kind) = line.split_once(" - ")?;
        kind.starts_with("cgroup2 ").then(|| fields.split(' ').nth(4))?
    });
    let mount = PathBuf::from(mount.ok_or("control groups of version 2 are not mounted")?);
    let own_directory = mount.join(own);
    let depth = own.split('/').filter(|part| !part.is_empty()).count() + 1;
    Ok(own_directory.ancestors().take(depth).map(Into::into).collect())
}
