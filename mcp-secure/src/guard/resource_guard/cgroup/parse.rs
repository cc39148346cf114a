//! The texts of cgroup v2, cgroups(7) and proc_pid_mountinfo(5).

use std::{
    num::NonZeroU64,
    path::{Component, Path, PathBuf},
};

use super::Unreadable;

/// Where groups are mounted: the group `root` is the directory `point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) root: PathBuf,
    pub(super) point: PathBuf,
}

impl Mount {
    /// Whether it begins above the process's own namespace of groups, or beside it.
    pub(super) fn is_above(&self) -> bool {
        self.root.components().any(|component| component == Component::ParentDir)
    }
}

/// CPU time in each period, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bandwidth {
    pub(super) quota: u64,
    pub(super) period: NonZeroU64,
}

/// The group in the v2 hierarchy, from `/proc/self/cgroup`; `None` if there is no such.
pub(super) fn own_group(text: &str) -> Option<&Path> {
    text.lines().find_map(|line| line.strip_prefix("0::")).map(Path::new)
}

/// The mounts of cgroup v2 in `/proc/self/mountinfo`: at each point the last, which covers the others.
pub(super) fn mounts(text: &str) -> Vec<Mount> {
    let mut mounts: Vec<Mount> = Vec::new();
    for mount in text.lines().filter_map(mount) {
        mounts.retain(|known| known.point != mount.point);
        mounts.push(mount);
    }
    mounts
}

fn mount(line: &str) -> Option<Mount> {
    let (mount, file_system) = line.split_once(" - ")?;
    if file_system.split(' ').next() != Some("cgroup2") {
        return None;
    }
    let mut fields = mount.split(' ').skip(3);
    let (root, point) = (fields.next()?, fields.next()?);
    Some(Mount { root: unescape(root), point: unescape(point) })
}

/// Whether the path leads nowhere but down.
pub(super) fn is_plain(path: &Path) -> bool {
    path.components().all(|component| matches!(component, Component::Normal(_)))
}

/// `max`, or a number. `None` is no limit.
pub(super) fn limit(text: &str) -> Result<Option<u64>, Unreadable> {
    match text.trim_end() {
        "max" => Ok(None),
        text => number(text).map(Some),
    }
}

/// `max` or a quota, and a period. `None` is no quota.
pub(super) fn bandwidth(text: &str) -> Result<Option<Bandwidth>, Unreadable> {
    let (quota, period) = text.trim_end().split_once(' ').ok_or(Unreadable)?;
    let period = NonZeroU64::new(number(period)?).ok_or(Unreadable)?;
    Ok(limit(quota)?.map(|quota| Bandwidth { quota, period }))
}

/// The number behind a key, in a file of `key number` lines.
pub(super) fn entry(text: &str, key: &str) -> Result<u64, Unreadable> {
    text.lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
        .ok_or(Unreadable)
        .and_then(number)
}

/// Digits. More than 64 bits hold is the largest number: as a limit it is none, as a usage it
/// is over every limit.
pub(super) fn number(text: &str) -> Result<u64, Unreadable> {
    let text = text.trim_end();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Unreadable);
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

/// mountinfo writes space, tab, line feed and backslash as three octal digits.
fn unescape(text: &str) -> PathBuf {
    let escapes = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(character) = rest.chars().next() {
        match escapes.iter().find(|(escape, _)| rest.starts_with(escape)) {
            Some((escape, character)) => {
                plain.push_str(character);
                rest = &rest[escape.len()..];
            }
            None => {
                plain.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(number("0\n"), Ok(0));
        assert_eq!(number("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(number("18446744073709551616"), Ok(u64::MAX));
        assert_eq!(number(&"9".repeat(1000)), Ok(u64::MAX));
        for text in ["", "\n", "-1", "+1", "1 2", "0x10", "1e9", " 1", "max", "١"] {
            assert_eq!(number(text), Err(Unreadable), "{text:?}");
        }
    }

    #[test]
    fn limits() {
        assert_eq!(limit("max\n"), Ok(None));
        assert_eq!(limit("1073741824\n"), Ok(Some(1 << 30)));
        for text in ["", "MAX", "maximum", "unlimited"] {
            assert_eq!(limit(text), Err(Unreadable), "{text:?}");
        }
    }

    #[test]
    fn bandwidths() {
        let period = NonZeroU64::new(100_000).unwrap();
        assert_eq!(bandwidth("max 100000\n"), Ok(None));
        assert_eq!(bandwidth("50000 100000\n"), Ok(Some(Bandwidth { quota: 50_000, period })));
        for text in ["", "max", "50000", "50000 0", "x 100000", "1 2 3", "max max"] {
            assert_eq!(bandwidth(text), Err(Unreadable), "{text:?}");
        }
    }

    #[test]
    fn entries() {
        let text = "inactive_file_x 1\nmy_inactive_file 2\ninactive_file 3\nbad\n";
        assert_eq!(entry(text, "inactive_file"), Ok(3));
        assert_eq!(entry(text, "usage_usec"), Err(Unreadable));
        assert_eq!(entry(text, "bad"), Err(Unreadable));
        assert_eq!(entry("inactive_file \n", "inactive_file"), Err(Unreadable));
    }

    #[test]
    fn own_groups() {
        assert_eq!(own_group("0::/\n"), Some(Path::new("/")));
        let hybrid = "2:cpu:/a\n1:name=systemd:/b\n0::/user.slice/x:y\n";
        assert_eq!(own_group(hybrid), Some(Path::new("/user.slice/x:y")));
        assert_eq!(own_group("9:memory:/a\n10::/b\n"), None);
        assert_eq!(own_group(""), None);
    }

    #[test]
    fn mounted_groups() {
        let text = "\
            25 1 0:23 / /proc rw shared:1 - proc proc rw\n\
            31 23 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup2 rw,cpu\n\
            32 23 0:29 /../a\\040b /sys/fs/c\\134040 rw shared:9 master:1 - cgroup2 none rw\n";
        let mount = |root: &str, point: &str| Mount { root: root.into(), point: point.into() };
        let first = mount("/../a b", "/sys/fs/c\\040");
        assert!(first.is_above());
        assert_eq!(mounts(text), std::slice::from_ref(&first));
        let others = "\
            33 23 0:29 / /mnt rw - cgroup2 none rw\n\
            34 33 0:29 /a /mnt rw - cgroup2 none rw\n";
        assert_eq!(mounts(&(text.to_owned() + others)), [first, mount("/a", "/mnt")]);
        assert_eq!(mounts("32 23 0:29 - cgroup2 none rw\ngarbage\n"), []);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*|[0-9a-z_: \\\\/\\-\\n]*") {
            let _ = (number(&text), limit(&text), bandwidth(&text), entry(&text, "a"));
            let _ = (own_group(&text), mounts(&text), unescape(&text));
        }
    }
}
