//! Machines whose figures a test sets.

use super::*;

fn hosted(guard: ResourceGuard) -> (ResourceGuard, Machine) {
    let machine = Machine::new();
    machine.host(|| guard.start()).unwrap();
    (guard, machine)
}

#[test]
fn a_figure_counts_as_it_is_set() {
    let (guard, machine) = hosted(ResourceGuard::new().disk_at("/no/such", 0.9).files(0.5));
    assert_eq!(refused(&guard), None, "it is idle");
    for (figure, reason) in [
        (Figure::Memory, "memory"),
        (Figure::Cpu, "cpu"),
        (Figure::Files, "files"),
        (Figure::Disk("/no/such".into()), "disk"),
    ] {
        machine.set(figure.clone(), 0.95);
        assert_eq!(refused(&guard).as_deref(), Some(reason));
        machine.set(figure, 0.1);
        assert_eq!(refused(&guard), None);
    }
    machine.set(Figure::Disk("/elsewhere".into()), 1.0);
    machine.set(Figure::IoPressure, 1.0);
    assert_eq!(refused(&guard), None, "nobody watches these");
    machine.lose(Figure::Files);
    assert_eq!(refused(&guard).as_deref(), Some("sampler"));
}

#[test]
fn the_hysteresis_is_the_real_one() {
    let (guard, machine) = hosted(ResourceGuard::new());
    let reason = |used| {
        machine.set(Figure::Memory, used);
        refused(&guard)
    };
    assert_eq!(reason(0.79), None);
    assert_eq!(reason(0.80).as_deref(), Some("memory"));
    assert_eq!(reason(0.76).as_deref(), Some("memory"));
    assert_eq!(reason(0.74), None);
}

#[test]
fn machines_do_not_see_each_other() {
    let (first, machine) = hosted(ResourceGuard::new());
    let (second, other) = hosted(ResourceGuard::new());
    machine.set(Figure::Memory, 1.0);
    assert_eq!((refused(&first).as_deref(), refused(&second)), (Some("memory"), None));
    let inner = other.host(|| {
        let inner = hosted(ResourceGuard::new()).0;
        assert!(Machine::hosting().is_some(), "the outer one hosts again");
        inner
    });
    assert!(Machine::hosting().is_none());
    other.set(Figure::Memory, 1.0);
    assert_eq!(refused(&inner), None);
}

/// Threads that set figures and others that ask: the last word is the last figure.
#[test]
fn under_stress_the_last_figure_counts() {
    let (guard, machine) = hosted(ResourceGuard::new());
    for _ in 0..50 {
        thread::scope(|scope| {
            for thread in 0..4 {
                let (guard, machine) = (&guard, &machine);
                scope.spawn(move || {
                    for step in 0..20 {
                        machine.set(Figure::Memory, f64::from((thread + step) % 2));
                        refused(guard);
                    }
                });
            }
        });
        machine.set(Figure::Memory, 0.0);
        assert_eq!(refused(&guard), None);
        machine.set(Figure::Memory, 1.0);
        assert_eq!(refused(&guard).as_deref(), Some("memory"));
    }
}
