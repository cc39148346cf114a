//! Space of a file system.

#[cfg(unix)]
use std::path::Path;

/// The used fraction of the file system that holds the path: blocks or inodes, whichever are
/// scarcer. `None` if it cannot be read or has no size, as /proc.
#[cfg(unix)]
pub(super) fn used(path: &Path) -> Option<f64> {
    let figures = rustix::fs::statvfs(path).ok()?;
    let blocks = fraction(figures.f_blocks, figures.f_bfree, figures.f_bavail)?;
    // Without a number of its own, a file system makes inodes as it needs them.
    let inodes = fraction(figures.f_files, figures.f_ffree, figures.f_favail).unwrap_or(0.0);
    Some(blocks.max(inodes))
}

/// As `df`: what is free but reserved for the super user belongs to neither side.
#[cfg(unix)]
fn fraction(total: u64, free: u64, available: u64) -> Option<f64> {
    let used = total.saturating_sub(free);
    let all = used.saturating_add(available);
    match (total, all) {
        (0, _) => None,
        (_, 0) => Some(1.0),
        _ => Some(used as f64 / all as f64),
    }
}

#[cfg(not(unix))]
pub(super) use by_mount_point::used;

/// Where there is no `statvfs`: the disk with the longest mount point that the path is under.
#[cfg(any(not(unix), test))]
mod by_mount_point {
    use std::path::{Path, PathBuf};

    use sysinfo::{DiskRefreshKind, Disks};

    pub(in super::super) fn used(path: &Path) -> Option<f64> {
        let path = plain(path);
        let refresh = DiskRefreshKind::nothing().with_storage();
        let disks = Disks::new_with_refreshed_list_specifics(refresh).ok()?;
        let disk = disks
            .iter()
            .filter(|disk| path.starts_with(disk.mount_point()))
            .max_by_key(|disk| disk.mount_point().components().count())?;
        let (total, available) = (disk.total_space(), disk.available_space());
        (total > 0).then(|| 1.0 - available as f64 / total as f64)
    }

    /// Without the `\\?\` that canonical paths have on Windows and mount points have not.
    fn plain(path: &Path) -> PathBuf {
        match path.to_str().and_then(|path| path.strip_prefix(r"\\?\")) {
            Some(rest) => rest.into(),
            None => path.into(),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_reserved_counts_as_neither() {
        assert_eq!(fraction(100, 50, 50), Some(0.5));
        assert_eq!(fraction(100, 20, 0), Some(1.0));
        assert_eq!(fraction(100, 20, 10), Some(80.0 / 90.0));
        assert_eq!(fraction(0, 0, 0), None);
        // Some network file systems make up their inodes.
        assert_eq!(fraction(999, 1_000_000, 1_000_000), Some(0.0));
        assert_eq!(fraction(u64::MAX, 0, u64::MAX), Some(1.0));
    }

    #[test]
    fn the_file_system_of_a_directory_is_read() {
        let directory = tempfile::tempdir().unwrap();
        assert!((0.0..=1.0).contains(&used(directory.path()).unwrap()));
    }

    #[test]
    fn what_is_gone_or_has_no_size_is_not_read() {
        assert_eq!(used(Path::new("/no/such/directory")), None);
        #[cfg(target_os = "linux")]
        assert_eq!(used(Path::new("/proc")), None);
    }

    #[test]
    fn the_list_of_disks_gives_a_fraction_or_nothing() {
        for path in ["/", r"\\?\C:\data", "relative"] {
            let used = by_mount_point::used(Path::new(path));
            assert!(used.is_none_or(|used| (0.0..=1.0).contains(&used)), "{path}: {used:?}");
        }
    }
}
