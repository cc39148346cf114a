#![allow(clippy::unwrap_used)]

use tempfile::TempDir;

use super::*;

const MOUNTED: &str = "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

#[test]
fn without_cgroup_v2_there_are_no_limits() {
    // No /proc/self/cgroup; v1 alone; v2 that is not mounted.
    assert_eq!(Machine::new().sample(), Ok(Figures::default()));
    let machine = Machine::new().with("proc/self/cgroup", "4:memory:/a\n1:cpu:/a\n");
    assert_eq!(machine.sample(), Ok(Figures::default()));
    let machine =
        Machine::new().with("proc/self/cgroup", "0::/a\n").with("proc/self/mountinfo", "");
    assert_eq!(machine.sample(), Ok(Figures::default()));
}

#[test]
fn a_group_that_is_not_seen_is_an_error() {
    let limited = || Machine::in_group("/a").with_memory("a", "1000", "600", "0");
    assert_eq!(limited().memory(), Ok(Some(0.6)));
    // Moved, and the old group removed, between two looks; another file system over the groups.
    let machine = limited().with("proc/self/cgroup", "0::/b\n");
    assert_eq!(machine.sample(), Err(Unreadable));
    assert_eq!(machine.cgroup().pressure("cpu"), Err(Unreadable));
    let machine = limited();
    fs::remove_file(machine.group("a").join("cgroup.controllers")).unwrap();
    assert_eq!(machine.sample(), Err(Unreadable));
    // The host's groups in a container with names of its own: which of them is it?
    let host = MOUNTED.replace(" / ", " /../.. ");
    let machine = limited().with("proc/self/cgroup", "0::/\n").with("proc/self/mountinfo", &host);
    assert_eq!(machine.with_group("", &[]).sample(), Err(Unreadable));
}

#[test]
fn of_several_mounts_the_one_counts_that_has_the_group() {
    let machine = Machine::in_group("/pod/app")
        .with_memory("pod/app", "1000", "300", "0")
        .with_memory("pod", "1000", "800", "0")
        .with("other/memory.max", "10\n")
        .with("other/memory.current", "10\n");
    let of = |root: &str, point: &str| format!("31 23 0:26 {root} {point} rw - cgroup2 none rw\n");
    for others in [of("/other", "/other"), of("/pod/app", "/sys/fs/cgroup/pod/app")] {
        let before = machine.and("proc/self/mountinfo", &(others.clone() + MOUNTED));
        assert_eq!(before.memory(), Ok(Some(0.8)), "{others}");
        let after = machine.and("proc/self/mountinfo", &(MOUNTED.to_owned() + &others));
        assert_eq!(after.memory(), Ok(Some(0.8)), "{others}");
    }
}

#[test]
fn a_hybrid_hierarchy_has_no_limits_in_v2() {
    let machine = Machine::in_group("/").with_group("", &[("cgroup.procs", "1")]);
    assert_eq!(machine.sample(), Ok(Figures::default()));
}

#[test]
fn memory_is_without_what_the_kernel_gives_back() {
    let machine = Machine::in_group("/").with_memory("", "1000", "700", "200");
    assert_eq!(machine.memory(), Ok(Some(0.5)));
    let stat = "anon 100\nfile 600\ninactive_file 50\nactive_file 500\nslab_reclaimable 50\n";
    let machine = machine.with_group("", &[("memory.stat", stat)]);
    assert_eq!(machine.memory(), Ok(Some(0.1)));
    // The figures are not taken at one instant.
    assert_eq!(machine.with_memory("", "1000", "700", "900").memory(), Ok(Some(0.0)));
}

#[test]
fn the_fullest_group_on_the_way_up_counts() {
    let machine = Machine::in_group("/pod/app")
        .with_memory("pod/app", "1000", "300", "0")
        .with_memory("pod", "2000", "1800", "0");
    assert_eq!(machine.memory(), Ok(Some(0.9)));
    assert_eq!(machine.with_memory("pod", "4000", "400", "0").memory(), Ok(Some(0.3)));
}

/// Of Linux 6.1, in a group of 256 MiB: a file of 200 MiB was read twice.
#[test]
fn files_that_are_read_again_and_again_are_not_memory_that_is_short() {
    let stat = "\
        anon 0\nfile 210526208\nkernel 573440\nkernel_stack 0\npagetables 0\nsec_pagetables 0\n\
        percpu 0\nsock 0\nvmalloc 0\nshmem 0\nfile_mapped 0\nfile_dirty 0\nfile_writeback 0\n\
        swapcached 0\nanon_thp 0\nfile_thp 0\nshmem_thp 0\ninactive_anon 0\nactive_anon 0\n\
        inactive_file 0\nactive_file 210526208\nunevictable 0\nslab_reclaimable 571400\n\
        slab_unreclaimable 0\nslab 571400\nworkingset_refault_anon 0\n";
    let machine = Machine::in_group("/c").with_group(
        "c",
        &[
            ("memory.max", "268435456\n"),
            ("memory.high", "max\n"),
            ("memory.current", "211279872\n"),
            ("memory.stat", stat),
            ("cpu.max", "max 100000\n"),
        ],
    );
    assert!(machine.memory().unwrap().unwrap() < 0.01);
}

#[test]
fn where_the_kernel_holds_back_is_a_limit() {
    let machine = Machine::in_group("/").with_memory("", "1000", "300", "0");
    let high = |text| machine.and("sys/fs/cgroup/memory.high", text).memory();
    assert_eq!(high("max\n"), Ok(Some(0.3)));
    assert_eq!(high("500\n"), Ok(Some(0.6)));
    assert_eq!(high("2000\n"), Ok(Some(0.3)));
    assert_eq!(high("0\n"), Ok(Some(1.0)));
    assert_eq!(high("lots\n"), Err(Unreadable));
    let machine = machine.with_group("", &[("memory.max", "max\n"), ("memory.high", "400\n")]);
    assert_eq!(machine.memory(), Ok(Some(0.75)));
}

#[test]
fn a_group_without_a_limit_does_not_hide_the_one_above() {
    let machine = Machine::in_group("/pod/app")
        .with_group("pod/app", &[("memory.max", "max\n")])
        .with_memory("pod", "1000", "800", "0");
    assert_eq!(machine.memory(), Ok(Some(0.8)));
}

#[test]
fn groups_beside_do_not_count() {
    let machine = Machine::in_group("/a")
        .with_memory("a", "1000", "100", "0")
        .with_memory("b", "1000", "999", "0");
    assert_eq!(machine.memory(), Ok(Some(0.1)));
}

#[test]
fn a_container_that_sees_the_names_of_the_host_is_its_mount() {
    let mounted = "30 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    for own in ["/docker/abc", "/", "/elsewhere", "/../../x", "/docker/abc/../../x"] {
        let machine = Machine::in_group(own)
            .with("proc/self/mountinfo", mounted)
            .with_memory("", "1000", "600", "0");
        assert_eq!(machine.memory(), Ok(Some(0.6)), "{own}");
    }
    let machine = Machine::in_group("/docker/abc/inner")
        .with("proc/self/mountinfo", mounted)
        .with_memory("", "1000", "600", "0")
        .with_memory("inner", "1000", "700", "0");
    assert_eq!(machine.memory(), Ok(Some(0.7)));
}

#[test]
fn nothing_above_the_mount_point_is_read() {
    let machine =
        Machine::in_group("/../..").with_group("", &[]).with_memory("..", "1000", "999", "0");
    assert_eq!(machine.memory(), Ok(None));
}

#[test]
fn a_limit_that_cannot_be_read_is_an_error() {
    let limited = || Machine::in_group("/").with_memory("", "1000", "500", "0");
    for (file, text) in [
        ("memory.max", ""),
        ("memory.max", "lots\n"),
        ("memory.current", "-1\n"),
        ("memory.stat", "anon 1\n"),
        ("cpu.max", "50000\n"),
        ("cpu.max", "50000 0\n"),
        // A quota without usage.
        ("cpu.max", "50000 100000\n"),
    ] {
        assert_eq!(limited().with_group("", &[(file, text)]).sample(), Err(Unreadable), "{file}");
    }
    for file in ["memory.current", "memory.stat"] {
        let machine = limited();
        fs::remove_file(machine.group("").join(file)).unwrap();
        assert_eq!(machine.sample(), Err(Unreadable), "{file}");
    }
    // Neither a file nor absent.
    let machine = Machine::in_group("/");
    fs::create_dir_all(machine.group("memory.max")).unwrap();
    assert_eq!(machine.sample(), Err(Unreadable));
}

#[test]
fn extreme_limits() {
    let huge = "99999999999999999999999";
    let machine = Machine::in_group("/").with_memory("", "0", "0", "0");
    assert_eq!(machine.memory(), Ok(Some(1.0)));
    assert!(machine.with_memory("", huge, "1000", "0").memory().unwrap().unwrap() < 0.001);
    let machine = Machine::in_group("/").with_memory("", "1000", huge, "0");
    assert!(machine.memory().unwrap().unwrap() >= 1.0);
}

#[test]
fn load_is_a_fraction_of_the_quota() {
    // Half a processor.
    let machine = Machine::in_group("/a").with_cpu("a", "50000 100000", 1_000_000);
    let mut cgroup = machine.cgroup();
    let start = Instant::now();
    assert_eq!(cgroup.sample(start).unwrap().cpu, None);
    let machine = machine.with_cpu("a", "50000 100000", 1_250_000);
    assert_eq!(cgroup.sample(start + Duration::from_secs(1)).unwrap().cpu, Some(0.5));
    // A clock that does not move gives no figure, a usage that goes back gives none used.
    assert_eq!(cgroup.sample(start + Duration::from_secs(1)).unwrap().cpu, None);
    let _machine = machine.with_cpu("a", "50000 100000", 7);
    assert_eq!(cgroup.sample(start + Duration::from_secs(2)).unwrap().cpu, Some(0.0));
}

#[test]
fn the_busiest_quota_on_the_way_up_counts() {
    let machine = Machine::in_group("/a/b").with_cpu("a", "100000 100000", 0).with_cpu(
        "a/b",
        "max 100000",
        0,
    );
    let mut cgroup = machine.cgroup();
    let start = Instant::now();
    assert_eq!(cgroup.sample(start).unwrap().cpu, None);
    let machine =
        machine.with_cpu("a", "100000 100000", 900_000).with_cpu("a/b", "200000 100000", 100_000);
    assert_eq!(cgroup.sample(start + Duration::from_secs(1)).unwrap().cpu, Some(0.9));
    // The inner quota is new: it counts from the next sample on.
    let _machine =
        machine.with_cpu("a", "100000 100000", 1_000_000).with_cpu("a/b", "200000 100000", 500_000);
    assert_eq!(cgroup.sample(start + Duration::from_secs(2)).unwrap().cpu, Some(0.2));
}

/// A root directory with the files of a machine.
struct Machine(TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn in_group(own: &str) -> Self {
        Self::new()
            .with("proc/self/cgroup", &format!("0::{own}\n"))
            .with("proc/self/mountinfo", MOUNTED)
    }

    fn with(self, path: &str, text: &str) -> Self {
        self.and(path, text);
        self
    }

    fn and(&self, path: &str, text: &str) -> &Self {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn with_group(self, group: &str, files: &[(&str, &str)]) -> Self {
        let every = ("cgroup.controllers", "cpu memory\n");
        files.iter().chain([&every]).fold(self, |machine, (name, text)| {
            machine.with(&format!("sys/fs/cgroup/{group}/{name}"), text)
        })
    }

    fn with_memory(self, group: &str, max: &str, current: &str, inactive: &str) -> Self {
        let stat = format!("anon 5\ninactive_file {inactive}\nactive_file 0\nslab_reclaimable 0\n");
        let files = [("memory.max", max), ("memory.current", current), ("memory.stat", &*stat)];
        self.with_group(group, &files)
    }

    fn with_cpu(self, group: &str, max: &str, usage: u64) -> Self {
        let stat = format!("usage_usec {usage}\nuser_usec 1\n");
        self.with_group(group, &[("cpu.max", max), ("cpu.stat", &*stat)])
    }

    fn group(&self, group: &str) -> PathBuf {
        self.0.path().join("sys/fs/cgroup").join(group)
    }

    fn cgroup(&self) -> Cgroup {
        Cgroup::beneath(self.0.path())
    }

    fn sample(&self) -> Result<Figures, Unreadable> {
        self.cgroup().sample(Instant::now())
    }

    fn memory(&self) -> Result<Option<f64>, Unreadable> {
        Ok(self.sample()?.memory)
    }
}
