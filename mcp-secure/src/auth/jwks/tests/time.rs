//! How old keys grow. The issuer is one of the program's own, so that time can be turned.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::time::{Duration, Instant, advance, sleep};

use super::super::{
    super::jwt::Keys,
    fetch::{Fetch, Fetched},
    source::{BURST, LONGEST_KEPT, PAUSE, Source},
};
use crate::Error;

const FRESH: Duration = Duration::from_secs(3600);

#[derive(Clone, Default)]
struct Stub {
    fetches: Arc<AtomicUsize>,
    behavior: Arc<Mutex<Behavior>>,
}

#[derive(Clone, Copy, Default)]
enum Behavior {
    #[default]
    Answers,
    Fails,
    Hangs,
    Panics,
}

impl Stub {
    fn source(&self) -> Arc<Source> {
        Arc::new(Source::new("https://login.example.com", self.clone()))
    }

    fn now(&self, behavior: Behavior) {
        *self.behavior.lock().unwrap() = behavior;
    }

    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

impl Fetch for Stub {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = crate::Result<Fetched>> + Send + '_>> {
        self.fetches.fetch_add(1, Ordering::SeqCst);
        let behavior = *self.behavior.lock().unwrap();
        Box::pin(async move {
            match behavior {
                Behavior::Answers => {
                    Ok(Fetched { keys: Keys::chosen_by_name(Vec::new()), fresh: FRESH })
                }
                Behavior::Fails => Err(Error::new("down")),
                Behavior::Hangs => std::future::pending().await,
                Behavior::Panics => panic!("told to"),
            }
        })
    }
}

/// Lets what is spawned run.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_renewed_before_they_are_old_and_nobody_waits() {
    let stub = Stub::default();
    let source = stub.source();
    assert!(source.ready().is_none());
    assert!(source.renewed().await.is_some());
    advance(FRESH * 4 / 5 - Duration::from_secs(1)).await;
    assert!(source.ready().is_some());
    settle().await;
    assert_eq!(stub.fetches(), 1);
    advance(Duration::from_secs(1)).await;
    assert!(source.ready().is_some(), "the old ones, while the new ones are fetched");
    settle().await;
    assert_eq!(stub.fetches(), 2);
    advance(FRESH / 2).await;
    assert!(source.ready().is_some());
    settle().await;
    assert_eq!(stub.fetches(), 2, "they are new");
}

#[tokio::test(start_paused = true)]
async fn old_keys_are_not_used_before_the_issuer_was_asked() {
    let stub = Stub::default();
    let source = stub.source();
    source.renewed().await;
    advance(FRESH).await;
    // Nobody came for an hour: a key may have been taken back.
    assert!(source.ready().is_none());
    assert!(source.renewed().await.is_some());
    assert!(source.ready().is_some());
}

#[tokio::test(start_paused = true)]
async fn the_keys_of_an_issuer_that_is_down_last_a_day() {
    let stub = Stub::default();
    let source = stub.source();
    source.renewed().await;
    stub.now(Behavior::Fails);
    let began = Instant::now();
    advance(FRESH).await;
    assert!(source.renewed().await.is_some() && source.is_down());
    while began.elapsed() < LONGEST_KEPT - Duration::from_secs(600) {
        assert!(source.ready().is_some(), "without waiting");
        settle().await;
        advance(Duration::from_secs(300)).await;
    }
    advance(LONGEST_KEPT - began.elapsed()).await;
    assert!(source.ready().is_none());
    assert!(source.renewed().await.is_none());
    // It was asked again and again, and it comes back.
    assert!(stub.fetches() > 100, "{}", stub.fetches());
    stub.now(Behavior::Answers);
    advance(PAUSE * BURST).await;
    assert!(source.renewed().await.is_some() && !source.is_down());
}

#[tokio::test(start_paused = true)]
async fn the_pace_of_fetches_is_bounded() {
    let stub = Stub::default();
    let source = stub.source();
    for _ in 0..1000 {
        source.renewed().await;
    }
    assert_eq!(stub.fetches(), 3);
    for _ in 0..1000 {
        advance(Duration::from_millis(100)).await;
        source.renewed().await;
    }
    // A hundred seconds.
    assert!((12..=14).contains(&stub.fetches()), "{}", stub.fetches());
    advance(Duration::from_secs(100_000)).await;
    for _ in 0..1000 {
        source.renewed().await;
    }
    assert!(stub.fetches() <= 17, "no more at once for having waited: {}", stub.fetches());
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_hangs_ends() {
    let stub = Stub::default();
    stub.now(Behavior::Hangs);
    let source = stub.source();
    assert!(source.renewed().await.is_none(), "by the clock that is turned");
    assert!(source.is_down());
    stub.now(Behavior::Answers);
    assert!(source.renewed().await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_panics_is_not_the_last() {
    let stub = Stub::default();
    stub.now(Behavior::Panics);
    let source = stub.source();
    assert!(source.renewed().await.is_none());
    stub.now(Behavior::Answers);
    assert!(source.renewed().await.is_some());
}

#[tokio::test(start_paused = true)]
async fn one_at_a_time() {
    let stub = Stub::default();
    stub.now(Behavior::Hangs);
    let source = stub.source();
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let source = Arc::clone(&source);
            tokio::spawn(async move { source.renewed().await.is_none() })
        })
        .collect();
    sleep(Duration::from_secs(5)).await;
    assert_eq!(stub.fetches(), 1);
    for one in waiting {
        assert!(one.await.unwrap());
    }
    assert_eq!(stub.fetches(), 1);
}
