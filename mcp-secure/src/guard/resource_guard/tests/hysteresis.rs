//! From figures to verdicts.

use proptest::prelude::*;

use super::{super::sampler::Probe, *};

#[test]
fn a_limit_is_taken_back_five_points_lower() {
    let watch = watch(0.80, 0.90, 0.90);
    let state = |memory: f64| {
        judge(&watch, memory, 0.0, Some(0.0));
        watch.state().reason()
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
    assert_eq!(watch.state().reason(), Some("disk"));
    judge(&watch, 0.78, 0.88, Some(0.84));
    assert_eq!(watch.state().reason(), None);
}

#[test]
fn the_lowest_limit_is_taken_back_and_the_highest_can_be_reached() {
    for limit in [0.000_001, 0.0001, 0.01, 0.04, 0.05, 0.08, 0.10, 1.0] {
        let guard = ResourceGuard::new().memory(limit);
        let watch = Watch::new(guard.limits, PathBuf::new());
        judge(&watch, 1.0, 0.0, Some(0.0));
        assert_eq!(watch.state().reason(), Some("memory"), "{limit}");
        judge(&watch, 0.0, 0.0, Some(0.0));
        assert_eq!(watch.state().reason(), None, "{limit}");
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
            prop_assert_eq!(watch.state().reason().is_some(), is_held);
        }
    }
}

#[test]
fn a_disk_that_cannot_be_read_refuses_and_forgets_nothing() {
    let watch = watch(0.80, 0.90, 0.90);
    judge(&watch, 0.0, 0.0, Some(0.95));
    judge(&watch, 0.0, 0.0, None);
    assert_eq!(watch.state().reason(), Some("sampler"));
    judge(&watch, 0.0, 0.0, Some(0.88));
    assert_eq!(watch.state().reason(), Some("disk"));
    judge(&watch, 0.0, 0.0, Some(0.84));
    assert_eq!(watch.state().reason(), None);
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
    let figures = Arc::new(Fake::new(Figures { memory: 0.0, cpu: 0.3, disk: Some(0.0) }));
    let mut probe = Probe::new(figures.source());
    let watch = watch(0.80, 0.90, 0.90);
    let mut now = Instant::now();
    let mut reason = |cpu: f64, steps: u32| {
        figures.set(Figures { memory: 0.0, cpu, disk: Some(0.0) });
        for _ in 0..steps {
            now += Duration::from_millis(500);
            assert!(probe.sample(now));
            probe.judge(&watch);
        }
        watch.state().reason()
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
    Watch::new(guard.limits, PathBuf::new())
}

fn judge(watch: &Watch, memory: f64, cpu: f64, disk: Option<f64>) {
    watch.judge(Share::of(memory), Share::of(cpu), disk.map(Share::of));
}
