//! Host figures from /proc: proc_meminfo(5), proc_stat(5), proc_pid_status(5).

use std::{collections::BTreeMap, fs, ops::RangeInclusive, path::PathBuf};

use super::super::source::Sample;

pub(in super::super) struct Host {
    root: PathBuf,
    before: Option<Processors>,
}

impl Host {
    /// Reads `proc/meminfo`, `proc/stat` and `proc/self/status` beneath this root.
    pub(in super::super) fn beneath(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), before: None }
    }

    /// `None` the first time: CPU time is a difference.
    pub(in super::super) fn sample(&mut self) -> Option<Sample> {
        let read = |path: &str| fs::read_to_string(self.root.join(path)).ok();
        let processors = Processors::read(&read("proc/stat")?)?;
        // Not everything that calls itself Linux has it.
        let allowed = read("proc/self/status").map_or(Some(None), |status| allowed(&status))?;
        let before = self.before.replace(processors)?;
        let now = self.before.as_ref()?;
        let all = now.all.since(before.all)?;
        // Where it may run on some of them alone, it is short of these.
        let own = allowed.and_then(|allowed| now.own_since(&before, &allowed));
        let memory = memory(&read("proc/meminfo")?)?;
        Some(Sample { memory, cpu: all.max(own.unwrap_or(0.0)) })
    }
}

/// What all of them together have done, and each of them by its number.
struct Processors {
    all: Ticks,
    each: BTreeMap<u32, Ticks>,
}

impl Processors {
    fn read(stat: &str) -> Option<Self> {
        let (mut all, mut each) = (None, BTreeMap::new());
        for line in stat.lines().filter_map(|line| line.strip_prefix("cpu")) {
            let (number, figures) = line.split_once(' ')?;
            let ticks = ticks(figures)?;
            match number {
                "" => all = Some(ticks),
                number => drop(each.insert(number.parse().ok()?, ticks)),
            }
        }
        Some(Self { all: all?, each })
    }

    /// The busy fraction of these; `None` if none of them is there, as where a container is shown processors
    /// with numbers of its own.
    fn own_since(&self, before: &Self, allowed: &[RangeInclusive<u32>]) -> Option<f64> {
        let is_allowed = |number: &u32| allowed.iter().any(|range| range.contains(number));
        let pairs = self.each.iter().filter(|(number, _)| is_allowed(number));
        let pairs = pairs.filter_map(|(number, now)| Some((*now, *before.each.get(number)?)));
        let (now, then): (Vec<_>, Vec<_>) = pairs.unzip();
        Ticks::sum(&now)?.since(Ticks::sum(&then)?)
    }
}

/// Since the machine started, of one processor or of several.
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

    fn sum(all: &[Self]) -> Option<Self> {
        all.iter().try_fold(Self { busy: 0, idle: 0 }, |sum, ticks| {
            let (busy, idle) =
                (sum.busy.checked_add(ticks.busy)?, sum.idle.checked_add(ticks.idle)?);
            Some(Self { busy, idle })
        })
    }
}

/// Time stolen by other guests of the host counts as busy: it is not ours to give. Time of
/// guests of our own is in `user` and `nice` already.
fn ticks(figures: &str) -> Option<Ticks> {
    let figures: Vec<u64> =
        figures.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
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

/// The processors that the process may run on, by its control groups (`cpuset.cpus`) and by itself
/// (proc_pid_status(5)): `Some(None)` if that is not said, `None` if it cannot be read.
fn allowed(status: &str) -> Option<Option<Vec<RangeInclusive<u32>>>> {
    let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    let Some(list) = list else { return Some(None) };
    let range = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    Some(Some(list.trim().split(',').map(range).collect::<Option<_>>()?))
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
        let processors = Processors::read(stat).unwrap();
        assert_eq!(processors.all, Ticks { busy: 81, idle: 450 });
        assert_eq!(processors.each, BTreeMap::from([(0, Ticks { busy: 6, idle: 4 })]));
    }

    #[test]
    fn times_that_cannot_be_read_are_no_figure() {
        let max = u64::MAX;
        for text in ["", "cpu0 1 2 3 4\n", "cpu  1 2 3\n", "cpu  1 2 3 x\n", "cpu  1 2 3 -4\n"]
            .map(str::to_owned)
            .into_iter()
            .chain([format!("cpu  {max} {max} 1 1\n"), format!("cpu  1 1 1 {max}9\n")])
            .chain(["cpu  1 2 3 4\ncpu0 1 2\n", "cpu  1 2 3 4\ncpux 1 2 3 4\n"].map(str::to_owned))
        {
            assert!(Processors::read(&text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn load_is_a_difference() {
        let before = Ticks { busy: 100, idle: 100 };
        assert_eq!(Ticks { busy: 130, idle: 110 }.since(before), Some(0.75));
        assert_eq!(Ticks { busy: 110, idle: 99 }.since(before), Some(1.0));
        assert_eq!(before.since(before), None);
    }

    #[test]
    fn the_processors_that_it_may_run_on() {
        let list = |text: &str| allowed(&format!("Name:\tx\nCpus_allowed_list:\t{text}\nx:\t1\n"));
        assert_eq!(list("3"), Some(Some(vec![3..=3])));
        assert_eq!(list("0-1,4,8-11"), Some(Some(vec![0..=1, 4..=4, 8..=11])));
        assert_eq!(allowed("Name:\tx\n"), Some(None));
        for garbage in ["", "x", "1-", "-1", "1,", "1-2-3", "0x1", "99999999999"] {
            assert_eq!(list(garbage), None, "{garbage:?}");
        }
    }

    /// The busy fraction, of four processors of which one, or another one, was busy.
    #[test]
    fn it_is_short_of_those_that_it_may_run_on() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("proc/self")).unwrap();
        let write = |name: &str, text: &str| fs::write(root.path().join(name), text).unwrap();
        write("proc/meminfo", "MemTotal: 100 kB\nMemAvailable: 50 kB\n");
        let mut host = Host::beneath(root.path());
        let mut ticks = [(0_u32, 0_u32); 4];
        let mut sample = |allowed: &str, busy: [u32; 4]| {
            write("proc/self/status", &format!("Cpus_allowed_list:\t{allowed}\n"));
            let mut text = String::new();
            for (ticks, busy) in ticks.iter_mut().zip(busy) {
                *ticks = (ticks.0 + busy, ticks.1 + 100 - busy);
            }
            let all = ticks.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
            text += &format!("cpu  {} 0 0 {}\n", all.0, all.1);
            for (number, ticks) in ticks.iter().enumerate() {
                text += &format!("cpu{number} {} 0 0 {}\n", ticks.0, ticks.1);
            }
            write("proc/stat", &text);
            host.sample().map(|sample| sample.cpu)
        };
        assert_eq!(sample("0-3", [0; 4]), None);
        assert_eq!(sample("0-3", [100, 0, 0, 0]), Some(0.25));
        assert_eq!(sample("0", [100, 0, 0, 0]), Some(1.0));
        assert_eq!(sample("0,2", [100, 0, 0, 0]), Some(0.5));
        // Of others that are busy it takes the time of all.
        assert_eq!(sample("3", [100, 100, 0, 0]), Some(0.5));
        // It may run elsewhere from now on: what counts is what these have done.
        assert_eq!(sample("1", [100, 40, 0, 0]), Some(0.4));
        // Numbers that are not there.
        assert_eq!(sample("8-9", [100, 0, 0, 0]), Some(0.25));
        assert_eq!(sample("?", [0; 4]), None);
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
