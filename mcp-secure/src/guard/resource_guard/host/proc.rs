//! Host figures from /proc: proc_meminfo(5), proc_stat(5).

use std::{fs, path::PathBuf};

use super::super::source::Sample;

pub(in super::super) struct Host {
    root: PathBuf,
    ticks: Option<Ticks>,
}

impl Host {
    pub(in super::super) fn new() -> Self {
        Self::beneath("/")
    }

    /// Reads `proc/meminfo` and `proc/stat` beneath this root.
    pub(in super::super) fn beneath(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ticks: None }
    }

    /// `None` the first time: CPU time is a difference.
    pub(in super::super) fn sample(&mut self) -> Option<Sample> {
        let ticks = ticks(&fs::read_to_string(self.root.join("proc/stat")).ok()?)?;
        let before = self.ticks.replace(ticks)?;
        let memory = memory(&fs::read_to_string(self.root.join("proc/meminfo")).ok()?)?;
        Some(Sample { memory, cpu: ticks.since(before)? })
    }
}

/// Since the machine started, of all processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ticks {
    busy: u64,
    idle: u64,
}

impl Ticks {
    /// The busy fraction, or `None` if no time has passed.
    fn since(self, before: Self) -> Option<f64> {
        // The kernel lets idle and waiting time step back a little.
        let busy = self.busy.saturating_sub(before.busy);
        let idle = self.idle.saturating_sub(before.idle);
        let all = busy.checked_add(idle).filter(|all| *all > 0)?;
        Some(busy as f64 / all as f64)
    }
}

/// Time stolen by other guests of the host counts as busy: it is not ours to give. Time of
/// guests of our own is in `user` and `nice` already.
fn ticks(stat: &str) -> Option<Ticks> {
    let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
    let figures: Vec<u64> =
        line.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let [user, nice, system, idle, rest @ ..] = figures.as_slice() else {
        return None;
    };
    let at = |index| rest.get(index).copied().unwrap_or(0);
    let (waiting, interrupts, soft_interrupts, stolen) = (at(0), at(1), at(2), at(3));
    let busy = [*user, *nice, *system, interrupts, soft_interrupts, stolen];
    Some(Ticks {
        busy: busy.into_iter().try_fold(0, u64::checked_add)?,
        idle: idle.checked_add(waiting)?,
    })
}

fn memory(meminfo: &str) -> Option<f64> {
    let figure = |name| {
        let line = meminfo.lines().find_map(|line| line.strip_prefix(name))?;
        line.strip_prefix(':')?.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    let (total, available) = (figure("MemTotal")?, figure("MemAvailable")?);
    (total > 0).then(|| total.saturating_sub(available) as f64 / total as f64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn memory_is_what_is_not_available() {
        assert_eq!(memory("MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable: 250 kB\n"), Some(0.75));
        assert_eq!(memory("MemTotal: 1000 kB\nMemAvailable: 2000 kB\n"), Some(0.0));
    }

    #[test]
    fn memory_that_cannot_be_read_is_no_figure() {
        for text in [
            "",
            "MemTotal: 1000 kB\n",
            "MemAvailable: 1000 kB\n",
            "MemTotal: 0 kB\nMemAvailable: 0 kB\n",
            "MemTotal: 1000 kB\nMemAvailable: -1 kB\n",
            "MemTotal: 1000 kB\nMemAvailable: 99999999999999999999 kB\n",
            "MemTotal: 1000 MB\nMemAvailable: 1 MB\n",
            "MemTotalX: 1000 kB\nMemAvailable: 1 kB\n",
        ] {
            assert_eq!(memory(text), None, "{text:?}");
        }
    }

    #[test]
    fn stolen_time_is_busy_and_waiting_time_idle() {
        let stat = "cpu  10 20 30 400 50 6 7 8 900 1000\ncpu0 1 2 3 4\nintr 1 2\n";
        assert_eq!(ticks(stat), Some(Ticks { busy: 81, idle: 450 }));
        assert_eq!(ticks("cpu  1 2 3 4\n"), Some(Ticks { busy: 6, idle: 4 }));
    }

    #[test]
    fn times_that_cannot_be_read_are_no_figure() {
        for text in ["", "cpu0 1 2 3 4\n", "cpu  1 2 3\n", "cpu  1 2 3 x\n", "cpu  1 2 3 -4\n"] {
            assert_eq!(ticks(text), None, "{text:?}");
        }
        let max = u64::MAX;
        assert_eq!(ticks(&format!("cpu  {max} {max} 1 1\n")), None);
        assert_eq!(ticks(&format!("cpu  1 1 1 {max}9\n")), None);
    }

    #[test]
    fn load_is_a_difference() {
        let before = Ticks { busy: 100, idle: 100 };
        assert_eq!(Ticks { busy: 130, idle: 110 }.since(before), Some(0.75));
        assert_eq!(Ticks { busy: 110, idle: 99 }.since(before), Some(1.0));
        assert_eq!(before.since(before), None);
    }

    #[test]
    fn a_file_that_goes_away_ends_the_figures() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("proc")).unwrap();
        let write = |name: &str, text: &str| fs::write(root.path().join(name), text).unwrap();
        write("proc/meminfo", "MemTotal: 100 kB\nMemAvailable: 50 kB\n");
        write("proc/stat", "cpu  0 0 0 0\n");
        let mut host = Host::beneath(root.path());
        assert_eq!(host.sample(), None);
        write("proc/stat", "cpu  1 0 0 3\n");
        assert_eq!(host.sample(), Some(Sample { memory: 0.5, cpu: 0.25 }));
        fs::remove_file(root.path().join("proc/stat")).unwrap();
        assert_eq!(host.sample(), None);
        write("proc/stat", "cpu  4 0 0 4\n");
        fs::remove_file(root.path().join("proc/meminfo")).unwrap();
        assert_eq!(host.sample(), None);
    }
}
