//! What a server as a whole is held to.

use std::{thread, time::Instant};

use crate::store::{Memory, Shared};

use super::{
    super::limits::{Accepted, RateLimits, Wide},
    *,
};

async fn requests(wide: &Wide, origin: Origin, count: u32) -> u32 {
    let mut admitted = 0;
    for _ in 0..count {
        admitted += u32::from(wide.request(origin).await.is_ok());
    }
    admitted
}

#[tokio::test]
async fn the_defaults_are_for_clients_beyond_this_machine() {
    let wide = Wide::new(&RateLimits::new(), "server", None);
    for here in [http("127.0.0.1"), http("::1"), http("::ffff:127.0.0.1"), Origin::Http(None)] {
        assert_eq!(requests(&wide, here, 5_000).await, 5_000, "{here:?}");
    }
    assert_eq!(requests(&wide, Origin::Stdio, 5_000).await, 5_000);
    // As many as at once, and a few that come back meanwhile.
    let admitted = requests(&wide, http("192.0.2.1"), 5_000).await;
    assert!((2_000..4_000).contains(&admitted), "{admitted}");
    assert!(requests(&wide, http("192.0.2.2"), 100).await == 100);
    for n in 0..1_000 {
        let caller = Caller::new("ada");
        let admitted = wide.caller(&caller, http("192.0.2.3")).await.is_ok();
        assert!(admitted || n >= 500);
        assert!(wide.caller(&caller, Origin::Memory).await.is_ok());
    }
    assert!(wide.caller(&Caller::new("ada"), http("192.0.2.9")).await.is_err());
    assert!(wide.caller(&Caller::new("bob"), http("192.0.2.3")).await.is_ok());
}

#[tokio::test]
async fn what_is_set_holds_for_all() {
    let limits = RateLimits::new().per_address(Rate::per_minute(3)).per_caller(Rate::per_minute(2));
    let wide = Wide::new(&limits, "server", None);
    assert_eq!(requests(&wide, http("127.0.0.1"), 10).await, 3);
    assert_eq!(requests(&wide, http("2001:db8::1"), 2).await, 2);
    assert_eq!(requests(&wide, http("2001:db8::2"), 10).await, 1, "a /64 is one address");
    // Standard input has no address, and a caller all the same.
    assert_eq!(requests(&wide, Origin::Stdio, 10).await, 10);
    let caller = Caller::new("ada");
    for admitted in [true, true, false] {
        assert_eq!(wide.caller(&caller, Origin::Stdio).await.is_ok(), admitted);
    }
}

#[tokio::test]
async fn who_guesses_is_slowed_down_and_locks_nobody_out_who_was_here_before() {
    let wide = Wide::new(&RateLimits::new(), "server", None);
    let (office, elsewhere) = (http("192.0.2.1"), http("192.0.2.2"));
    assert!(wide.guess(b"ada's", office).await.is_ok());
    wide.guessed(b"ada's", office, true).await;
    let mut looked_at = 0;
    for n in 0..1_000_u32 {
        if wide.guess(&n.to_be_bytes(), office).await.is_ok() {
            wide.guessed(&n.to_be_bytes(), office, false).await;
            looked_at += 1;
        }
    }
    assert!((30..=31).contains(&looked_at), "{looked_at}");
    // Also a good one is not looked at, since nobody knows that it is, unless it was accepted.
    assert!(matches!(wide.guess(b"bob's", office).await, Err(Refusal::RateLimited { .. })));
    assert!(wide.guess(b"ada's", office).await.is_ok());
    assert!(wide.guess(b"bob's", elsewhere).await.is_ok());
    assert!(wide.guess(b"bob's", http("127.0.0.1")).await.is_ok());
}

#[tokio::test]
async fn who_guesses_is_slowed_down_by_all_replicas_together() {
    let store = Shared::new(Memory::new());
    let replicas: Vec<_> =
        (0..3).map(|_| Wide::new(&RateLimits::new(), "server", Some(&store))).collect();
    let office = http("192.0.2.1");
    replicas[0].guessed(b"ada's", office, true).await;
    let mut looked_at = 0;
    for n in 0..300_usize {
        let replica = &replicas[n % 3];
        if replica.guess(&n.to_be_bytes(), office).await.is_ok() {
            replica.guessed(&n.to_be_bytes(), office, false).await;
            looked_at += 1;
        }
    }
    assert!((30..=31).contains(&looked_at), "{looked_at}");
    assert!(replicas[1].guess(b"bob's", office).await.is_err());
    assert!(replicas[0].guess(b"ada's", office).await.is_ok());
}

#[test]
fn what_was_accepted_is_forgotten_and_bounded() {
    let accepted = Accepted::default();
    let start = Instant::now();
    let after = |minutes: u64| start + Duration::from_secs(minutes * 60);
    accepted.add_at(b"ada's", start);
    assert!(accepted.holds_at(b"ada's", after(29)));
    assert!(accepted.holds_at(b"ada's", after(31)), "half an hour at least");
    assert!(!accepted.holds_at(b"ada's", after(62)));
    assert_eq!(accepted.len(), 0);
    accepted.add_at(b"ada's", after(62));
    assert!(!accepted.holds_at(b"ada's", after(500)), "also when nobody came for long");
    for n in 0..100_000_u32 {
        accepted.add_at(&n.to_be_bytes(), after(500));
    }
    assert!(accepted.len() <= 20_000);
    assert!(accepted.holds_at(&99_999_u32.to_be_bytes(), after(500)));
}

#[test]
fn threads_that_add_and_ask_find_what_they_have_added() {
    let accepted = Arc::new(Accepted::default());
    let threads: Vec<_> = (0..8_u32)
        .map(|thread| {
            let accepted = Arc::clone(&accepted);
            thread::spawn(move || {
                for n in 0..1_000_u32 {
                    let name = (u64::from(thread) << 32 | u64::from(n)).to_be_bytes();
                    accepted.add_at(&name, Instant::now());
                    // 8,000 in all: no set is full before the end.
                    assert!(accepted.holds_at(&name, Instant::now()));
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert!(accepted.len() <= 20_000);
}
