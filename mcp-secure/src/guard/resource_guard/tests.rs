#![allow(clippy::unwrap_used)]

use std::{
    panic,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use super::{
    sampler::Pace,
    source::{Sample, Source},
    *,
};
use crate::call::Origin;

mod hysteresis;
#[cfg(target_os = "linux")]
mod recorded;
mod simulated;
mod start;

const TICK: Duration = Duration::from_millis(5);
const FAST: Pace =
    Pace { interval: TICK, max_age: Duration::from_secs(5), patience: Duration::from_secs(10) };

#[test]
fn calls_are_admitted_while_there_is_room() {
    let (guard, _) = started(Figures { memory: 0.5, cpu: 0.5, disk: Some(0.5), other: Some(0.5) });
    assert_eq!(refused(&guard), None);
}

#[test]
fn each_figure_refuses_on_its_own() {
    let idle = Figures { memory: 0.1, cpu: 0.1, disk: Some(0.1), other: Some(0.1) };
    let (guard, _) = started(Figures { memory: 0.81, ..idle });
    assert_eq!(refused(&guard).as_deref(), Some("memory"));
    let (guard, _) = started(Figures { disk: Some(0.91), ..idle });
    assert_eq!(refused(&guard).as_deref(), Some("disk"));
    let other = |guard: ResourceGuard| started_as(guard, Figures { other: Some(0.61), ..idle }).0;
    assert_eq!(refused(&other(ResourceGuard::new())), None, "they are held where they are named");
    assert_eq!(refused(&other(ResourceGuard::new().files(0.6))).as_deref(), Some("files"));
    let guard = other(ResourceGuard::new().memory_pressure(0.6));
    assert_eq!(refused(&guard).as_deref(), Some("memory_pressure"));
    let guard = other(ResourceGuard::new().cpu_pressure(0.6));
    assert_eq!(refused(&guard).as_deref(), Some("cpu_pressure"));
    let guard = other(ResourceGuard::new().io_pressure(0.6));
    assert_eq!(refused(&guard).as_deref(), Some("io_pressure"));
    assert_eq!(refused(&other(ResourceGuard::new().io_pressure(0.62))), None);
    // Low, for the mean to come there soon.
    let (guard, figures) = started_as(ResourceGuard::new().cpu(0.2), idle);
    assert_eq!(refused(&guard), None);
    figures.set(Figures { cpu: 1.0, ..idle });
    eventually(|| refused(&guard).as_deref() == Some("cpu"));
}

#[test]
fn the_client_learns_when_but_not_why() {
    let (guard, _) = started(Figures { memory: 1.0, ..Figures::default() });
    match admit(&guard) {
        Err(refusal @ Refusal::Busy { retry_after, .. }) => {
            assert_eq!(retry_after, Duration::from_secs(1));
            assert_eq!(refusal.kind(), "busy");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn tools_have_their_own_limits_over_the_same_figures() {
    let (strict, figures) = started(Figures { memory: 0.5, ..Figures::default() });
    let lax =
        ResourceGuard { sampler: Arc::clone(&strict.sampler), ..ResourceGuard::new().memory(0.95) };
    lax.start().unwrap();
    figures.set(Figures { memory: 0.9, ..Figures::default() });
    eventually(|| refused(&strict).is_some());
    assert_eq!(refused(&lax), None);
}

#[test]
fn the_defaults_are_the_documented_ones() {
    assert_eq!(ResourceGuard::default().describe(), "memory 80%, disk 90%, cpu 90%");
    let guard = ResourceGuard::new().memory(0.825).disk_at("/srv/data", 0.9);
    assert_eq!(guard.describe(), "memory 82.5%, disk 90% of /srv/data, cpu 90%");
    let guard = ResourceGuard::new().disk_at("/a", 0.5).disk(0.7).disk_at("/a", 0.6).files(0.8);
    let guard = guard.memory_pressure(0.1).cpu_pressure(0.2).io_pressure(0.3).files(0.9);
    assert_eq!(
        guard.describe(),
        "memory 80%, disk 70%, disk 60% of /a, cpu 90%, pressure(memory) 10%, pressure(cpu) 20%, \
         pressure(io) 30%, files 90%"
    );
    assert_eq!(guard.name(), "resource_guard");
    assert_eq!(guard.stage(), Stage::Resources);
}

#[test]
fn what_cannot_be_a_limit_panics_with_a_reason() {
    for fraction in [0.0, -0.1, 1.000_1, 80.0, f64::NAN, f64::INFINITY] {
        for limit in [
            ResourceGuard::memory,
            ResourceGuard::disk,
            ResourceGuard::cpu,
            ResourceGuard::files,
            ResourceGuard::memory_pressure,
            ResourceGuard::cpu_pressure,
            ResourceGuard::io_pressure,
        ] {
            let panic = panic::catch_unwind(|| limit(ResourceGuard::new(), fraction)).unwrap_err();
            assert!(panic.downcast_ref::<String>().unwrap().contains("at most 1"));
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Figures {
    memory: f64,
    cpu: f64,
    disk: Option<f64>,
    /// Files, and pressure of each kind.
    other: Option<f64>,
}

impl Default for Figures {
    fn default() -> Self {
        Self { memory: 0.0, cpu: 0.0, disk: Some(0.0), other: Some(0.0) }
    }
}

#[derive(Default)]
struct Fake {
    figures: Mutex<Figures>,
    is_broken: AtomicBool,
    panics: AtomicBool,
}

impl Fake {
    fn new(figures: Figures) -> Self {
        Self { figures: Mutex::new(figures), ..Self::default() }
    }

    fn set(&self, figures: Figures) {
        *self.figures.lock().unwrap() = figures;
    }

    fn source(self: &Arc<Self>) -> Box<dyn Source> {
        Box::new(FakeSource(Arc::clone(self)))
    }
}

struct FakeSource(Arc<Fake>);

impl Source for FakeSource {
    fn sample(&mut self) -> Option<Sample> {
        assert!(!self.0.panics.load(Ordering::Relaxed), "as the test asks");
        let Figures { memory, cpu, .. } = *self.0.figures.lock().unwrap();
        (!self.0.is_broken.load(Ordering::Relaxed)).then_some(Sample { memory, cpu })
    }

    fn measure(&mut self, figure: &Figure) -> Option<f64> {
        let figures = self.0.figures.lock().unwrap();
        match figure {
            Figure::Disk(_) => figures.disk,
            _ => figures.other,
        }
    }
}

fn sampler(figures: &Arc<Fake>, pace: Pace) -> Arc<Sampler> {
    let figures = Arc::clone(figures);
    Arc::new(Sampler::new(move || figures.source(), pace))
}

fn started(figures: Figures) -> (ResourceGuard, Arc<Fake>) {
    started_as(ResourceGuard::new(), figures)
}

fn started_as(guard: ResourceGuard, figures: Figures) -> (ResourceGuard, Arc<Fake>) {
    let figures = Arc::new(Fake::new(figures));
    let guard = ResourceGuard { sampler: sampler(&figures, FAST), ..guard };
    guard.start().unwrap();
    (guard, figures)
}

fn eventually(mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "it has not come");
        thread::sleep(TICK);
    }
}

/// The reason in the audit record, or `None` if the call was admitted.
fn refused(guard: &ResourceGuard) -> Option<String> {
    match admit(guard) {
        Ok(()) => None,
        Err(Refusal::Busy { reason, .. }) => Some(reason.into_owned()),
        Err(other) => panic!("{other:?}"),
    }
}

fn admit(guard: &ResourceGuard) -> Result<(), Refusal> {
    let call = Call::of("tool", None, Origin::Memory);
    match guard.admit(&call) {
        Answer::Now(verdict) => verdict,
        Answer::Later(_) => panic!("a guard over atomics answers at once"),
    }
}
