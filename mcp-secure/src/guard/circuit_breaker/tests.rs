use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;

use super::*;
use crate::call::Origin;

fn breaker() -> CircuitBreaker {
    CircuitBreaker::new().failures(2).cooldown(Duration::from_secs(10))
}

/// The call, if it is admitted.
async fn begin(breaker: &CircuitBreaker) -> Option<Call> {
    let call = Call::of("tool", None, Origin::Memory);
    breaker.admit(&call).get().await.is_ok().then_some(call)
}

/// Runs a call to its end, if it is admitted.
async fn run(breaker: &CircuitBreaker, ending: Ending) -> bool {
    let Some(call) = begin(breaker).await else { return false };
    breaker.settle(&call, ending);
    true
}

async fn seconds(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn failures_in_a_row_open_it_and_an_answer_closes_it() {
    for failure in [Ending::Failed, Ending::TimedOut] {
        let breaker = breaker();
        assert!(run(&breaker, failure).await && run(&breaker, Ending::Answered).await);
        assert!(run(&breaker, failure).await, "an answer lay between");
        assert!(run(&breaker, failure).await);
        assert!(!run(&breaker, Ending::Answered).await, "it is open");
        seconds(9).await;
        assert!(!run(&breaker, Ending::Answered).await, "it still is");
        seconds(1).await;
        assert!(run(&breaker, Ending::Answered).await, "the probe");
        assert!(run(&breaker, Ending::Answered).await, "closed again");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_caller_can_bring_about_opens_nothing() {
    let breaker = breaker();
    for ending in [Ending::Refused, Ending::Cancelled, Ending::Answered] {
        for _ in 0..10 {
            assert!(run(&breaker, ending).await);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_probe_at_a_time_and_it_decides() {
    let breaker = breaker();
    let older = begin(&breaker).await.expect("closed");
    assert!(run(&breaker, Ending::Failed).await && run(&breaker, Ending::Failed).await);
    seconds(10).await;
    let probe = begin(&breaker).await.expect("one is let through");
    assert!(begin(&breaker).await.is_none(), "one only");
    // A call that began before says nothing of it.
    breaker.settle(&older, Ending::Answered);
    assert!(begin(&breaker).await.is_none());
    breaker.settle(&probe, Ending::Failed);
    seconds(9).await;
    assert!(begin(&breaker).await.is_none(), "another cooldown");
    seconds(1).await;
    // A probe that says nothing leaves its place to the next call.
    for ending in [Ending::Cancelled, Ending::Refused] {
        assert!(run(&breaker, ending).await);
    }
    assert!(run(&breaker, Ending::Answered).await);
    assert!(begin(&breaker).await.is_some() && begin(&breaker).await.is_some(), "closed");
}

#[tokio::test(start_paused = true)]
async fn the_client_is_told_when_to_try_again() {
    let breaker = breaker();
    assert!(run(&breaker, Ending::Failed).await && run(&breaker, Ending::Failed).await);
    seconds(4).await;
    let refusal = breaker.admit(&Call::of("tool", None, Origin::Memory)).get().await;
    let Err(Refusal::Busy { retry_after, .. }) = refusal else { panic!("{refusal:?}") };
    assert_eq!(retry_after, Duration::from_secs(6));
}

/// Threads that call a tool which always fails: once it is open, they are let through one at a time,
/// and it never gets stuck, in whatever way the probes end.
#[test]
fn under_stress_one_probe_at_a_time_is_let_through() {
    let breaker = CircuitBreaker::new().failures(1).cooldown(Duration::ZERO);
    let admit = |call: &Call| breaker.admit(call).get().now_or_never().is_some_and(|it| it.is_ok());
    let first = Call::of("tool", None, Origin::Memory);
    assert!(admit(&first));
    breaker.settle(&first, Ending::Failed);

    let (probing, probes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let endings = [Ending::Failed, Ending::TimedOut, Ending::Refused, Ending::Cancelled];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (probing, probes, breaker) = (&probing, &probes, &breaker);
            scope.spawn(move || {
                for step in 0..2_000 {
                    let call = Call::of("tool", None, Origin::Memory);
                    if !admit(&call) {
                        continue;
                    }
                    assert_eq!(probing.fetch_add(1, Ordering::SeqCst), 0, "two probes at once");
                    probes.fetch_add(1, Ordering::SeqCst);
                    // Gives the others the time to be let through wrongly.
                    std::thread::sleep(Duration::from_micros(10));
                    probing.fetch_sub(1, Ordering::SeqCst);
                    breaker.settle(&call, endings[(thread + step) % endings.len()]);
                }
            });
        }
    });
    assert!(probes.into_inner() > 0);
    let last = Call::of("tool", None, Origin::Memory);
    assert!(admit(&last), "nobody has kept the probe");
    breaker.settle(&last, Ending::Answered);
    assert!(admit(&last) && admit(&last), "closed");
}

/// Threads whose calls are answered or fail: failures in a row are counted, none is lost.
#[test]
fn under_stress_a_tool_that_works_stays_closed_and_one_that_fails_opens() {
    for (ending, stays_closed) in
        [(Ending::Answered, true), (Ending::Refused, true), (Ending::Failed, false)]
    {
        let breaker = CircuitBreaker::new().failures(8_000).cooldown(Duration::from_secs(3600));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..1_000 {
                        let call = Call::of("tool", None, Origin::Memory);
                        let admitted = breaker.admit(&call).get().now_or_never();
                        assert!(admitted.is_some_and(|it| it.is_ok()));
                        breaker.settle(&call, ending);
                    }
                });
            }
        });
        let call = Call::of("tool", None, Origin::Memory);
        let admitted = breaker.admit(&call).get().now_or_never().is_some_and(|it| it.is_ok());
        assert_eq!(admitted, stays_closed, "{ending:?}");
    }
}
