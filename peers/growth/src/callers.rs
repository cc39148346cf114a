//! Calls of many callers, each with a rate of its own.

use std::{fs, time::Duration};

use mcp_secure::{guard::rate_limit::RateLimit, prelude::*};
use serde_json::json;

/// Answers at once.
#[tool]
#[guard(RateLimit::new(1_000_000, Duration::from_secs(1)).max_keys(2_000_000))]
async fn counted() -> &'static str {
    "done"
}

/// Makes each of them known by a call, and tells what a further call of any of them costs, in
/// nanoseconds of processor time.
pub(crate) async fn measure(callers: usize) -> Result<()> {
    let client =
        Server::new("callers", "0").auth(Jwt::from_env()?).tools(tools![counted]).client()?;
    let call = async |number: usize| {
        let client = client.clone().with_caller(Caller::new(format!("caller-{number}")));
        assert!(client.call("counted", json!({})).await.is_ok(), "caller {number} is admitted");
    };
    for number in 0..callers {
        call(number).await;
    }
    let mut samples = Vec::new();
    // Steps of a large prime find them in an order without a pattern for the processor's caches.
    let mut number = 0;
    for _ in 0..ROUNDS {
        let before = processor_time();
        for _ in 0..CALLS {
            number = (number + 1_000_000_007) % callers;
            call(number).await;
        }
        samples.push((processor_time() - before) / CALLS as u64);
    }
    samples.sort_unstable();
    println!("{}", samples[ROUNDS / 2]);
    Ok(())
}

/// Of this thread, in nanoseconds (`proc(5)`).
fn processor_time() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    text.split(' ').next().and_then(|time| time.parse().ok()).expect("a time")
}

const ROUNDS: usize = 9;

const CALLS: usize = 20_000;
