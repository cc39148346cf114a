#![allow(clippy::unwrap_used)]

use std::sync::{Arc, atomic::AtomicUsize};

use tokio::time::{Duration, timeout};

use super::*;
use crate::serve::http::Work;

fn address(connections: usize) -> Arc<AtomicUsize> {
    Arc::new(AtomicUsize::new(connections))
}

async fn is_ended(slot: &Slot) -> bool {
    timeout(Duration::from_millis(1), slot.ended()).await.is_ok()
}

#[tokio::test]
async fn room_is_made_by_the_address_that_has_most() {
    let pool = Pool::new(3);
    let (greedy, modest) = (address(2), address(1));
    let kept = pool.enter(&modest).await.unwrap();
    let first = pool.enter(&greedy).await.unwrap();
    let second = pool.enter(&greedy).await.unwrap();
    // The oldest of all is that of the modest address.
    let third = pool.enter(&address(1)).await.unwrap();
    assert!(is_ended(&first).await);
    assert!(!is_ended(&kept).await && !is_ended(&second).await && !is_ended(&third).await);
}

#[tokio::test]
async fn no_running_call_is_ended() {
    let pool = Pool::new(2);
    let slots = [pool.enter(&address(9)).await.unwrap(), pool.enter(&address(9)).await.unwrap()];
    let _running = slots[0].workload.run();
    let reply = slots[1].workload.reply();
    let _third = pool.enter(&address(1)).await.unwrap();
    // A reply that nobody takes is dispensable, where there is nothing else.
    assert!(!is_ended(&slots[0]).await && is_ended(&slots[1]).await);
    drop(reply);
    drop(slots);
}

#[tokio::test(start_paused = true)]
async fn where_all_run_the_next_one_waits() {
    let pool = Pool::new(1);
    let slot = pool.enter(&address(1)).await.unwrap();
    let running = slot.workload.run();
    let address = address(1);
    assert!(timeout(Duration::from_secs(5), pool.enter(&address)).await.is_err());
    drop(running);
    assert!(timeout(Duration::from_secs(5), pool.enter(&address)).await.unwrap().is_some());
    assert!(is_ended(&slot).await);
}

#[tokio::test]
async fn nobody_is_ended_for_an_address_that_has_more() {
    let pool = Pool::new(2);
    let slots = [pool.enter(&address(1)).await.unwrap(), pool.enter(&address(1)).await.unwrap()];
    assert!(pool.enter(&address(2)).await.is_none());
    assert!(!is_ended(&slots[0]).await && !is_ended(&slots[1]).await);
}

#[tokio::test]
async fn there_are_never_many_more_than_the_most() {
    let pool = Pool::new(10);
    let address = address(1);
    let mut slots = Vec::new();
    for _ in 0..10 + ENDING {
        slots.push(pool.enter(&address).await.unwrap());
    }
    // Nobody has left yet.
    assert!(timeout(Duration::from_millis(200), pool.enter(&address)).await.is_err());
    slots.remove(0);
    assert!(pool.enter(&address).await.is_some());
    drop(slots);
    let members = pool.lock();
    assert_eq!((members.open.len(), members.ending), (0, 0));
}

#[tokio::test]
async fn as_many_as_anybody_can_say_is_no_limit() {
    let (pool, address) = (Pool::new(usize::MAX), address(1));
    let mut slots = Vec::new();
    for _ in 0..100 {
        let slot = timeout(Duration::from_secs(5), pool.enter(&address)).await;
        slots.push(slot.unwrap().unwrap());
    }
}

/// However they come and go, there are never many more than the most, and nothing is left of those that went.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_comes_and_goes_on_many_threads_adds_up() {
    const MOST: usize = 4;
    let (pool, open) = (Pool::new(MOST), Arc::new(AtomicUsize::new(0)));
    let addresses: Vec<_> = (0..3).map(|_| address(0)).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..128_usize {
        let (pool, open) = (Arc::clone(&pool), Arc::clone(&open));
        let siblings = Arc::clone(&addresses[task % 3]);
        tasks.spawn(async move {
            let mut entered = 0;
            for turn in 0..50 {
                siblings.fetch_add(1, Ordering::SeqCst);
                if let Some(slot) = pool.enter(&siblings).await {
                    entered += 1;
                    assert!(open.fetch_add(1, Ordering::SeqCst) < MOST + ENDING);
                    let running = (turn % 2 == 0).then(|| slot.workload.run());
                    tokio::task::yield_now().await;
                    drop(running.map(Work::into_reply));
                    // A place that another one needs is left, by some of them late; any other after a moment.
                    let _ = timeout(Duration::from_micros(100), slot.ended()).await;
                    if turn % 4 < 3 {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                    open.fetch_sub(1, Ordering::SeqCst);
                    drop(slot);
                }
                siblings.fetch_sub(1, Ordering::SeqCst);
            }
            entered
        });
    }
    let entered: usize = tasks.join_all().await.into_iter().sum();
    assert!(entered > 100, "{entered} came in");
    let members = pool.lock();
    assert_eq!((members.open.len(), members.ending), (0, 0));
}
