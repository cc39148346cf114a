//! Open files of this process.

use std::{fs, io, path::PathBuf};

use rustix::process::{Resource, getrlimit};

/// The fraction of the descriptors that the process may have (`RLIMIT_NOFILE`, the soft one).
/// `None` if they cannot be counted.
pub(super) fn used(root: impl Into<PathBuf>) -> Option<f64> {
    let directory = root.into().join("proc/self/fd");
    let open = match fs::read_dir(directory) {
        // One of them is the directory itself.
        Ok(entries) => entries.count().saturating_sub(1),
        // Not one is left to count them by.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) if error.raw_os_error() == Some(EMFILE) => return Some(1.0),
        Err(_) => return None,
    };
    // Without a limit there is always another one.
    let most = getrlimit(Resource::Nofile).current;
    Some(most.map_or(0.0, |most| fraction(open as u64, most)))
}

fn fraction(open: u64, most: u64) -> f64 {
    if most == 0 { 1.0 } else { open as f64 / most as f64 }
}

const EMFILE: i32 = rustix::io::Errno::MFILE.raw_os_error();

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn open_files_are_counted() {
        let most = getrlimit(Resource::Nofile).current.unwrap_or(1 << 20) as f64;
        let before = used("/").unwrap();
        let files: Vec<_> = (0..500).map(|_| fs::File::open("/dev/null").unwrap()).collect();
        // Other tests open and close theirs meanwhile.
        let more = (used("/").unwrap() - before) * most;
        assert!(more > 100.0, "{more}");
        drop(files);
    }

    #[test]
    fn without_a_list_there_is_no_figure() {
        assert_eq!(used("/no/such/directory"), None);
    }

    #[test]
    fn no_descriptor_at_all_is_full() {
        assert_eq!(fraction(0, 0), 1.0);
        assert_eq!(fraction(5, 10), 0.5);
    }
}
