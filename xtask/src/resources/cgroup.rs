//! A control group (version 2) of our own.

use std::{fs, path::PathBuf, process, thread, time::Duration};

use super::{read, shown};
use crate::Result;

/// A group with a limit of memory. Dropped, it is removed, with what still runs in it.
pub(super) struct Cgroup(PathBuf);

impl Cgroup {
    /// Makes one beneath the nearest group that gives out memory and that is ours to write.
    pub(super) fn make(memory: usize) -> Result<Self> {
        let mut why = "none of the groups that this process is in gives out memory".to_owned();
        for parent in groups()? {
            let given = read(parent.join("cgroup.subtree_control"))?;
            if !given.split_whitespace().any(|controller| controller == "memory") {
                let has = read(parent.join("cgroup.controllers"))?;
                if !has.split_whitespace().any(|controller| controller == "memory") {
                    why = format!(
                        "the group {} has no controller `memory` (it may be in use by version 1)",
                        shown(&parent)
                    );
                    continue;
                }
                // Only a group without processes of its own can give out what it has, or the root.
                if let Err(error) = fs::write(parent.join("cgroup.subtree_control"), "+memory") {
                    why = format!("{} does not give out memory: {error}", shown(&parent));
                    continue;
                }
            }
            let group = parent.join(format!("mcp-secure-{}", process::id()));
            match fs::create_dir(&group) {
                Ok(()) => {
                    let group = Self(group);
                    group.write("memory.max", &memory.to_string())?;
                    // What is over the limit shall not hide in swap.
                    let _ = group.write("memory.swap.max", "0");
                    return Ok(group);
                }
                Err(error) => why = format!("{}: {error}", shown(&group)),
            }
        }
        Err(why)
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
