//! With and without a sampler that has figures.

use super::*;

#[test]
fn a_guard_that_was_not_started_refuses() {
    let guard = ResourceGuard { sampler: sampler(&Arc::default(), FAST), ..ResourceGuard::new() };
    assert_eq!(refused(&guard).as_deref(), Some("sampler"));
    assert!(!guard.sampler.is_alive());
}

#[test]
fn a_guard_refuses_while_the_figures_are_old() {
    let figures = Arc::new(Fake::new(Figures::default()));
    let pace = Pace { max_age: Duration::from_millis(300), ..FAST };
    let guard = ResourceGuard { sampler: sampler(&figures, pace), ..ResourceGuard::new() };
    guard.start().unwrap();
    eventually(|| refused(&guard).is_none());
    figures.is_broken.store(true, Ordering::Relaxed);
    eventually(|| refused(&guard).as_deref() == Some("sampler"));
    figures.is_broken.store(false, Ordering::Relaxed);
    eventually(|| refused(&guard).is_none());
    figures.panics.store(true, Ordering::Relaxed);
    eventually(|| refused(&guard).as_deref() == Some("sampler"));
}

#[test]
fn a_guard_does_not_wait_for_the_next_sample_to_start() {
    let figures = Arc::new(Fake::new(Figures::default()));
    let pace = Pace { interval: Duration::from_secs(3600), ..FAST };
    let sampler = sampler(&figures, pace);
    for _ in 0..3 {
        let guard = ResourceGuard { sampler: Arc::clone(&sampler), ..ResourceGuard::new() };
        guard.start().unwrap();
    }
}

#[test]
fn figures_are_good_for_five_seconds() {
    let (guard, figures) = started(Figures::default());
    figures.is_broken.store(true, Ordering::Relaxed);
    thread::sleep(4 * TICK);
    let now = Instant::now();
    assert!(guard.sampler.is_alive_at(now));
    assert!(guard.sampler.is_alive_at(now + Duration::from_secs(4)));
    assert!(!guard.sampler.is_alive_at(now + Duration::from_millis(5_001)));
}

#[test]
fn a_sampler_that_panicked_is_started_again_by_the_next_server() {
    let (guard, figures) = started(Figures::default());
    figures.panics.store(true, Ordering::Relaxed);
    thread::sleep(10 * TICK);
    figures.panics.store(false, Ordering::Relaxed);
    let last = Instant::now();
    // A thread that panics takes its time to end.
    eventually(|| {
        guard.start().unwrap();
        guard.sampler.is_alive_at(last + FAST.max_age + TICK)
    });
    assert_eq!(refused(&guard), None);
}

#[test]
fn a_server_does_not_start_without_figures() {
    let figures = Arc::new(Fake::new(Figures::default()));
    figures.is_broken.store(true, Ordering::Relaxed);
    let pace = Pace { patience: 10 * TICK, ..FAST };
    let guard = ResourceGuard { sampler: sampler(&figures, pace), ..ResourceGuard::new() };
    assert!(guard.start().unwrap_err().to_string().contains("no figures"));
    assert_eq!(refused(&guard).as_deref(), Some("sampler"));
    // Once there are some, it does.
    figures.is_broken.store(false, Ordering::Relaxed);
    eventually(|| guard.start().is_ok());
    assert_eq!(refused(&guard), None);
}

#[test]
fn a_server_does_not_start_without_its_disk() {
    let figures = Arc::new(Fake::new(Figures { disk: None, ..Figures::default() }));
    let guard = ResourceGuard { sampler: sampler(&figures, FAST), ..ResourceGuard::new() };
    assert!(guard.start().unwrap_err().to_string().contains("`disk("));
    let guard = ResourceGuard::new().disk_at("/no/such/directory", 0.9);
    assert!(guard.start().unwrap_err().to_string().contains("create it"));
    assert_eq!(refused(&guard).as_deref(), Some("sampler"));
}

#[test]
fn a_guard_may_be_started_by_many_servers() {
    let (guard, _) = started(Figures::default());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| guard.start().unwrap());
        }
    });
    assert_eq!(refused(&guard), None);
}

#[test]
fn this_machine_has_figures() {
    let directory = tempfile::tempdir().unwrap();
    let guard = ResourceGuard::new().memory(1.0).cpu(1.0).disk_at(directory.path(), 1.0);
    guard.start().unwrap();
    assert_ne!(refused(&guard).as_deref(), Some("sampler"));
    let guard = ResourceGuard::new().memory(0.000_1).disk_at(directory.path(), 0.9);
    guard.start().unwrap();
    assert_eq!(refused(&guard).as_deref(), Some("memory"));
}

#[test]
fn what_a_machine_does_not_tell_is_named_at_the_start() {
    let figures = Arc::new(Fake::new(Figures { other: None, ..Figures::default() }));
    let new = || ResourceGuard { sampler: sampler(&figures, FAST), ..ResourceGuard::new() };
    new().start().unwrap();
    let error = new().files(0.8).io_pressure(0.2).start().unwrap_err().to_string();
    for part in ["`files`", "`pressure(io)`", "psi=1"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    assert!(!error.contains("memory"), "{error}");
}

#[test]
fn what_is_told_no_more_refuses() {
    let (guard, figures) = started_as(ResourceGuard::new().files(0.8), Figures::default());
    assert_eq!(refused(&guard), None);
    figures.set(Figures { other: None, ..Figures::default() });
    eventually(|| refused(&guard).as_deref() == Some("sampler"));
    figures.set(Figures::default());
    eventually(|| refused(&guard).is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn this_machine_tells_of_its_files() {
    let directory = tempfile::tempdir().unwrap();
    let roomy = || ResourceGuard::new().memory(1.0).cpu(1.0).disk_at(directory.path(), 1.0);
    let guard = roomy().files(1.0);
    guard.start().unwrap();
    assert_eq!(refused(&guard), None);
    let guard = roomy().files(0.000_1);
    guard.start().unwrap();
    assert_eq!(refused(&guard).as_deref(), Some("files"));
}
