//! A store that fails, hangs, and comes back.

use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use super::super::{Away, Counted, Key, Memory, Rate, Shared, Store, Taken};
use crate::{
    answer::Answer,
    auth::{
        dpop::ReplayStore,
        revocations::{Page, Revocation, RevocationStore},
    },
    error::{Error, Result},
};

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Well,
    Failing,
    Hanging,
}

#[derive(Clone)]
struct Moody {
    memory: Arc<Memory>,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<AtomicUsize>,
}

impl Moody {
    fn new() -> Self {
        let mood = Arc::new(Mutex::new(Mood::Well));
        Self { memory: Arc::default(), mood, asked: Arc::default() }
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn asked(&self) -> usize {
        self.asked.swap(0, Ordering::SeqCst)
    }

    fn answer<'a, T: Send + 'a>(&self, well: Answer<'a, Result<T>>) -> Answer<'a, Result<T>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Well => Answer::later(well.get()),
            Mood::Failing => Answer::Now(Err(Error::new("no"))),
            Mood::Hanging => Answer::later(pending()),
        }
    }
}

impl Store for Moody {
    fn describe(&self) -> String {
        "moody".into()
    }

    fn take(&self, key: Key, rate: Rate, cost: u32) -> Answer<'_, Result<Taken>> {
        self.answer(self.memory.take(key, rate, cost))
    }

    fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
    ) -> Answer<'_, Result<Counted>> {
        self.answer(self.memory.count(key, amount, most, until))
    }
}

impl ReplayStore for Moody {
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>> {
        self.answer(self.memory.spend(id, until))
    }
}

impl RevocationStore for Moody {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        self.answer(self.memory.add(revocation))
    }

    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        self.answer(self.memory.since(cursor))
    }
}

// How often the store of a test went away, and came back. Each test counts for itself: the threads
// of tests are apart.
thread_local! {
    static TOLD: std::cell::RefCell<Vec<bool>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn told(_: &str, error: Option<&Error>) {
    TOLD.with_borrow_mut(|told| told.push(error.is_some()));
}

async fn take(shared: &Shared) -> Result<Taken, Away> {
    shared.take(Key::of(&[b"ada"]), Rate::per_minute(100), 1).await
}

#[tokio::test(start_paused = true)]
async fn it_is_left_alone_while_it_is_away_and_told_of_once_in_each_direction() {
    for mood in [Mood::Failing, Mood::Hanging] {
        let store = Moody::new();
        let shared = Shared::new(store.clone());
        shared.tell(Box::new(told));
        TOLD.with_borrow_mut(Vec::clear);
        assert!(take(&shared).await.is_ok());
        assert_eq!(store.asked(), 1);

        store.is(mood);
        for _ in 0..100 {
            assert_eq!(take(&shared).await, Err(Away));
        }
        // Real time has hardly passed: nobody has asked again.
        assert_eq!(store.asked(), 1);
        assert_eq!(TOLD.with_borrow(Vec::clone), [true]);

        // Asked again, it is still away; then it is back.
        std::thread::sleep(Duration::from_millis(510));
        assert_eq!(take(&shared).await, Err(Away));
        assert_eq!(take(&shared).await, Err(Away));
        assert_eq!(store.asked(), 1);
        store.is(Mood::Well);
        std::thread::sleep(Duration::from_millis(510));
        for _ in 0..10 {
            assert!(take(&shared).await.is_ok());
        }
        assert_eq!(store.asked(), 10);
        assert_eq!(TOLD.with_borrow(Vec::clone), [true, false]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_before_it_came_back_does_not_send_it_away() {
    let store = Moody::new();
    let shared = Shared::new(store.clone());
    shared.tell(Box::new(told));
    TOLD.with_borrow_mut(Vec::clear);
    store.is(Mood::Hanging);
    let late = take(&shared);
    let mut late = std::pin::pin!(late);
    assert!(futures_util::poll!(&mut late).is_pending());

    store.is(Mood::Failing);
    assert_eq!(take(&shared).await, Err(Away));
    store.is(Mood::Well);
    std::thread::sleep(Duration::from_millis(510));
    assert!(take(&shared).await.is_ok());
    assert_eq!(late.await, Err(Away));
    assert!(take(&shared).await.is_ok());
    assert_eq!(TOLD.with_borrow(Vec::clone), [true, false]);
}

#[tokio::test(start_paused = true)]
async fn a_proof_that_cannot_be_remembered_is_not_taken() {
    let store = Moody::new();
    let shared = Shared::new(store.clone());
    shared.tell(Box::new(told));
    let until = SystemTime::now() + Duration::from_secs(60);
    assert!(shared.spend([1; 16], until).get().await.unwrap());
    store.is(Mood::Hanging);
    assert!(shared.spend([2; 16], until).get().await.is_err());
}

#[test]
fn however_many_find_it_away_or_back_it_is_told_in_turn() {
    let store = Moody::new();
    let shared = Shared::new(store.clone());
    let changes = Arc::new(Mutex::new(Vec::new()));
    shared.tell(Box::new({
        let changes = Arc::clone(&changes);
        move |_, error| changes.lock().unwrap().push(error.is_some())
    }));
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (shared, store) = (&shared, &store);
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
                runtime.unwrap().block_on(async {
                    for turn in 0..2_000 {
                        if (turn + thread) % 7 == 0 {
                            store.is(if turn % 2 == 0 { Mood::Failing } else { Mood::Well });
                        }
                        let _ = take(shared).await;
                        // As if it were time to ask again.
                        if let Some(ask_at) = &mut shared.state().ask_at {
                            *ask_at = std::time::Instant::now();
                        }
                    }
                });
            });
        }
    });
    let changes = changes.lock().unwrap();
    assert!(changes.len() > 2, "it was hardly away");
    assert!(changes[0] && changes.windows(2).all(|two| two[0] != two[1]));
    assert_eq!(shared.state().changes, changes.len() as u64);
}
