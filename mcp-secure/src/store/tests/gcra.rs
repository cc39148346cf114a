//! Buckets in memory, against a bucket of water; and a stress of them by threads.

use std::{
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

use proptest::prelude::*;

use super::super::{
    Rate, Taken,
    buckets::{Buckets, Simulated, Time},
};

const SECOND: Duration = Duration::from_secs(1);

fn buckets(max_keys: usize) -> (Buckets, Simulated) {
    let clock = Simulated::default();
    (Buckets::new(max_keys, Time::Simulated(clock.clone())), clock)
}

fn is_admitted(taken: Taken) -> bool {
    matches!(taken, Taken::Admitted { .. })
}

proptest! {
    #[test]
    fn it_holds_what_a_bucket_of_water_would(
        count in 1_u32..2000, millis in 1_u64..100_000, burst in 1_u32..50,
        steps in proptest::collection::vec((0_u64..2_000_000_000, 0_u32..60, any::<bool>()), 1..200),
    ) {
        let rate = Rate::new(count, Duration::from_millis(millis)).burst(burst);
        let interval = u128::from(rate.interval_nanos());
        let full = interval * u128::from(burst);
        let (buckets, clock) = buckets(10);
        let mut water = full;
        for (step, cost, gives_back) in steps {
            let cost = cost.min(burst);
            clock.advance(Duration::from_nanos(step));
            water = full.min(water + u128::from(step));
            let price = interval * u128::from(cost);
            let taken = buckets.take(7, rate, cost);
            if price <= water {
                water -= price;
                let remaining = u32::try_from(water / interval).unwrap();
                prop_assert_eq!(taken, Taken::Admitted { remaining });
                if gives_back {
                    buckets.give_back(7, rate, cost);
                    water = full.min(water + price);
                }
            } else {
                let missing = u64::try_from(price - water).unwrap();
                let retry_after = Duration::from_nanos(missing);
                let remaining = u32::try_from(water / interval).unwrap();
                prop_assert_eq!(taken, Taken::Refused { retry_after, remaining });
            }
        }
    }
}

proptest! {
    /// However many keys come, and whoever finds room when: what is admitted, a bucket of the key's
    /// own would admit too.
    #[test]
    fn nobody_is_admitted_more_for_want_of_room(
        max_keys in 1_usize..4,
        steps in proptest::collection::vec(
            (0_u128..6, 0_u64..1_500_000_000, 1_u32..3, any::<bool>()), 1..200,
        ),
    ) {
        let rate = Rate::per_second(1).burst(3);
        let (bounded, clock) = buckets(max_keys);
        let exact = Buckets::new(100, Time::Simulated(clock.clone()));
        for (key, step, cost, gives_back) in steps {
            clock.advance(Duration::from_nanos(step));
            if is_admitted(bounded.take(key, rate, cost)) {
                prop_assert!(is_admitted(exact.take(key, rate, cost)));
                if gives_back {
                    bounded.give_back(key, rate, cost);
                    exact.give_back(key, rate, cost);
                }
            }
        }
    }
}

/// The slowest and the fastest rates that there are, with the largest bursts, and a clock that has gone on for
/// centuries.
#[test]
fn rates_at_their_extremes_are_rates() {
    const LONG: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    for (count, period, burst) in [
        (1, LONG, 1),
        (7, LONG, 7),
        (u32::MAX, LONG, u32::MAX),
        (1, Duration::from_nanos(1), u32::MAX),
        (u32::MAX, Duration::from_nanos(1), u32::MAX),
        (u32::MAX, SECOND, 1),
    ] {
        let rate = Rate::new(count, period).burst(burst);
        let (buckets, clock) = buckets(10);
        for _ in 0..3 {
            assert_eq!(buckets.take(1, rate, burst), Taken::Admitted { remaining: 0 });
            let refused = buckets.take(1, rate, burst);
            assert_eq!(refused, Taken::Refused { retry_after: rate.refill(), remaining: 0 });
            clock.advance(rate.refill() - Duration::from_nanos(1));
            let (soon, remaining) = (Duration::from_nanos(1), burst - 1);
            assert_eq!(
                buckets.take(1, rate, burst),
                Taken::Refused { retry_after: soon, remaining }
            );
            clock.advance(soon);
        }
    }
}

#[test]
fn what_is_given_back_is_never_more_than_was_taken() {
    let (buckets, _) = buckets(10);
    let rate = Rate::per_minute(5);
    for _ in 0..100 {
        buckets.give_back(1, rate, 5);
    }
    let admitted = (0..10).filter(|_| is_admitted(buckets.take(1, rate, 1))).count();
    assert_eq!(admitted, 5);
}

#[test]
fn a_cost_of_nothing_only_looks() {
    let (buckets, _) = buckets(10);
    let rate = Rate::per_minute(2);
    assert_eq!(buckets.take(1, rate, 0), Taken::Admitted { remaining: 2 });
    assert_eq!(buckets.take(1, rate, 2), Taken::Admitted { remaining: 0 });
    assert_eq!(buckets.take(1, rate, 0), Taken::Admitted { remaining: 0 });
}

/// A lost update would let one through too many, or lose one that was given back.
#[test]
fn what_threads_take_and_give_back_adds_up() {
    const THREADS: u32 = 8;
    const KEYS: u32 = 4;
    let (buckets, _) = buckets(100);
    let rate = Rate::new(1_000, 1_000 * SECOND);
    let (buckets, start) = (Arc::new(buckets), Arc::new(Barrier::new(THREADS as usize)));
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (buckets, start) = (Arc::clone(&buckets), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                let mut kept = 0;
                for turn in 0..1_000_u32 {
                    let key = u128::from(turn % KEYS);
                    if is_admitted(buckets.take(key, rate, 1)) {
                        match turn % 3 {
                            0 => kept += 1,
                            _ => buckets.give_back(key, rate, 1),
                        }
                    }
                }
                kept
            })
        })
        .collect();
    let kept: u32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    let left: u32 = (0..KEYS)
        .map(|key| match buckets.take(key.into(), rate, 0) {
            Taken::Admitted { remaining } => remaining,
            refused => panic!("{refused:?}"),
        })
        .sum();
    assert!(kept > 0);
    assert_eq!(kept + left, 1_000 * KEYS);
}
