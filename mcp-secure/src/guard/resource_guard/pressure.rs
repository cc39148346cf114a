//! Pressure stall information: Documentation/accounting/psi.rst of the kernel.

use std::{fs, io, path::PathBuf};

use super::cgroup::Cgroup;

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stalled {
    Memory,
    Cpu,
    Io,
}

/// The fraction of the last ten seconds in which something waited for it: in the process's own
/// control group, or on the host where that has no such figure. `None` if there is none.
pub(super) fn waited(root: impl Into<PathBuf>, cgroup: &Cgroup, stalled: Stalled) -> Option<f64> {
    let name = match stalled {
        Stalled::Memory => "memory",
        Stalled::Cpu => "cpu",
        Stalled::Io => "io",
    };
    let text = match cgroup.pressure(name).ok()? {
        Some(text) => text,
        None => host(root.into().join("proc/pressure").join(name)).ok()?,
    };
    some(&text)
}

fn host(path: PathBuf) -> io::Result<String> {
    fs::read_to_string(path)
}

/// `avg10` of the line `some`: the share in percent.
fn some(text: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix("some "))?;
    let percent = line.split(' ').find_map(|field| field.strip_prefix("avg10="))?;
    let is_plain = percent.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let percent: f64 = percent.parse().ok().filter(|_| is_plain)?;
    Some(percent / 100.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::*;

    const TEXT: &str = "some avg10=12.50 avg60=3.00 avg300=1.00 total=34832676\n\
                        full avg10=99.00 avg60=0.00 avg300=0.00 total=8086585\n";

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(root: &Path) -> Option<f64> {
        waited(root, &Cgroup::beneath(root), Stalled::Io)
    }

    #[test]
    fn the_share_of_ten_seconds_is_read() {
        assert_eq!(some(TEXT), Some(0.125));
        assert_eq!(some("some avg10=100.00 avg60=0.00 avg300=0.00 total=1\n"), Some(1.0));
    }

    #[test]
    fn what_is_no_share_is_no_figure() {
        for text in [
            "",
            "full avg10=1.00\n",
            "some\n",
            "some avg60=1.00\n",
            "some avg10=\n",
            "some avg10=-1.00\n",
            "some avg10=nan\n",
            "some avg10=inf\n",
            "some avg10=1e9\n",
            "some avg10=1.0.0\n",
        ] {
            assert_eq!(some(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_own_group_goes_before_the_host() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        assert_eq!(read(root), None, "neither");
        write(root, "proc/pressure/io", &TEXT.replace("12.50", "80.00"));
        assert_eq!(read(root), Some(0.8), "the host alone");
        write(root, "proc/self/cgroup", "0::/pod/app\n");
        write(root, "proc/self/mountinfo", "30 23 0:26 / /group rw - cgroup2 none rw\n");
        write(root, "group/pod/io.pressure", TEXT);
        write(root, "group/pod/app/cgroup.controllers", "");
        assert_eq!(read(root), Some(0.8), "not the group of others above it");
        write(root, "group/pod/app/io.pressure", TEXT);
        assert_eq!(read(root), Some(0.125));
        // It is there and cannot be read: nothing takes its place.
        fs::remove_file(root.join("group/pod/app/io.pressure")).unwrap();
        fs::create_dir(root.join("group/pod/app/io.pressure")).unwrap();
        assert_eq!(read(root), None);
    }
}
