//! Budgets in a real Redis: exact over all replicas, kept by the store, and nothing without it.

use std::{
    thread,
    time::{Duration, Instant},
};

use tests::{
    Server,
    load::{Answer, Kept},
    redis::Redis,
};

use crate::{start, token};

/// As the tool `budgeted` of the server `rates` declares it.
const BUDGET: usize = 40;

pub(crate) fn check(redis: &Redis) {
    let url = redis.url();
    let replicas = || -> Vec<Server> { (0..3).map(|_| start(Some(&url))).collect() };
    let before = replicas();
    assert_eq!(spend(&before, "spender", 40), BUDGET, "120 calls at once, over all of them");
    assert_eq!(spend(&before, "another", 2), 6);
    drop(before);
    let after = replicas();
    assert_eq!(spend(&after, "spender", 2), 0, "the replicas were started anew");
    assert_eq!(spend(&after, "another", 20), BUDGET - 6);
    println!("  {BUDGET} of 120 calls at once; none more after a restart of the replicas");

    redis.signal("STOP");
    let nothing = spend(&after, "third", 5);
    redis.signal("CONT");
    assert_eq!(nothing, 0, "the store is away");
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut admitted = 0;
    while admitted == 0 {
        assert!(Instant::now() < deadline, "the store does not come back");
        thread::sleep(Duration::from_millis(100));
        admitted = spend(&after, "third", 1);
    }
    // Each of the replicas has to find out that it is back.
    thread::sleep(Duration::from_secs(2));
    admitted += spend(&after, "third", 1);
    admitted += spend(&after, "third", 40);
    // What had come to the store before it stood still was counted there, and told to nobody.
    assert!((BUDGET - 15..=BUDGET).contains(&admitted), "{admitted}");
    println!("  none while Redis stands still; {admitted} of {BUDGET} when it goes on");
}

/// How many of so many calls over each of them are admitted, all at once.
fn spend(servers: &[Server], caller: &str, calls: usize) -> usize {
    let threads: Vec<_> = servers
        .iter()
        .map(|server| {
            let mut connection = Kept::new(server.address, &token(caller), "budgeted");
            thread::spawn(move || {
                let answers: Vec<Answer> = (0..calls).map(|_| connection.call()).collect();
                assert!(
                    answers
                        .iter()
                        .all(|answer| !matches!(answer, Answer::Closed | Answer::Nothing)),
                    "{answers:?}"
                );
                answers.iter().filter(|answer| **answer == Answer::Admitted).count()
            })
        })
        .collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).sum()
}
