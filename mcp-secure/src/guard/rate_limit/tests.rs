#![allow(clippy::unwrap_used)]

use std::{net::IpAddr, panic, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{call::Origin, caller::Caller, store::buckets::Simulated};

mod flood;
mod keys;
mod limits;
mod shared;

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_burst_then_one_call_per_interval() {
    let (limit, clock) = simulated(RateLimit::new(60, MINUTE).burst(10));
    assert_eq!(admitted(&limit, &alice(), 100), 10);
    clock.advance(SECOND);
    assert_eq!(admitted(&limit, &alice(), 100), 1);
    clock.advance(3 * SECOND);
    assert_eq!(admitted(&limit, &alice(), 100), 3);
    clock.advance(1000 * MINUTE);
    assert_eq!(admitted(&limit, &alice(), 100), 10);
}

#[test]
fn the_burst_is_the_count_unless_said() {
    let (limit, clock) = simulated(RateLimit::new(60, MINUTE));
    assert_eq!(admitted(&limit, &alice(), 100), 60);
    clock.advance(SECOND);
    assert_eq!(admitted(&limit, &alice(), 100), 1);
}

proptest! {
    #[test]
    fn it_admits_what_a_bucket_of_water_would(
        count in 1_u32..2000, millis in 1_u64..100_000, burst in 1_u32..50,
        steps in proptest::collection::vec(0_u64..2_000_000_000, 1..200),
    ) {
        let period = Duration::from_millis(millis);
        let (limit, clock) = simulated(RateLimit::new(count, period).burst(burst));
        // Time that was not spent yet, at most what the burst is worth.
        let interval = limit.limiter.rate().interval().as_nanos();
        let full = interval * u128::from(burst);
        let (mut credit, mut elapsed, mut total) = (full, 0, 0);
        for step in steps {
            clock.advance(Duration::from_nanos(step));
            elapsed += u128::from(step);
            credit = full.min(credit + u128::from(step));
            // Greedy: takes all that there is.
            let taken = u128::from(admitted(&limit, &alice(), burst + 1));
            prop_assert_eq!(taken, credit / interval);
            credit -= taken * interval;
            total += taken;
            let most = elapsed * u128::from(count) / period.as_nanos() + u128::from(burst);
            prop_assert!(total <= most, "{total} > {most}");
        }
    }

    #[test]
    fn the_same_call_is_admitted_after_retry_after_and_not_before(
        count in 1_u32..2000, millis in 1_u64..100_000, burst in 1_u32..50, wait in 0_u64..50_000,
    ) {
        let (limit, clock) = simulated(RateLimit::new(count, Duration::from_millis(millis)).burst(burst));
        assert_eq!(admitted(&limit, &alice(), burst), burst);
        clock.advance(Duration::from_nanos(wait).min(limit.limiter.rate().interval() / 2));
        let retry_after = refused(&limit, &alice());
        prop_assert!(!retry_after.is_zero());
        clock.advance(retry_after - Duration::from_nanos(1));
        prop_assert_eq!(refused(&limit, &alice()), Duration::from_nanos(1));
        clock.advance(Duration::from_nanos(1));
        prop_assert_eq!(admitted(&limit, &alice(), 2), 1);
    }
}

#[test]
fn a_refused_call_costs_nothing() {
    let (limit, clock) = simulated(RateLimit::new(1, SECOND));
    assert_eq!(admitted(&limit, &alice(), 1_000), 1);
    clock.advance(SECOND);
    assert_eq!(admitted(&limit, &alice(), 1), 1);
}

#[test]
fn callers_are_independent() {
    let (limit, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&limit, &alice(), 10), 5);
    assert_eq!(admitted(&limit, &caller("bob", Origin::Memory), 10), 5);
}

#[test]
fn two_guards_count_on_their_own() {
    let (first, _) = simulated(RateLimit::new(5, MINUTE));
    let (second, _) = simulated(RateLimit::new(5, MINUTE));
    assert_eq!(admitted(&first, &alice(), 10), 5);
    assert_eq!(admitted(&second, &alice(), 10), 5);
}

#[test]
fn what_cannot_be_a_limit_panics_with_a_reason() {
    let message = |make: fn() -> RateLimit| {
        let panic = panic::catch_unwind(make).unwrap_err();
        panic
            .downcast_ref::<String>()
            .cloned()
            .unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).to_owned())
    };
    assert!(message(|| RateLimit::new(0, SECOND)).contains("at least one call"));
    assert!(message(|| RateLimit::new(1, Duration::ZERO)).contains("longer than zero"));
    assert!(message(|| RateLimit::new(1, SECOND).burst(0)).contains("burst"));
    assert!(message(|| RateLimit::new(1, SECOND).max_keys(0)).contains("key"));
    assert!(message(|| RateLimit::new(1, Duration::MAX)).contains("century"));
    assert!(message(|| RateLimit::new(1, MINUTE).burst(u32::MAX)).contains("century"));
    assert!(message(|| RateLimit::new(3, Duration::from_secs(3_153_600_001))).contains("century"));
}

#[test]
fn a_rate_faster_than_the_clock_is_still_a_limit() {
    let (limit, clock) = simulated(RateLimit::new(u32::MAX, Duration::from_nanos(1)).burst(3));
    assert_eq!(admitted(&limit, &alice(), 10), 3);
    clock.advance(Duration::from_nanos(1));
    assert_eq!(admitted(&limit, &alice(), 10), 1);
}

#[test]
fn it_says_what_it_holds_to() {
    let limit = RateLimit::new(3, Duration::from_millis(1500)).per(Per::Ip);
    assert_eq!(limit.describe(), "3/1.5s per ip, burst 3");
    assert_eq!(limit.name(), "rate_limit");
    assert_eq!(limit.stage(), Stage::Rate);
}

fn simulated(mut limit: RateLimit) -> (RateLimit, Simulated) {
    let clock = limit.limiter.simulate();
    (limit, clock)
}

/// How many of so many calls are admitted.
fn admitted(limit: &RateLimit, call: &Call, calls: u32) -> u32 {
    (0..calls).map(|_| u32::from(admit(limit, call).is_ok())).sum()
}

fn refused(limit: &RateLimit, call: &Call) -> Duration {
    match admit(limit, call) {
        Err(Refusal::RateLimited { retry_after }) => retry_after,
        other => panic!("{other:?}"),
    }
}

fn admit(limit: &RateLimit, call: &Call) -> Result<(), Refusal> {
    match limit.admit(call) {
        Answer::Now(verdict) => verdict,
        Answer::Later(_) => panic!("a limit in memory answers at once"),
    }
}

fn alice() -> Call {
    caller("alice", Origin::Memory)
}

fn caller(subject: &str, origin: Origin) -> Call {
    call("tool", Some(Caller::new(subject)), origin)
}

fn anonymous(origin: Origin) -> Call {
    call("tool", None, origin)
}

fn http(address: &str) -> Origin {
    Origin::Http(Some(address.parse::<IpAddr>().unwrap()))
}

fn call(tool: &'static str, caller: Option<Caller>, origin: Origin) -> Call {
    Call::of(tool, caller, origin)
}
