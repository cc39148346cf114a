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
