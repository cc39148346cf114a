//! A server of tools that behave badly, and of every kind of declaration, for the tests.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use mcp_secure::{egress::Egress, prelude::*, rule::Violation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Answer with the text.
#[tool(
    public,
    read_only,
    idempotent,
    open_world = false,
    title = "Echo",
    icons = ["https://example.com/echo.png"]
)]
async fn echo(
    /// What to answer with.
    text: String,
) -> String {
    text
}

/// Take arguments of many kinds.
#[tool(public)]
async fn judge(
    #[validate(filename)] name: String,
    #[validate(range(1..=10))] count: i64,
    #[validate(pattern("^[a-z]+$"))] word: String,
    #[validate(one_of(["red", "green"]))] color: String,
    #[validate(each(length(1..=3)), length(..=2))] tags: Vec<String>,
    #[default(true)] flag: bool,
    note: Option<String>,
) -> Json<Judged> {
    Json(Judged { name, count, word, color, tags, flag, note })
}

#[derive(Serialize, JsonSchema)]
struct Judged {
    name: String,
    count: i64,
    word: String,
    color: String,
    tags: Vec<String>,
    flag: bool,
    note: Option<String>,
}

/// Take a structure.
#[tool(public)]
async fn nested(order: Order) -> String {
    format!("{} items", order.items.len())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    items: Vec<Item>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "decoded and not read")]
struct Item {
    name: String,
    count: u8,
}

/// Panic, with a secret in the message.
#[tool(public)]
async fn panics() -> String {
    panic!("the secret is hunter2")
}

/// Panic in a plain function.
#[tool(public)]
fn panics_plainly() -> String {
    panic!("the secret is hunter2")
}

/// Fail, with a secret in the error.
#[tool(public)]
async fn fails() -> Result<String> {
    Err(std::io::Error::other("the secret is hunter2").into())
}

/// Fail with a message for the model.
#[tool(public)]
async fn tells() -> Result<String, ToolError> {
    Err(ToolError::new("there is no such order"))
}

/// Never return.
#[tool(public)]
#[timeout("200ms")]
async fn hangs() -> String {
    std::future::pending().await
}

/// Never return, in a plain function.
#[tool(public)]
#[timeout("200ms")]
fn hangs_plainly() -> String {
    std::thread::sleep(Duration::from_secs(5));
    String::new()
}

/// Never return, whoever waits.
#[tool(public)]
#[timeout("200ms")]
fn stuck() {
    loop {
        std::thread::park();
    }
}

/// Take a while.
#[tool(public)]
async fn slow(millis: u64, counters: State<Counters>) -> &'static str {
    let _ended = Ended(&counters);
    counters.begun.fetch_add(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(millis)).await;
    counters.finished.fetch_add(1, Ordering::SeqCst);
    "finished"
}

/// Tell how many slow calls have begun, finished and been dropped.
#[tool(public)]
async fn counts(counters: State<Counters>) -> String {
    let [begun, finished, dropped] = [&counters.begun, &counters.finished, &counters.dropped]
        .map(|counter| counter.load(Ordering::SeqCst));
    format!("{begun} begun, {finished} finished, {dropped} dropped")
}

#[derive(Default)]
struct Counters {
    begun: AtomicU32,
    finished: AtomicU32,
    dropped: AtomicU32,
}

struct Ended<'a>(&'a Counters);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

/// Answer with more than a client can take.
#[tool(public)]
async fn floods() -> String {
    "x".repeat(5 << 20)
}

/// Answer with as much as a client can take, at little cost.
#[tool(public)]
#[sanitize_output(dangerous_raw)]
async fn large() -> String {
    "x".repeat(1 << 20)
}

/// Answer thrice in a minute.
#[rate_limit("3/min", per = ip)]
#[tool(public)]
async fn rationed() -> &'static str {
    "admitted"
}

/// Need more memory than there ever is.
#[tool(public)]
#[resource_guard(memory = "1%")]
async fn starved() -> &'static str {
    "admitted"
}

/// Need a caller.
#[tool]
async fn undeclared() -> &'static str {
    "admitted"
}

/// Need two scopes.
#[tool]
#[require_auth(all = ["a:read", "a:write"])]
async fn needs_both(caller: Caller) -> String {
    caller.subject().to_owned()
}

/// Need one of two scopes.
#[tool]
#[require_auth(any = ["a:read", "a:admin"])]
async fn needs_one() -> &'static str {
    "admitted"
}

/// Be unknown to those who may not call it.
#[tool(hidden)]
#[require_auth(scope = "a:admin")]
async fn hidden(#[header("Region")] region: Option<String>) -> &'static str {
    let _ = region;
    "admitted"
}

/// Take what a rule cannot judge.
#[tool(public)]
async fn misjudges(#[validate(check(panics_over))] text: String) -> String {
    text
}

fn panics_over(_: &str) -> Result<(), Violation> {
    panic!("the secret is hunter2")
}

/// Fetch a page.
#[tool(public)]
async fn fetches(url: String, egress: State<Egress>) -> Result<String> {
    Ok(egress.get(&url).send().await?.text()?.to_owned())
}

struct Counter {
    count: AtomicU32,
}

#[tool]
impl Counter {
    /// Count, and tell how far.
    #[tool(public, name = "counter.count")]
    async fn count(&self, #[validate(range(1..=5))] by: u32) -> String {
        (self.count.fetch_add(by, Ordering::SeqCst) + by).to_string()
    }

    /// Start anew.
    #[tool(name = "counter.reset", destructive)]
    #[require_auth(scope = "a:write")]
    fn reset(&self) {
        self.clear();
    }

    fn clear(&self) {
        self.count.store(0, Ordering::SeqCst);
    }
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let mut server = Server::new("fixture", "1.2.3")
        .auth(Jwt::from_env()?)
        .state(Counters::default())
        .state(Counter { count: AtomicU32::new(0) })
        .state(Egress::builder().any_public_host().dangerous_plain_http().build()?)
        .read_timeout(Duration::from_secs(2))
        .tools(tools![
            echo,
            judge,
            nested,
            panics,
            panics_plainly,
            fails,
            tells,
            hangs,
            hangs_plainly,
            stuck
        ])
        .tools(tools![
            slow, counts, floods, large, rationed, starved, undeclared, needs_both, needs_one,
            hidden
        ])
        .tools(tools![misjudges, fetches, Counter]);
    // What a test wants of its surroundings.
    if let Ok(host) = std::env::var("FIXTURE_HOST") {
        server = server.allow_host(host);
    }
    if let Ok(networks) = std::env::var("FIXTURE_PROXIES") {
        server = server.trusted_proxies(networks.split(' '));
    }
    if std::env::var_os("FIXTURE_CERTIFICATE").is_some() {
        server = server.dangerous_development_certificate();
    }
    if std::env::var_os("FIXTURE_HTTP2").is_some() {
        server = server.http2_prior_knowledge();
    }
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse().ok());
    if let Some(connections) = number("FIXTURE_CONNECTIONS_PER_ADDRESS") {
        server = server.max_connections_per_address(connections);
    }
    if let Some(connections) = number("FIXTURE_CONNECTIONS") {
        server = server.max_connections(connections);
    }
    if let Some(seconds) = number("FIXTURE_READ_SECONDS") {
        server = server.read_timeout(Duration::from_secs(seconds as u64));
    }
    if let Some(bytes) = number("FIXTURE_BODY_MEMORY") {
        server = server.max_body_memory(bytes);
    }
    server.run().await
}
