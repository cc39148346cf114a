#![allow(clippy::unwrap_used)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::UNIX_EPOCH,
};

use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;
use crate::{
    call::Origin,
    caller::Caller,
    error::{Error, Result},
    store::{Memory, Store},
};

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// 2026-11-26T12:34:56Z, a Thursday.
const NOON: u64 = 1_795_696_496;

fn by(subject: &str) -> Call {
    Call::of("tool", Some(Caller::new(subject)), Origin::Memory)
}

fn frozen(budget: Budget) -> Budget {
    Budget { clock: || at(NOON), ..budget }
}

fn refusal(budget: &Budget, subject: &str) -> Option<Refusal> {
    budget.admit(&by(subject)).get().now_or_never().expect("the answer is there").err()
}

#[test]
fn windows_are_those_of_the_calendar() {
    let bounds = |window: Window| {
        let Period { start, end } = window.around(at(NOON));
        (NOON - start, end - NOON)
    };
    let (hours, day) = (12 * 3600 + 34 * 60 + 56, 86_400);
    assert_eq!(bounds(Window::Hour), (34 * 60 + 56, 25 * 60 + 4));
    assert_eq!(bounds(Window::Day), (hours, day - hours));
    assert_eq!(bounds(Window::Week), (3 * day + hours, 4 * day - hours), "from Monday");
    assert_eq!(bounds(Window::Month), (25 * day + hours, 5 * day - hours), "of 30 days");
    // The first days, and leap years: 1970-01-01, 2024-02-29, 2100-02-28, 2000-02-29.
    assert_eq!(Window::Week.around(at(0)), Period { start: 0, end: 4 * day });
    assert_eq!(Window::Month.around(at(0)), Period { start: 0, end: 31 * day });
    for (inside, first, length) in [
        (1_709_208_000, 1_706_745_600, 29),
        (4_107_499_200, 4_105_123_200, 28),
        (951_825_600, 949_363_200, 29),
    ] {
        let period = Window::Month.around(at(inside));
        assert_eq!(period, Period { start: first, end: first + length * day }, "{inside}");
    }
    assert_eq!(Window::Day.around(UNIX_EPOCH - Duration::from_secs(9)).start, 0);
}

proptest! {
    #[test]
    fn a_window_holds_its_moment_and_the_next_begins_where_it_ends(seconds in 0_u64..10_000_000_000_000) {
        for window in [Window::Hour, Window::Day, Window::Week, Window::Month] {
            let period = window.around(at(seconds));
            prop_assert!((period.start..period.end).contains(&seconds));
            prop_assert_eq!(window.around(at(period.start)), period);
            prop_assert_eq!(window.around(at(period.end - 1)), period);
            prop_assert_eq!(window.around(at(period.end)).start, period.end);
        }
    }
}

#[test]
fn each_caller_has_its_own_and_is_told_when_there_is_more() {
    let budget = frozen(Budget::daily(2));
    assert!(refusal(&budget, "ada").is_none() && refusal(&budget, "ada").is_none());
    let Some(Refusal::RateLimited { retry_after }) = refusal(&budget, "ada") else { panic!() };
    assert_eq!(retry_after.as_secs(), 86_400 - (12 * 3600 + 34 * 60 + 56));
    assert!(refusal(&budget, "bob").is_none());
    let budget = frozen(Budget::daily(2).per(Per::Tool));
    assert!(refusal(&budget, "ada").is_none() && refusal(&budget, "bob").is_none());
    assert!(refusal(&budget, "eve").is_some());
}

#[test]
fn a_call_costs_what_it_says_and_one_that_is_refused_nothing() {
    let cost = |call: &Call| call.caller().unwrap().subject().len() as u64;
    let budget = frozen(Budget::hourly(10).per(Per::Tool).cost(cost));
    assert!(refusal(&budget, "sixsix").is_none());
    assert!(refusal(&budget, "fivef").is_some(), "4 are left");
    assert!(refusal(&budget, "four").is_none());
    assert!(refusal(&budget, "").is_none(), "this is free");
    assert!(refusal(&budget, "a").is_some());
    let Some(Refusal::Denied { .. }) = refusal(&budget, "elevenelev.") else { panic!("never") };
}

#[test]
fn a_new_window_begins_anew_and_a_clock_that_is_set_back_gives_nothing() {
    static NOW: AtomicU64 = AtomicU64::new(NOON);
    let budget = Budget { clock: || at(NOW.load(Ordering::SeqCst)), ..Budget::hourly(1) };
    assert!(refusal(&budget, "ada").is_none());
    assert!(refusal(&budget, "ada").is_some());
    NOW.store(NOON + 3600, Ordering::SeqCst);
    assert!(refusal(&budget, "ada").is_none());
    NOW.store(NOON, Ordering::SeqCst);
    assert!(refusal(&budget, "ada").is_some());
}

#[test]
fn what_is_kept_is_bounded_and_a_flood_of_keys_shares_one_budget() {
    let budget = Budget { counters: Counters::new(10), ..frozen(Budget::daily(3)) };
    let admitted = (0..1000).filter(|n| refusal(&budget, &n.to_string()).is_none()).count();
    assert_eq!((admitted, budget.counters.len()), (10 + 3, 10));
    assert!(refusal(&budget, "0").is_none(), "who has a counter keeps it");
}

#[test]
fn under_stress_no_more_than_the_budget_is_spent() {
    let budget = frozen(Budget::daily(1000).cost(|_| 3));
    let spent = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..500 {
                    if refusal(&budget, "ada").is_none() {
                        spent.fetch_add(3, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert_eq!(spent.into_inner(), 999);
}

fn placed(budget: Budget, store: &Shared, tool: &str, index: usize) -> Budget {
    budget.place(&Place { server: "server", tool, index, store: Some(store) });
    budget
}

#[test]
fn with_a_store_it_survives_restarts_and_is_one_for_all_replicas() {
    // The store judges by its own clock whether a window has ended.
    let store = Shared::new(Memory::new());
    let new = |index| placed(Budget::monthly(3), &store, "tool", index);
    let (first, second) = (new(0), new(0));
    assert!(refusal(&first, "ada").is_none() && refusal(&second, "ada").is_none());
    drop((first, second));
    let restarted = new(4);
    assert!(refusal(&restarted, "ada").is_none(), "with more guards before it");
    assert!(refusal(&restarted, "ada").is_some());
    assert!(refusal(&restarted, "bob").is_none());
    let other = placed(Budget::monthly(3), &store, "other", 0);
    assert!(refusal(&other, "ada").is_none(), "of another tool");
}

/// A store that never answers well.
struct Broken;

impl Store for Broken {
    fn describe(&self) -> String {
        "broken".into()
    }

    fn take(
        &self,
        _: Key,
        _: crate::store::Rate,
        _: u32,
    ) -> Answer<'_, Result<crate::store::Taken>> {
        Answer::Now(Err(Error::new("broken")))
    }

    fn count(
        &self,
        _: Key,
        _: u64,
        _: u64,
        _: SystemTime,
    ) -> Answer<'_, Result<crate::store::Counted>> {
        Answer::Now(Err(Error::new("broken")))
    }
}

impl crate::auth::dpop::ReplayStore for Broken {
    fn spend(&self, _: [u8; 16], _: SystemTime) -> Answer<'_, Result<bool>> {
        Answer::Now(Err(Error::new("broken")))
    }
}

impl crate::auth::revocations::RevocationStore for Broken {
    fn add<'a>(&'a self, _: &'a crate::auth::revocations::Revocation) -> Answer<'a, Result<()>> {
        Answer::Now(Err(Error::new("broken")))
    }

    fn since<'a>(&'a self, _: &'a str) -> Answer<'a, Result<crate::auth::revocations::Page>> {
        Answer::Now(Err(Error::new("broken")))
    }
}

#[test]
fn while_the_store_is_away_nothing_is_given_out() {
    let store = Shared::new(Broken);
    let budget = placed(Budget::daily(100), &store, "tool", 0);
    for _ in 0..3 {
        assert_eq!(refusal(&budget, "ada").unwrap().kind(), "busy");
    }
}

#[test]
fn it_describes_itself() {
    assert_eq!(Budget::daily(5).describe(), "5/day per caller");
    let budget = Budget::weekly(5).per_key(|_| String::new()).cost(|_| 1);
    assert_eq!(budget.describe(), "5/week per key, by cost");
    let _ = Arc::new(budget);
    for wrong in [0, i64::MAX as u64 + 1] {
        assert!(std::panic::catch_unwind(|| Budget::hourly(wrong)).is_err());
    }
}
