//! What the memory of a process keeps, and for how long.

use std::{
    cell::Cell,
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use super::super::{Counted, Key, Memory, Rate, Store, Taken};
use crate::{
    answer::Answer,
    auth::{
        dpop::ReplayStore,
        revocations::{Revocation, RevocationStore},
    },
};

fn now<T>(answer: Answer<'_, T>) -> T {
    match answer {
        Answer::Now(answer) => answer,
        Answer::Later(_) => panic!("memory answers at once"),
    }
}

fn key(name: &str) -> Key {
    Key::of(&[name.as_bytes()])
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_counter_counts_up_to_its_most_and_no_further() {
    let memory = Memory::new();
    let until = SystemTime::now() + HOUR;
    let count = |amount| now(memory.count(key("ada"), amount, 10, until)).unwrap();
    assert_eq!(count(7), Counted { admitted: true, total: 7 });
    assert_eq!(count(4), Counted { admitted: false, total: 7 });
    assert_eq!(count(3), Counted { admitted: true, total: 10 });
    assert_eq!(count(u64::MAX), Counted { admitted: false, total: 10 });
    let bob = now(memory.count(key("bob"), 1, 10, until)).unwrap();
    assert_eq!(bob, Counted { admitted: true, total: 1 });
}

thread_local! {
    /// Seconds since 1970. Each test has a thread, and with it a clock, of its own.
    static NOW: Cell<u64> = const { Cell::new(1_000) };
}

fn clock() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.get())
}

#[test]
fn counters_end_and_are_bounded() {
    let memory = Memory::at(clock);
    let until = clock() + HOUR;
    for n in 0..100_000_u32 {
        let count = memory.count(Key::of(&[&n.to_be_bytes()]), 1, 1, until);
        assert!(now(count).unwrap().admitted);
    }
    // All further ones share one counter, and the store is not away for anybody.
    let further = |name| now(memory.count(key(name), 1, 1, until)).unwrap().admitted;
    assert_eq!(
        [further("one more"), further("one more"), further("another")],
        [true, false, false]
    );
    // What is held to something else is counted by itself.
    assert!(now(memory.count(key("one more"), 1, 2, until)).unwrap().admitted);
    // Who has a counter keeps it.
    let known = Key::of(&[&7_u32.to_be_bytes()]);
    assert!(!now(memory.count(known, 1, 1, until)).unwrap().admitted);

    NOW.set(NOW.get() + 3_601);
    let until = clock() + HOUR;
    assert!(now(memory.count(key("one more"), 1, 1, until)).unwrap().admitted);
    assert!(now(memory.count(key("another"), 1, 1, until)).unwrap().admitted);
    assert!(now(memory.count(known, 1, 1, until)).unwrap().admitted);
}

#[test]
fn who_has_spent_of_a_shared_counter_does_not_begin_anew() {
    let memory = Memory::at(clock);
    let (soon, until) = (clock() + HOUR, clock() + 100 * HOUR);
    for n in 0..100_000_u32 {
        now(memory.count(Key::of(&[&n.to_be_bytes()]), 1, 1, soon)).unwrap();
    }
    let spend = || now(memory.count(key("ada"), 1, 1, until)).unwrap().admitted;
    assert!(spend());
    // There is room again, and the window is the same.
    NOW.set(NOW.get() + 3_601);
    assert!(!spend());
}

#[test]
fn counters_that_are_shared_are_bounded_too() {
    let memory = Memory::at(clock);
    let until = SystemTime::UNIX_EPOCH + 1_000_000 * HOUR;
    for n in 0..100_000_u32 {
        now(memory.count(Key::of(&[&n.to_be_bytes()]), 1, 1, until)).unwrap();
    }
    let shared = |most| now(memory.count(key("one more"), 1, most, until));
    assert!((1..=1_000).all(|most| shared(most).is_ok()));
    assert!(shared(1_001).is_err());
    assert!(!shared(1).unwrap().admitted);
}

#[test]
fn threads_together_count_to_the_most() {
    let memory = Arc::new(Memory::new());
    let until = SystemTime::now() + HOUR;
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let memory = Arc::clone(&memory);
            thread::spawn(move || {
                let count = || now(memory.count(key("ada"), 1, 1_000, until)).unwrap().admitted;
                (0..1_000).filter(|_| count()).count()
            })
        })
        .collect();
    let admitted: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(admitted, 1_000);
}

#[test]
fn a_rate_is_kept_by_key() {
    let memory = Memory::new();
    let rate = Rate::per_minute(2);
    let take = |name| now(memory.take(key(name), rate, 1)).unwrap();
    assert_eq!(take("ada"), Taken::Admitted { remaining: 1 });
    assert_eq!(take("ada"), Taken::Admitted { remaining: 0 });
    assert!(matches!(take("ada"), Taken::Refused { remaining: 0, .. }));
    assert_eq!(take("bob"), Taken::Admitted { remaining: 1 });
}

#[test]
fn a_proof_is_spent_once() {
    let memory = Memory::new();
    let until = SystemTime::now() + HOUR;
    assert!(now(memory.spend([1; 16], until)).unwrap());
    assert!(!now(memory.spend([1; 16], until)).unwrap());
}

#[test]
fn revocations_come_page_by_page_and_none_is_left_out() {
    let memory = Memory::new();
    let until = SystemTime::now() + HOUR;
    let token = |n: u32| Revocation::Token { id: n.to_string(), until };
    for n in 0..2_500 {
        now(memory.add(&token(n))).unwrap();
    }
    let (mut cursor, mut found) = (String::new(), 0);
    loop {
        let page = now(memory.since(&cursor)).unwrap();
        if page.revocations.is_empty() {
            break;
        }
        for revocation in page.revocations {
            assert_eq!(revocation, token(found));
            found += 1;
        }
        cursor = page.cursor;
    }
    assert_eq!(found, 2_500);
}

#[test]
fn who_revokes_the_same_again_fills_nothing() {
    let memory = Memory::new();
    let start = SystemTime::now();
    let until = start + HOUR;
    let token = Revocation::Token { id: "a".into(), until };
    for n in 0..1_000 {
        now(memory.add(&token)).unwrap();
        let before = start + Duration::from_secs(n);
        now(memory.add(&Revocation::Subject { subject: "ada".into(), before })).unwrap();
    }
    // An earlier moment takes nothing back.
    now(memory.add(&Revocation::Subject { subject: "ada".into(), before: start })).unwrap();
    let page = now(memory.since("")).unwrap();
    let before = start + Duration::from_secs(999);
    assert_eq!(page.revocations, [token, Revocation::Subject { subject: "ada".into(), before }]);
    // Who has read so far gets what is new.
    let bob = Revocation::Token { id: "bob".into(), until };
    now(memory.add(&bob)).unwrap();
    assert_eq!(now(memory.since(&page.cursor)).unwrap().revocations, [bob]);
}

#[tokio::test]
async fn a_full_list_is_an_error_of_its_own_and_sends_the_store_away_for_nobody() {
    let memory = Memory::new();
    let until = SystemTime::now() + HOUR;
    let fill = |n: u32| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        now(memory.spend(id, until)).is_ok()
    };
    assert!((0..1_000_001).any(|n| !fill(n)), "it has no bound");
    let shared = super::super::Shared::new(memory);
    let error = shared.spend([255; 16], until).get().await.unwrap_err();
    assert!(error.downcast_ref::<super::super::Full>().is_some(), "{error}");
    assert!(!shared.is_away());
    assert!(shared.count(key("ada"), 1, 1, until).await.unwrap().admitted);
    // What was spent stays spent.
    assert!(!shared.spend([0; 16], until).get().await.unwrap());
}

#[test]
fn the_parts_of_a_key_stay_apart() {
    let two = |a: &[u8], b: &[u8]| Key::of(&[a, b]);
    assert_ne!(two(b"ab", b"c"), two(b"a", b"bc"));
    assert_ne!(two(b"", b"a"), two(b"a", b""));
    assert_eq!(two(b"a", b"b"), two(b"a", b"b"));
    assert_ne!(key("server").of_part(b"a"), key("other").of_part(b"a"));
}
