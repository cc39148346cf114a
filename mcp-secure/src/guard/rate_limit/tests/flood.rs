//! Many keys and many threads.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Instant,
};

use super::*;

#[test]
fn a_flood_of_keys_is_bounded_and_limited_as_one() {
    let (limit, clock) = simulated(RateLimit::new(5, MINUTE).max_keys(100));
    assert_eq!(admitted(&limit, &alice(), 3), 3);
    let flood = |from: u32, to: u32| {
        (from..to)
            .map(|n| admitted(&limit, &caller(&n.to_string(), Origin::Memory), 1))
            .sum::<u32>()
    };
    // 99 find room, all others share five.
    assert_eq!(flood(0, 10_000), 99 + 5);
    assert_eq!(limit.limiter.len(), 100);
    // Whoever has a bucket keeps it.
    assert_eq!(admitted(&limit, &alice(), 10), 2);
    // Those that are quiet for long enough make room.
    clock.advance(2 * MINUTE);
    assert_eq!(admitted(&limit, &alice(), 10), 5);
    assert_eq!(flood(10_000, 20_000), 99 + 5);
    assert_eq!(limit.limiter.len(), 100);
}

#[test]
fn a_sweep_forgets_nobody_who_has_used_calls() {
    let (limit, clock) = simulated(RateLimit::new(60, MINUTE).burst(60).max_keys(2));
    assert_eq!(admitted(&limit, &alice(), 60), 60);
    clock.advance(30 * SECOND);
    for n in 0..10 {
        admitted(&limit, &caller(&n.to_string(), Origin::Memory), 1);
        clock.advance(SECOND);
    }
    // 40 s have passed: 40 calls are back, not 60.
    assert_eq!(admitted(&limit, &alice(), 100), 40);
}

#[test]
fn threads_together_get_no_more_than_one() {
    const THREADS: u32 = 8;
    let burst = 50;
    let limit = Arc::new(RateLimit::new(10_000, SECOND).burst(burst).max_keys(10));
    let total = Arc::new(AtomicU32::new(0));
    let start = Instant::now();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (limit, total) = (Arc::clone(&limit), Arc::clone(&total));
            thread::spawn(move || {
                while start.elapsed() < Duration::from_millis(200) {
                    total.fetch_add(admitted(&limit, &alice(), 20), Ordering::Relaxed);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let most = f64::from(burst) + start.elapsed().as_secs_f64() * 10_000.0;
    let total = f64::from(total.load(Ordering::Relaxed));
    assert!(total <= most, "{total} > {most}");
    assert!(total >= 100.0, "{total}: the limit must let the rate through");
}

#[test]
fn threads_that_flood_stay_bounded() {
    const THREADS: u32 = 8;
    let limit = Arc::new(RateLimit::new(1, MINUTE).max_keys(50));
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let limit = Arc::clone(&limit);
            thread::spawn(move || {
                (0..2_000_u32)
                    .map(|n| admitted(&limit, &caller(&format!("{thread}/{n}"), Origin::Memory), 1))
                    .sum::<u32>()
            })
        })
        .collect();
    let total: u32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert!(limit.limiter.len() <= 50 + THREADS as usize);
    assert!(total <= 50 + THREADS + 1, "{total}");
}
