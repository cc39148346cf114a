//! A limit that replicas share, and costs.

use super::*;
use crate::{
    auth::{
        dpop::ReplayStore,
        revocations::{Page, Revocation, RevocationStore},
    },
    error::{Error, Result},
    store::{Counted, Key, Memory, Shared, Store},
};

/// The memory of all replicas of a test, which can go away.
#[derive(Clone)]
struct Common {
    memory: Arc<Memory>,
    is_away: Arc<std::sync::atomic::AtomicBool>,
}

impl Common {
    fn new() -> Self {
        Self { memory: Arc::default(), is_away: Arc::default() }
    }

    fn goes_away(&self) {
        self.is_away.store(true, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Store for Common {
    fn describe(&self) -> String {
        "common".into()
    }

    fn take(&self, key: Key, rate: Rate, cost: u32) -> Answer<'_, Result<Taken>> {
        match self.is_away.load(std::sync::atomic::Ordering::SeqCst) {
            true => Answer::Now(Err(Error::new("away"))),
            false => self.memory.take(key, rate, cost),
        }
    }

    fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: std::time::SystemTime,
    ) -> Answer<'_, Result<Counted>> {
        self.memory.count(key, amount, most, until)
    }
}

impl ReplayStore for Common {
    fn spend(&self, id: [u8; 16], until: std::time::SystemTime) -> Answer<'_, Result<bool>> {
        self.memory.spend(id, until)
    }
}

impl RevocationStore for Common {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        self.memory.add(revocation)
    }

    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        self.memory.since(cursor)
    }
}

/// A replica's limit.
fn replica(store: &Common, tool: &str, index: usize) -> RateLimit {
    let limit = RateLimit::new(60, 60 * MINUTE).burst(10);
    let store = Shared::new(store.clone());
    limit.place(&Place { server: "server", tool, index, store: Some(&store) });
    limit
}

async fn admits(limit: &RateLimit, calls: u32) -> u32 {
    let mut admitted = 0;
    for _ in 0..calls {
        admitted += u32::from(limit.admit(&alice()).get().await.is_ok());
    }
    admitted
}

#[tokio::test]
async fn replicas_count_together_and_places_apart() {
    let store = Common::new();
    let replicas = [(); 3].map(|()| replica(&store, "tool", 0));
    let mut admitted = 0;
    for _ in 0..20 {
        for replica in &replicas {
            admitted += admits(replica, 1).await;
        }
    }
    assert_eq!(admitted, 10);
    assert_eq!(admits(&replica(&store, "tool", 1), 20).await, 10);
    assert_eq!(admits(&replica(&store, "other", 0), 20).await, 10);
}

#[tokio::test]
async fn with_the_store_away_each_replica_holds_the_rate_counted_since_before() {
    let store = Common::new();
    let replicas = [(); 3].map(|()| replica(&store, "tool", 0));
    assert_eq!(admits(&replicas[0], 4).await, 4);
    store.goes_away();
    assert_eq!(admits(&replicas[0], 50).await, 6);
    assert_eq!(admits(&replicas[1], 50).await, 10);
}

#[tokio::test]
async fn a_store_that_has_forgotten_everything_admits_no_more_than_each_replica_does() {
    let store = Common::new();
    let one = replica(&store, "tool", 0);
    assert_eq!(admits(&one, 50).await, 10);
    // The same limit, over an empty store.
    let limit = RateLimit::new(60, 60 * MINUTE).burst(10);
    for _ in 0..10 {
        let forgetful = Shared::new(Common::new());
        limit.place(&Place { server: "s", tool: "t", index: 0, store: Some(&forgetful) });
    }
    assert_eq!(admits(&limit, 50).await, 10);
}

/// Otherwise a call that the store refuses would be lost here, and the rate not be reached.
#[tokio::test]
async fn what_the_store_refuses_is_given_back_here() {
    let store = Common::new();
    let [one, other] = [(); 2].map(|()| replica(&store, "tool", 0));
    assert_eq!(admits(&one, 10).await, 10);
    assert_eq!(admits(&other, 1_000).await, 0);
    store.goes_away();
    assert_eq!(admits(&other, 1_000).await, 10);
}

#[test]
fn a_call_costs_what_it_is_said_to() {
    let by_length =
        |call: &Call| u32::try_from(call.caller().map_or("", Caller::subject).len()).unwrap();
    let (limit, _) = simulated(RateLimit::new(10, MINUTE).per(Per::Tool).cost(by_length));
    let of = |length: usize| caller(&"a".repeat(length), Origin::Memory);
    assert_eq!(admitted(&limit, &of(4), 1), 1);
    assert_eq!(admitted(&limit, &of(7), 1), 0, "a refused call spends nothing");
    assert_eq!(admitted(&limit, &of(3), 2), 2);
    assert_eq!(admitted(&limit, &of(1), 1), 0);
    assert_eq!(admitted(&limit, &of(0), 100), 100, "nothing is free for ever");
    let denied = admit(&limit, &of(11)).unwrap_err();
    assert_eq!(denied.kind(), "denied", "more than ever comes back is no matter of waiting");
    assert_eq!(limit.describe(), "10/min per tool, burst 10, by cost");
}
