//! [`Source`]: where figures come from.

#[cfg(target_os = "linux")]
use std::path::PathBuf;
use std::{
    thread,
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
use super::cgroup::Cgroup;
use super::{disk, figure::Figure, host::Host};
#[cfg(target_os = "linux")]
use super::{files, pressure};

/// Reads how much is used. Fractions of what there is; `None` for what cannot be read.
pub(super) trait Source {
    /// Memory, and CPU time since the last sample.
    fn sample(&mut self) -> Option<Sample>;

    /// Anything else.
    fn measure(&mut self, figure: &Figure) -> Option<f64>;
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) memory: f64,
    pub(super) cpu: f64,
}

/// The machine that the process runs on, or its part of it.
pub(super) struct Machine {
    #[cfg(target_os = "linux")]
    root: PathBuf,
    host: Host,
    #[cfg(target_os = "linux")]
    cgroup: Cgroup,
    read: Instant,
}

impl Machine {
    #[cfg(target_os = "linux")]
    pub(super) fn new() -> Self {
        Self::beneath("/")
    }

    /// Reads `proc` and the mount points of control groups beneath this root.
    #[cfg(target_os = "linux")]
    pub(super) fn beneath(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let (host, cgroup) = (Host::beneath(&root), Cgroup::beneath(&root));
        Self { root, host, cgroup, read: Instant::now() }.begun()
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn new() -> Self {
        Self { host: Host::new(), read: Instant::now() }.begun()
    }

    /// CPU time is a difference: this is what the first is taken from.
    fn begun(mut self) -> Self {
        self.read();
        self
    }

    fn read(&mut self) -> Option<Sample> {
        self.read = Instant::now();
        let host = self.host.sample();
        #[cfg(target_os = "linux")]
        {
            // Read both, whatever the first says: each has to keep its difference.
            let cgroup = self.cgroup.sample(self.read).ok();
            let (host, cgroup) = (host?, cgroup?);
            Some(Sample {
                memory: host.memory.max(cgroup.memory.unwrap_or(0.0)),
                cpu: host.cpu.max(cgroup.cpu.unwrap_or(0.0)),
            })
        }
        #[cfg(not(target_os = "linux"))]
        host
    }
}

impl Source for Machine {
    fn sample(&mut self) -> Option<Sample> {
        thread::sleep(MIN_CPU_TIME.saturating_sub(self.read.elapsed()));
        self.read()
    }

    fn measure(&mut self, figure: &Figure) -> Option<f64> {
        #[cfg(target_os = "linux")]
        let stalled = |what| pressure::waited(&self.root, &self.cgroup, what);
        match figure {
            Figure::Disk(path) => disk::used(path),
            #[cfg(target_os = "linux")]
            Figure::Files => files::used(&self.root),
            #[cfg(target_os = "linux")]
            Figure::MemoryPressure => stalled(pressure::Stalled::Memory),
            #[cfg(target_os = "linux")]
            Figure::CpuPressure => stalled(pressure::Stalled::Cpu),
            #[cfg(target_os = "linux")]
            Figure::IoPressure => stalled(pressure::Stalled::Io),
            _ => None,
        }
    }
}

/// Over less time, the ticks of CPU time are too coarse; sysinfo does not count over less.
const MIN_CPU_TIME: Duration = Duration::from_millis(250);

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn the_larger_of_host_and_group_counts() {
        let sample = |available, used, busy, micros| {
            machine_that(available, used, busy, micros).map(|Sample { memory, cpu }| (memory, cpu))
        };
        // The host is fuller; then the group is.
        let (memory, cpu) = sample("100", "600", 90, 0).unwrap();
        assert_eq!((memory, cpu), (0.9, 0.9));
        let (memory, cpu) = sample("700", "600", 10, 60_000_000).unwrap();
        assert_eq!(memory, 0.6);
        assert!(cpu > 1.0, "{cpu}");
    }

    #[test]
    fn both_must_be_readable() {
        assert!(machine_that("500", "600", 50, 0).is_some());
        assert_eq!(machine_that("all", "600", 50, 0), None);
        assert_eq!(machine_that("500", "all", 50, 0), None);
        assert_eq!(machine_that("500", "600", 0, 0).map(|sample| sample.cpu), Some(0.0));
    }

    /// Of 1000 kB that much is available, of 1000 bytes of the group that much is used; then
    /// that many of 100 ticks are busy, and the group uses that much of its time.
    fn machine_that(available: &str, used: &str, busy: u32, micros: u32) -> Option<Sample> {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
            fs::write(path, text).unwrap();
        };
        let meminfo = format!("MemTotal: 1000 kB\nMemAvailable: {available} kB\n");
        write("proc/meminfo", &meminfo);
        write("proc/stat", "cpu  0 0 0 0\n");
        write("proc/self/cgroup", "0::/\n");
        write("proc/self/mountinfo", "30 23 0:26 / /group rw - cgroup2 none rw\n");
        write("group/memory.max", "1000\n");
        write("group/memory.current", used);
        write("group/cgroup.controllers", "cpu memory\n");
        write("group/memory.stat", "inactive_file 0\nactive_file 0\nslab_reclaimable 0\n");
        write("group/cpu.max", "100000 100000\n");
        write("group/cpu.stat", "usage_usec 0\n");
        let mut machine = Machine::beneath(root.path());
        write("proc/stat", &format!("cpu  {busy} 0 0 {}\n", 100 - busy));
        write("group/cpu.stat", &format!("usage_usec {micros}\n"));
        machine.sample()
    }
}
