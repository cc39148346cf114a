#![allow(clippy::unwrap_used)]

use futures_util::FutureExt;

use super::*;
use crate::{call::Origin, caller::Caller};

fn by(subject: &str) -> Call {
    Call::of("tool", Some(Caller::new(subject)), Origin::Memory)
}

/// Whether the call is admitted, refused, or waits.
fn now(guard: &Concurrency, call: &Call) -> Option<bool> {
    guard.admit(call).get().now_or_never().map(|verdict| verdict.is_ok())
}

#[test]
fn a_call_over_the_number_is_busy_until_one_has_ended() {
    let guard = Concurrency::new(2);
    let calls = [by("a"), by("b"), by("c")];
    assert_eq!(
        calls.each_ref().map(|call| now(&guard, call)),
        [Some(true), Some(true), Some(false)]
    );
    let [first, _second, third] = calls;
    let kept = first.clone();
    drop(first);
    assert_eq!(now(&guard, &third), Some(false), "a clone is still at work");
    drop(kept);
    assert_eq!(now(&guard, &third), Some(true));
}

#[tokio::test]
async fn the_queue_is_bounded_fair_and_left_by_those_who_go() {
    let guard = Arc::new(Concurrency::new(1).queue(2));
    let running = by("a");
    assert_eq!(now(&guard, &running), Some(true));

    let wait = |name| {
        let (guard, call) = (Arc::clone(&guard), by(name));
        tokio::spawn(async move { guard.admit(&call).get().await.map(|()| call) })
    };
    let first = wait("b");
    tokio::task::yield_now().await;
    let gone = wait("c");
    tokio::task::yield_now().await;
    assert_eq!(now(&guard, &by("d")), Some(false), "the queue is full");

    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    let last = wait("e");
    tokio::task::yield_now().await;
    drop(running);
    let second = first.await.unwrap().unwrap();
    assert!(!last.is_finished(), "one at a time");
    drop(second);
    assert!(last.await.unwrap().is_ok());
    assert_eq!(guard.all.waiting.load(Ordering::Relaxed), 0);
    assert_eq!(guard.all.running.available_permits(), 1);
}

#[test]
fn each_caller_has_places_of_its_own() {
    let guard = Concurrency::new(1).per_caller();
    let (ada, again, bob) = (by("ada"), by("ada"), by("bob"));
    assert_eq!(now(&guard, &ada), Some(true));
    assert_eq!(now(&guard, &again), Some(false));
    assert_eq!(now(&guard, &bob), Some(true));
}

#[test]
fn what_is_kept_of_callers_is_bounded_by_the_calls_that_run() {
    let guard = Concurrency::new(1).per_caller();
    let running: Vec<Call> = (0..100).map(|n| by(&format!("running {n}"))).collect();
    assert!(running.iter().all(|call| now(&guard, call) == Some(true)));
    for n in 0..10_000 {
        assert_eq!(now(&guard, &by(&n.to_string())), Some(true));
    }
    let kept = guard.of.lock().unwrap().places.len();
    assert!(kept <= 2 * (running.len() + 1) + MIN_SWEEP, "{kept}");
    // Nobody who runs was forgotten.
    assert!(running.iter().all(|call| now(&guard, call) == Some(false)));
}

/// Threads that come and go never run more than the number at once, and lose no place.
#[test]
fn under_stress_the_number_holds() {
    let guard = Concurrency::new(3).per_caller();
    let running = AtomicUsize::new(0);
    let admitted = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..2_000 {
                    let call = by("ada");
                    if now(&guard, &call) == Some(true) {
                        assert!(running.fetch_add(1, Ordering::SeqCst) < 3);
                        std::thread::sleep(Duration::from_micros(10));
                        running.fetch_sub(1, Ordering::SeqCst);
                        admitted.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert!(admitted.into_inner() > 0);
    let after: Vec<Call> = (0..4).map(|_| by("ada")).collect();
    let verdicts: Vec<_> = after.iter().map(|call| now(&guard, call)).collect();
    assert_eq!(verdicts, [Some(true), Some(true), Some(true), Some(false)]);
}

/// Tasks that wait, give up, and end in every order, of several callers: the numbers hold, whoever
/// waited for a place and left keeps none, and in the end all places are free.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_stress_a_queue_that_is_left_loses_no_place() {
    const CALLERS: usize = 3;
    let guard = Arc::new(Concurrency::new(2).queue(4).per_caller());
    let running: Arc<[AtomicUsize; CALLERS]> = Arc::default();
    let mut tasks = Vec::new();
    for n in 0..600 {
        let (guard, running) = (Arc::clone(&guard), Arc::clone(&running));
        tasks.push(tokio::spawn(async move {
            for step in 0..10 {
                let caller = (n + step) % CALLERS;
                let call = by(["ada", "bob", "eve"][caller]);
                let admitted = guard.admit(&call).get();
                // Some give up before they have a place, at whatever point they are.
                let admitted = if n % 3 == 0 {
                    tokio::select! {
                        biased;
                        verdict = admitted => Some(verdict),
                        () = tokio::task::yield_now() => None,
                    }
                } else {
                    Some(admitted.await)
                };
                if let Some(Ok(())) = admitted {
                    assert!(running[caller].fetch_add(1, Ordering::SeqCst) < 2);
                    tokio::task::yield_now().await;
                    running[caller].fetch_sub(1, Ordering::SeqCst);
                }
                drop(call);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    for places in guard.of.lock().unwrap().places.values() {
        assert_eq!(places.waiting.load(Ordering::Relaxed), 0);
        assert_eq!(places.running.available_permits(), 2);
    }
}
