#![allow(clippy::unwrap_used)]

use std::time::UNIX_EPOCH;

use super::*;
use crate::auth::Token;

fn name(cache: &Cache, token: &str) -> Name {
    cache.name(&Credential::bearer(Token::new(token))).unwrap()
}

fn subject(cache: &Cache, token: &str) -> Option<String> {
    cache.get(&name(cache, token)).map(|caller| caller.subject().to_owned())
}

const LONG: Duration = Duration::from_secs(3600);

#[test]
fn a_caller_is_remembered_by_the_whole_token_and_its_place() {
    let cache = Cache::new(SystemTime::now);
    cache.put(name(&cache, "token"), &Caller::new("ada"), LONG);
    assert_eq!(subject(&cache, "token").as_deref(), Some("ada"));
    for other in ["token ", "toke", "TOKEN", ""] {
        assert_eq!(subject(&cache, other), None, "{other}");
    }
    let in_header = cache.name(&Credential::header(Token::new("token"))).unwrap();
    assert!(cache.get(&in_header).is_none());
    assert_eq!(cache.name(&Credential::nothing()), None);
}

#[test]
fn a_caller_is_judged_for_expiry_on_each_hit() {
    thread_local!(static NOW: std::cell::Cell<u64> = const { std::cell::Cell::new(100) });
    fn clock() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW.get())
    }
    let cache = Cache::new(clock);
    let caller = Caller::new("ada").with_expiry(UNIX_EPOCH + Duration::from_secs(200));
    cache.put(name(&cache, "token"), &caller, LONG);
    NOW.set(199);
    assert!(subject(&cache, "token").is_some());
    NOW.set(200);
    assert!(subject(&cache, "token").is_none());
    // Nor is one remembered after that.
    cache.put(name(&cache, "late"), &caller, LONG);
    NOW.set(100);
    assert!(subject(&cache, "late").is_none());
}

#[test]
fn a_caller_is_not_remembered_for_longer_than_allowed() {
    let cache = Cache::new(SystemTime::now);
    cache.put(name(&cache, "token"), &Caller::new("ada"), Duration::ZERO);
    assert!(subject(&cache, "token").is_none());
    cache.put(name(&cache, "token"), &Caller::new("ada"), Duration::MAX);
    assert!(subject(&cache, "token").is_none(), "a time that no clock has");
}

#[test]
fn who_comes_again_stays_and_the_others_are_forgotten() {
    let cache = Cache::new(SystemTime::now);
    cache.put(name(&cache, "regular"), &Caller::new("ada"), LONG);
    for i in 0..4 * ENTRIES {
        cache.put(name(&cache, &format!("token {i}")), &Caller::new("somebody"), LONG);
        assert!(subject(&cache, "regular").is_some(), "after {i}");
    }
    assert!(subject(&cache, "token 0").is_none());
    let held: usize = cache
        .shards
        .iter()
        .map(|shard| {
            let shard = shard.lock().unwrap();
            shard.young.len() + shard.old.len()
        })
        .sum();
    assert!(held <= ENTRIES, "{held}");
}

#[test]
fn large_callers_are_bounded_in_bytes() {
    let cache = Cache::new(SystemTime::now);
    let text = "x".repeat(8 << 10);
    let large = Caller::new("ada").with_claims([("c".into(), text.into())].into_iter().collect());
    for i in 0..ENTRIES {
        cache.put(name(&cache, &format!("token {i}")), &large, LONG);
    }
    let held: usize = cache
        .shards
        .iter()
        .map(|shard| {
            let shard = shard.lock().unwrap();
            shard.young.values().chain(shard.old.values()).map(|entry| entry.weight).sum::<usize>()
        })
        .sum();
    assert!(held <= BYTES, "{held}");
    assert!(held > BYTES / 4, "{held}");
    // One that would take a good part of it is not remembered at all.
    let huge = Caller::new("x".repeat(BYTES / SHARDS));
    cache.put(name(&cache, "huge"), &huge, LONG);
    assert!(subject(&cache, "huge").is_none());
}

#[test]
fn the_weight_of_a_young_generation_is_kept() {
    let cache = Cache::new(SystemTime::now);
    for _ in 0..10 {
        cache.put(name(&cache, "token"), &Caller::new("ada"), LONG);
    }
    let shard = cache.shard(&name(&cache, "token"));
    assert_eq!(shard.weight, Caller::new("ada").weight());
}

#[test]
fn threads_find_the_caller_of_their_token_or_none() {
    let cache = Cache::new(SystemTime::now);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let cache = &cache;
            scope.spawn(move || {
                // More than there is room for, and most of them known to several threads.
                for turn in 0..20_000_u32 {
                    let often = turn % 2 == 0;
                    let of = if often { turn % 50 } else { turn * (thread + 1) % 18_000 };
                    let name = Name(u128::from(of) << 64 | u128::from(of));
                    match cache.get(&name) {
                        Some(caller) if turn % 8 != 0 => {
                            assert_eq!(caller.subject(), of.to_string());
                        }
                        _ => cache.put(name, &Caller::new(of.to_string()), LONG),
                    }
                }
            });
        }
    });
    for shard in &cache.shards {
        let shard = shard.lock().unwrap();
        assert!(shard.young.len() + shard.old.len() <= ENTRIES / SHARDS);
        assert_eq!(shard.weight, shard.young.values().map(|entry| entry.weight).sum::<usize>());
    }
}
