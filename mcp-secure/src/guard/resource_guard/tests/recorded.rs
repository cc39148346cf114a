//! From the files of a machine to the verdict: what Linux writes, in a tree of files.

use std::{fs, time::Instant};

use super::{
    super::{sampler::Probe, source::Machine},
    *,
};

/// A pod of a cluster, in which the process runs, as the kernel tells of it.
const FILES: &[(&str, &str)] = &[
    ("proc/meminfo", "MemTotal: 24000000 kB\nMemFree: 90000 kB\nMemAvailable: 12000000 kB\n"),
    ("proc/stat", "cpu  10 0 10 980 0 0 0 0 0 0\ncpu0 10 0 10 980 0 0 0 0 0 0\nintr 1\n"),
    ("proc/self/cgroup", "0::/kubepods/pod7/app\n"),
    ("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"),
    ("proc/pressure/memory", "some avg10=70.00 avg60=9.00 avg300=1.00 total=1\n"),
    ("proc/pressure/cpu", "some avg10=80.00 avg60=9.00 avg300=1.00 total=1\n"),
    ("proc/pressure/io", "some avg10=90.00 avg60=9.00 avg300=1.00 total=1\n"),
    ("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n"),
    ("sys/fs/cgroup/kubepods/cgroup.controllers", "cpu memory\n"),
    ("sys/fs/cgroup/kubepods/memory.max", "max\n"),
    ("sys/fs/cgroup/kubepods/pod7/cgroup.controllers", "cpu memory\n"),
    ("sys/fs/cgroup/kubepods/pod7/memory.max", "max\n"),
    ("sys/fs/cgroup/kubepods/pod7/app/cgroup.controllers", "cpu memory\n"),
    ("sys/fs/cgroup/kubepods/pod7/app/memory.max", "268435456\n"),
    ("sys/fs/cgroup/kubepods/pod7/app/memory.high", "max\n"),
    ("sys/fs/cgroup/kubepods/pod7/app/memory.current", "67108864\n"),
    (
        "sys/fs/cgroup/kubepods/pod7/app/memory.stat",
        "anon 1\ninactive_file 0\nactive_file 0\nslab_reclaimable 0\n",
    ),
    ("sys/fs/cgroup/kubepods/pod7/app/cpu.max", "max 100000\n"),
    ("sys/fs/cgroup/kubepods/pod7/app/memory.pressure", PRESSED_ELSEWHERE),
    ("sys/fs/cgroup/kubepods/pod7/app/cpu.pressure", PRESSED_ELSEWHERE),
    ("sys/fs/cgroup/kubepods/pod7/app/io.pressure", PRESSED_ELSEWHERE),
];

/// Of all that is no concern of the one under test: who reads the wrong file, or `full`, is found out.
const PRESSED_ELSEWHERE: &str = "some avg10=99.00 avg60=99.00 avg300=99.00 total=9\n\
                                 full avg10=99.00 avg60=99.00 avg300=99.00 total=9\n";

struct Recorded {
    root: tempfile::TempDir,
    probe: Probe,
    watch: Watch,
}

impl Recorded {
    fn new(guard: &ResourceGuard) -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in FILES {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let probe = Probe::new(Box::new(Machine::beneath(root.path())));
        Self { root, probe, watch: Watch::new(guard.limits.resolved(Path::to_owned)) }
    }

    fn of_the_group(&self, file: &str) -> PathBuf {
        self.root.path().join("sys/fs/cgroup/kubepods/pod7/app").join(file)
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.of_the_group(file), text).unwrap();
    }

    /// Takes a sample, some time after the last one.
    fn sample(&mut self) {
        let stat = self.root.path().join("proc/stat");
        let text = fs::read_to_string(&stat).unwrap();
        let idle: u64 = text.split(' ').nth(5).unwrap().parse().unwrap();
        fs::write(&stat, text.replace(&idle.to_string(), &(idle + 50).to_string())).unwrap();
        assert!(self.probe.sample(Instant::now()));
    }

    fn reason(&mut self) -> Option<&'static str> {
        self.probe.judge(&self.watch);
        self.watch.reason()
    }
}

#[test]
fn pressure_is_of_the_group_then_of_the_host_and_does_not_flap() {
    type Limit = fn(ResourceGuard, f64) -> ResourceGuard;
    let kinds: [(&str, Limit, f64); 3] = [
        ("memory", ResourceGuard::memory_pressure, 0.70),
        ("cpu", ResourceGuard::cpu_pressure, 0.80),
        ("io", ResourceGuard::io_pressure, 0.90),
    ];
    for (kind, limit, of_the_host) in kinds {
        let reason = format!("{kind}_pressure");
        let reason = &*reason;
        let mut machine = Recorded::new(&limit(ResourceGuard::new().disk(1.0), 0.30));
        let file = format!("{kind}.pressure");
        machine.sample();
        let mut of_the_group = |some: &str| {
            let line = format!("some avg10={some} avg60=50.00 avg300=50.00 total=34832676\n");
            machine.write(&file, &(line + "full avg10=99.00 avg60=0.00 avg300=0.00 total=8\n"));
            machine.reason()
        };
        assert_eq!(of_the_group("0.00"), None, "{kind}: the host is no concern of a group's");
        assert_eq!(of_the_group("29.99"), None, "{kind}");
        assert_eq!(of_the_group("30.00"), Some(reason), "{kind}");
        assert_eq!(of_the_group("25.00"), Some(reason), "{kind}: not yet");
        assert_eq!(of_the_group("24.99"), None, "{kind}");
        assert_eq!(of_the_group("nonsense"), Some("sampler"), "{kind}");
        assert_eq!(of_the_group("0.00"), None, "{kind}");
        // A kernel that counts pressure of the whole machine alone (`cgroup_disable=pressure`).
        fs::remove_file(machine.of_the_group(&file)).unwrap();
        assert_eq!(machine.reason(), Some(reason), "{kind}: the host, when the group has none");
        machine.watch = Watch::new(
            limit(ResourceGuard::new().disk(1.0), of_the_host + 0.01)
                .limits
                .resolved(Path::to_owned),
        );
        assert_eq!(machine.reason(), None, "{kind}: of its own kind");
        machine.watch = Watch::new(
            limit(ResourceGuard::new().disk(1.0), of_the_host).limits.resolved(Path::to_owned),
        );
        assert_eq!(machine.reason(), Some(reason), "{kind}: of its own kind");
    }
}

#[test]
fn memory_is_of_the_group_then_of_the_host_and_does_not_flap() {
    let mut machine = Recorded::new(&ResourceGuard::new().memory(0.80).disk(1.0));
    let mut used = |max: &str, current: u64| {
        machine.write("memory.max", max);
        machine.write("memory.current", &format!("{current}\n"));
        machine.sample();
        machine.reason()
    };
    const MAX: u64 = 268_435_456;
    let max = format!("{MAX}\n");
    assert_eq!(used(&max, MAX / 4), None);
    assert_eq!(used(&max, MAX / 100 * 81), Some("memory"));
    assert_eq!(used(&max, MAX / 100 * 76), Some("memory"), "not yet");
    assert_eq!(used(&max, MAX / 100 * 74), None);
    assert_eq!(used(&max, MAX), Some("memory"));
    // Without a limit of its own it has what the host has, half of which is free.
    assert_eq!(used("max\n", MAX), None);
    let meminfo = machine.root.path().join("proc/meminfo");
    fs::write(meminfo, "MemTotal: 24000000 kB\nMemAvailable: 4000000 kB\n").unwrap();
    machine.sample();
    assert_eq!(machine.reason(), Some("memory"), "the host is full, whatever the group is");
}
