//! From figures to verdicts.

use proptest::prelude::*;

use super::{
    super::{sampler::Probe, share::Share},
    *,
};

#[test]
fn a_limit_is_taken_back_five_points_lower() {
    let watch = watch(0.80, 0.90, 0.90);
    let state = |memory: f64| {
        judge(&watch, memory, 0.0, Some(0.0));
        watch.reason()
    };
    assert_eq!(state(0.7999), None);
    assert_eq!(state(0.80), Some("memory"));
    assert_eq!(state(0.7999), Some("memory"));
    assert_eq!(state(0.75), Some("memory"));
    assert_eq!(state(0.7499), None);
    assert_eq!(state(0.7999), None);
    assert_eq!(state(0.81), Some("memory"));
}

#[test]
fn each_figure_has_its_own_hysteresis() {
    let watch = watch(0.80, 0.90, 0.90);
    judge(&watch, 0.85, 0.0, Some(0.95));
    judge(&watch, 0.10, 0.0, Some(0.86));
    assert_eq!(watch.reason(), Some("disk"));
    judge(&watch, 0.78, 0.88, Some(0.84));
    assert_eq!(watch.reason(), None);
}

#[test]
fn the_lowest_limit_is_taken_back_and_the_highest_can_be_reached() {
    for limit in [0.000_001, 0.0001, 0.01, 0.04, 0.05, 0.08, 0.10, 1.0] {
        let guard = ResourceGuard::new().memory(limit);
        let watch = watch_of(&guard);
        judge(&watch, 1.0, 0.0, Some(0.0));
        assert_eq!(watch.reason(), Some("memory"), "{limit}");
        judge(&watch, 0.0, 0.0, Some(0.0));
        assert_eq!(watch.reason(), None, "{limit}");
    }
}

proptest! {
    #[test]
    fn hysteresis_is_what_it_says(limit in 1_u32..=10_000, figures in prop::collection::vec(0_u32..=10_000, 1..100)) {
        let watch = watch(f64::from(limit) / 10_000.0, 1.0, 1.0);
        let release = limit.saturating_sub(500).max(limit.div_ceil(2));
        let mut is_held = false;
        for figure in figures {
            is_held = if is_held { figure >= release } else { figure >= limit };
            judge(&watch, f64::from(figure) / 10_000.0, 0.0, Some(0.0));
            prop_assert_eq!(watch.reason().is_some(), is_held);
        }
    }
}

#[test]
fn a_disk_that_cannot_be_read_refuses_and_forgets_nothing() {
    let watch = watch(0.80, 0.90, 0.90);
    judge(&watch, 0.0, 0.0, Some(0.95));
    judge(&watch, 0.0, 0.0, None);
    assert_eq!(watch.reason(), Some("sampler"));
    judge(&watch, 0.0, 0.0, Some(0.88));
    assert_eq!(watch.reason(), Some("disk"));
    judge(&watch, 0.0, 0.0, Some(0.84));
    assert_eq!(watch.reason(), None);
}

#[test]
fn figures_that_make_no_sense_are_full_or_empty() {
    assert_eq!(Share::of(f64::NAN), Share::of(1.0));
    assert_eq!(Share::of(f64::INFINITY), Share::of(1.0));
    assert_eq!(Share::of(17.0), Share::of(1.0));
    assert_eq!(Share::of(-1.0), Share::of(0.0));
}

#[test]
fn a_spike_is_smoothed_and_a_load_is_not() {
    let figures = Arc::new(Fake::new(Figures { cpu: 0.3, ..Figures::default() }));
    let mut probe = Probe::new(figures.source());
    let watch = watch(0.80, 0.90, 0.90);
    let mut now = Instant::now();
    let mut reason = |cpu: f64, steps: u32| {
        figures.set(Figures { cpu, ..Figures::default() });
        for _ in 0..steps {
            now += Duration::from_millis(500);
            assert!(probe.sample(now));
            probe.judge(&watch);
        }
        watch.reason()
    };
    assert_eq!(reason(0.3, 20), None);
    assert_eq!(reason(1.0, 1), None, "a spike");
    assert_eq!(reason(0.3, 4), None);
    assert_eq!(reason(1.0, 12), Some("cpu"), "six seconds of load");
    assert_eq!(reason(0.3, 2), None, "below 85 % after a second of less");
    // What cannot be a load is one, and does not stick.
    assert_eq!(reason(1e300, 1), None);
    assert_eq!(reason(f64::NAN, 12), Some("cpu"));
    assert_eq!(reason(0.0, 4), None);
}

fn watch(memory: f64, disk: f64, cpu: f64) -> Watch {
    let guard = ResourceGuard::new().memory(memory).disk(disk).cpu(cpu);
    watch_of(&guard)
}

fn watch_of(guard: &ResourceGuard) -> Watch {
    Watch::new(guard.limits.resolved(Path::to_owned))
}

fn judge(watch: &Watch, memory: f64, cpu: f64, disk: Option<f64>) {
    watch.judge(|figure| match figure {
        Figure::Memory => Some(Share::of(memory)),
        Figure::Cpu => Some(Share::of(cpu)),
        _ => disk.map(Share::of),
    });
}

#[test]
fn each_disk_has_its_own_limit_and_its_own_hysteresis() {
    let guard = ResourceGuard::new().disk_at("/a", 0.50).disk_at("/b", 0.90);
    let watch = watch_of(&guard);
    let judge = |a: f64, b: Option<f64>| {
        watch.judge(|figure| match figure {
            Figure::Disk(path) if path == Path::new("/a") => Some(Share::of(a)),
            Figure::Disk(_) => b.map(Share::of),
            _ => Some(Share::of(0.0)),
        });
        (watch.reason(), watch.missing().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(judge(0.49, Some(0.89)), (None, vec![]));
    assert_eq!(judge(0.50, Some(0.89)), (Some("disk"), vec![]));
    assert_eq!(judge(0.46, Some(0.91)), (Some("disk"), vec![]));
    assert_eq!(judge(0.44, Some(0.86)), (Some("disk"), vec![]), "of the second alone");
    assert_eq!(judge(0.49, Some(0.84)), (None, vec![]), "and each is taken back");
    assert_eq!(judge(0.49, None), (Some("sampler"), vec!["disk(\"/b\")".to_owned()]));
    assert_eq!(judge(0.49, Some(0.84)), (None, vec![]));
}
