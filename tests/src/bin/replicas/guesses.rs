//! Credentials that fail are counted by all replicas together.

use serde_json::json;
use tests::{Server, process::Options, redis::Redis};

use crate::token;

/// In a minute, and at once.
const FAILURES: usize = 6;

pub(crate) fn check(redis: &Redis) {
    let url = redis.url();
    let start = || {
        let variables = vec![
            ("RATES_STORE", url.clone().into()),
            ("RATES_FAILURES", FAILURES.to_string().into()),
        ];
        Server::start_with("rates", Options { variables, ..Options::default() })
    };
    let servers: Vec<Server> = (0..3).map(|_| start()).collect();
    let status =
        |server: &Server, token: &str| server.http().token(token).call("free", json!({})).status;
    let known = token("known before");
    assert_eq!(status(&servers[0], &known), 200);
    let guesses: Vec<u16> =
        (0..30).map(|n| status(&servers[n % 3], &format!("{}{n}", token("mallory")))).collect();
    let looked_at = guesses.iter().filter(|status| **status == 401).count();
    // One may come back meanwhile.
    assert!((FAILURES..=FAILURES + 2).contains(&looked_at), "{guesses:?}");
    assert_eq!(guesses.iter().filter(|status| **status == 429).count(), 30 - looked_at);
    for server in &servers {
        assert_eq!(status(server, &token("unknown")), 429, "a good one that nobody has seen");
    }
    assert_eq!(status(&servers[0], &known), 200, "a good one that was accepted before");
    println!("  {looked_at} of 30 guesses were looked at, over three replicas");

    redis.signal("STOP");
    let alone = guesses_alone(&servers[1], &status);
    redis.signal("CONT");
    assert!(alone.iter().all(|status| *status != 200), "{alone:?}");
    println!("  while Redis stands still, each replica goes on counting");
}

/// Guesses at one replica while the store is away.
fn guesses_alone(server: &Server, status: &impl Fn(&Server, &str) -> u16) -> Vec<u16> {
    let guesses: Vec<u16> =
        (0..20).map(|n| status(server, &format!("{}.{n}", token("eve")))).collect();
    let looked_at = guesses.iter().filter(|status| **status == 401).count();
    // Some are left: it has looked at a third of those before.
    assert!((1..=FAILURES + 2).contains(&looked_at), "{guesses:?}");
    assert!(guesses.contains(&429), "{guesses:?}");
    guesses
}
