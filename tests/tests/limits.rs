//! How much, how many at once, and whether it works at all: the limits that a tool declares.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use mcp_secure::{
    Client,
    guard::{
        concurrency::Concurrency,
        rate_limit::{Per, RateLimit},
        resource_guard::ResourceGuard,
    },
    prelude::*,
    store::Memory,
    testing::{Figure, Machine},
};
use serde_json::{Value, json};

/// What the tools of a test share.
#[derive(Default)]
struct Shared {
    fails: AtomicBool,
    calls: AtomicUsize,
    ended: Arc<AtomicBool>,
}

/// Three of small words in a day.
#[tool]
#[budget("3/day", per = tool, cost = 1)]
#[budget("100/month", per = call.tool().len(), cost = if caller.is_some() { 1 } else { 2 })]
async fn scarce(word: String) -> String {
    word
}

/// Cost more than there is.
#[tool]
#[budget("3/week", cost = 4)]
async fn dear() -> &'static str {
    "admitted"
}

/// Work while there is room.
#[tool]
#[resource_guard(memory = "80%", disk("/no/such/path" = "50%"), files = "70%", pressure(io = "20%"))]
async fn roomy() -> &'static str {
    "admitted"
}

/// Repeats.
#[tool]
#[limit(input = "64B", output = "40B")]
async fn repeat(word: String, #[default(1)] times: usize) -> String {
    word.repeat(times)
}

/// One at a time, and one that waits.
#[tool]
#[concurrency(1, queue = 1)]
#[timeout("200ms")]
async fn slow(#[default(20)] millis: u64) -> String {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    "done".into()
}

/// Fails when it is told to.
#[tool]
#[circuit_breaker(failures = 2, cooldown = "1h")]
async fn fragile(how: String, shared: State<Shared>) -> Result<String> {
    shared.calls.fetch_add(1, Ordering::Relaxed);
    match &*how {
        "panic" => panic!("as it was told"),
        "tool" => Err(ToolError::new("as it was told").into()),
        _ if shared.fails.load(Ordering::Relaxed) => Err(std::io::Error::other("broken").into()),
        _ => Ok(how),
    }
}

/// Works until nobody waits for it.
#[tool]
#[timeout("20ms")]
fn stubborn(call: Call, shared: State<Shared>) -> String {
    while !call.has_ended() {
        std::thread::sleep(Duration::from_millis(1));
    }
    shared.ended.store(true, Ordering::Relaxed);
    String::new()
}

fn client(shared: Shared) -> Client {
    let server = Server::new("limits", "0").state(shared);
    server.tools(tools![repeat, slow, fragile, stubborn]).client().unwrap()
}

async fn outcome(client: &Client, tool: &str, arguments: Value) -> String {
    match client.call(tool, arguments).await {
        Ok(reply) => reply.text(),
        Err(refusal) => refusal.to_string(),
    }
}

#[tokio::test]
async fn arguments_and_results_are_bounded_by_their_bytes() {
    let client = client(Shared::default());
    let call = async |arguments| outcome(&client, "repeat", arguments).await;
    // {"word":"…"} is 11 bytes and the word.
    assert_eq!(call(json!({ "word": "a".repeat(54) })).await, "input_too_large");
    assert_eq!(call(json!({ "word": "a".repeat(53) })).await, "output_too_large");
    assert_eq!(call(json!({ "word": "a".repeat(40) })).await, "a".repeat(40));
    assert_eq!(call(json!({ "word": "a".repeat(41) })).await, "output_too_large");
    assert_eq!(call(json!({ "word": "é", "times": 21 })).await, "output_too_large");
    // Nothing is decoded of what is too large: no violation is told.
    assert_eq!(call(json!({ "nonsense": "a".repeat(100) })).await, "input_too_large");
}

#[tokio::test]
async fn a_call_over_the_number_waits_or_is_told_to_try_again() {
    let client = client(Shared::default());
    let call = || outcome(&client, "slow", json!({}));
    let (a, b, c) = tokio::join!(call(), call(), call());
    assert_eq!([&*a, &*b, &*c], ["done", "done", "busy: concurrency"]);
    assert_eq!(call().await, "done");
}

#[tokio::test]
async fn waiting_takes_of_the_calls_own_time() {
    let client = client(Shared::default());
    let long = outcome(&client, "slow", json!({ "millis": 10_000 }));
    // Has the time for its work, but not for that after it has waited.
    let waits = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        outcome(&client, "slow", json!({ "millis": 150 })).await
    };
    let (long, waits) = tokio::join!(long, waits);
    assert_eq!([&*long, &*waits], ["timed_out", "timed_out"]);
    assert_eq!(outcome(&client, "slow", json!({})).await, "done", "both are gone");
}

#[tokio::test]
async fn a_tool_that_keeps_failing_is_left_alone() {
    let shared = Shared::default();
    shared.fails.store(true, Ordering::Relaxed);
    let client = client(shared);
    let call = async |how| outcome(&client, "fragile", json!({ "how": how })).await;
    // Wrong arguments and the author's own errors do not count.
    for _ in 0..5 {
        assert_eq!(call(json!("tool")).await, "tool_error");
        assert_eq!(call(json!(1)).await, "invalid_arguments: /how type");
    }
    assert_eq!(call(json!("io")).await, "internal: broken");
    assert_eq!(call(json!("panic")).await, "internal: panic");
    assert_eq!(call(json!("tool")).await, "busy: circuit_breaker");
}

#[tokio::test]
async fn a_plain_function_can_ask_whether_anybody_waits() {
    let shared = Shared::default();
    let ended = Arc::clone(&shared.ended);
    let client = client(shared);
    assert_eq!(outcome(&client, "stubborn", json!({})).await, "timed_out");
    while !ended.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_budget_is_spent_by_calls_that_run_and_told_when_it_begins_anew() {
    for server in [Server::new("limits", "0"), Server::new("limits", "0").store(Memory::new())] {
        let client = server.tools(tools![scarce, dear]).client().unwrap();
        for _ in 0..3 {
            assert_eq!(outcome(&client, "scarce", json!({ "word": "a" })).await, "a");
        }
        let refusal = client.call("scarce", json!({ "word": "a" })).await.unwrap_err();
        assert_eq!(refusal.kind(), "rate_limited");
        assert_eq!(outcome(&client, "dear", json!({})).await, "denied: budget");
    }
}

#[tokio::test]
async fn a_machine_of_a_test_has_the_figures_that_it_is_given() {
    let machine = Machine::new();
    let server = || Server::new("limits", "0").tools(tools![roomy]);
    let client = machine.host(|| server().client()).unwrap();
    let call = async || outcome(&client, "roomy", json!({})).await;
    assert_eq!(call().await, "admitted");
    for (figure, reason) in [
        (Figure::Memory, "busy: memory"),
        (Figure::Disk("/no/such/path".into()), "busy: disk"),
        (Figure::Files, "busy: files"),
        (Figure::IoPressure, "busy: io_pressure"),
    ] {
        machine.set(figure.clone(), 1.0);
        assert_eq!(call().await, reason);
        machine.lose(figure.clone());
        assert_eq!(call().await, "busy: sampler");
        machine.set(figure, 0.0);
        assert_eq!(call().await, "admitted");
    }
    // A real machine has no such disk.
    let error = server().client().err().unwrap().to_string();
    assert!(error.contains("/no/such/path") && error.contains("create it"), "{error}");
}

#[tokio::test]
async fn an_operator_bounds_tools_whose_authors_said_nothing() {
    let machine = Machine::new();
    let shared = Shared::default();
    let server = Server::new("limits", "0")
        .state(shared)
        .max_input(100)
        .max_output(30)
        .max_timeout(Duration::from_millis(100))
        .guard(ResourceGuard::new().memory(0.5).disk(1.0))
        .guard(RateLimit::new(8, Duration::from_secs(3600)).per(Per::Caller))
        .guard_each(|_| Concurrency::new(4))
        .tools(tools![repeat, slow, fragile, stubborn]);
    let client = machine.host(|| server.client()).unwrap();
    let call = async |tool, arguments| outcome(&client, tool, arguments).await;
    assert_eq!(call("fragile", json!({ "how": "a".repeat(100) })).await, "input_too_large");
    assert_eq!(call("fragile", json!({ "how": "a".repeat(31) })).await, "output_too_large");
    assert_eq!(call("repeat", json!({ "word": "a".repeat(31) })).await, "output_too_large");
    assert_eq!(call("slow", json!({ "millis": 10_000 })).await, "timed_out");
    machine.set(Figure::Memory, 0.6);
    assert_eq!(call("slow", json!({})).await, "busy: memory");
    machine.set(Figure::Memory, 0.0);
    assert_eq!(call("slow", json!({})).await, "done");
    // One rate for all tools together: what was too large has not come to it.
    let mut verdicts = Vec::new();
    for _ in 0..4 {
        verdicts.push(call("repeat", json!({ "word": "a" })).await);
    }
    assert_eq!(verdicts, ["a", "a", "a", "rate_limited"]);
}
