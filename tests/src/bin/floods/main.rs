//! Floods: what clients send that nobody knows, against a server of the usual settings. Meanwhile a
//! well-behaved client's calls succeed, afterwards the server still serves, and its memory stays under
//! a bound that its settings say. `cargo xtask floods` runs it; its figures are in `docs/limits.md`.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

mod client;
mod http1;
mod http2;
mod kept;
mod target;

use std::{pin::Pin, sync::Arc, time::Duration};

use client::Calls;
use target::{Target, memory};
use tests::{Options, Server};
use tokio::task::JoinSet;

/// What one attacker does until it is stopped.
type Attacker = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Attack {
    name: &'static str,
    /// How many there are at once.
    attackers: usize,
    run: fn(Arc<Target>, usize) -> Attacker,
}

macro_rules! attack {
    ($name:literal, $attackers:literal, $run:path) => {
        Attack {
            name: $name,
            attackers: $attackers,
            run: |target, number| Box::pin($run(target, number)),
        }
    };
}

const ATTACKS: &[Attack] = &[
    attack!("bodies of 100 MB", 64, http1::large),
    attack!("chunked bodies without end", 64, http1::endless),
    attack!("deep and wide JSON", 16, http1::shapes),
    attack!("heads of 200 headers, of 200 KB, without end", 64, http1::heads),
    attack!("HTTP/2: heads without end (CONTINUATION)", 64, http2::continued),
    attack!("HTTP/2: requests that are reset at once", 64, http2::resets),
    attack!("10,000 connections that send nothing", 10_000, http1::idle),
    attack!("heads, a byte at a time", 3_000, http1::slow_heads),
    attack!("bodies, a byte at a time", 3_000, http1::slow_bodies),
    attack!("bodies of 1 MiB without their last byte", 1_000, http1::unfinished),
    attack!("replies of 1 MiB that nobody reads", 20, http1::unread),
    attack!("HTTP/2: connections that send nothing", 3_000, http2::idle),
    attack!("HTTP/2: frames that ask for answers", 64, http2::pings),
    attack!("HTTP/2: replies of 1 MiB that nobody reads", 10, http2::unread),
    attack!("HTTP/2: the same through the SDK's lane", 10, http2::unread_of_sdk),
];

#[tokio::main]
async fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    println!("| attack | attempts | calls meanwhile | slowest | peak memory |");
    println!("|---|---|---|---|---|");
    for attack in ATTACKS.iter().filter(|attack| attack.name.contains(&wanted)) {
        against(attack).await;
    }
    if wanted.is_empty() || wanted == "memory" {
        tokio::task::spawn_blocking(kept::measure).await.unwrap();
    }
    println!("all passed");
}

async fn against(attack: &Attack) {
    let variables = [
        // The defaults of a server, which this machine is exempt from.
        ("FIXTURE_CONNECTIONS_PER_ADDRESS", PER_ADDRESS.to_string()),
        ("FIXTURE_READ_SECONDS", "10".to_owned()),
        ("FIXTURE_BODY_MEMORY", BODY_MEMORY.to_string()),
        ("FIXTURE_HTTP2", String::new()),
    ];
    let variables = variables.map(|(name, value)| (name, value.into())).into();
    let log = Some("error".to_owned());
    let mut server =
        Server::start_with("fixture", Options { variables, log, ..Options::default() });
    let target = Arc::new(Target::new(server.address));

    let mut attackers = JoinSet::new();
    for number in 0..attack.attackers {
        let attacker = (attack.run)(Arc::clone(&target), number);
        let after = TIME / 4 * number as u32 / attack.attackers as u32;
        attackers.spawn(async move {
            tokio::time::sleep(after).await;
            attacker.await;
        });
    }
    let calls = Calls::begin(server.address);
    tokio::time::sleep(TIME).await;
    let calls = tokio::task::spawn_blocking(|| calls.end()).await.unwrap();
    attackers.abort_all();
    while let Some(ended) = attackers.join_next().await {
        // What it was answered was wrong.
        assert!(!ended.is_err_and(|error| error.is_panic()), "{}", attack.name);
    }
    let attempts = target.attempts();

    assert!(attempts >= attack.attackers / 20, "{}: {attempts} is no flood", attack.name);
    let still = server.http().call("echo", serde_json::json!({ "text": "still here" }));
    assert_eq!(still.text(), "still here");
    assert!(server.is_running());
    let peak = memory(server.id(), "VmHWM");
    println!(
        "| {} | {attempts} | {} | {} ms | {} MiB |",
        attack.name,
        calls.count,
        calls.slowest.as_millis(),
        peak >> 20
    );
    assert!(peak <= BOUND, "{}: {peak} > {BOUND} bytes", attack.name);
}

/// How long each attack takes.
const TIME: Duration = Duration::from_secs(4);

/// The settings of the server: the defaults, but for the bodies, of which a bound says more if they are
/// few.
const CONNECTIONS: u64 = 1_024;
const PER_ADDRESS: u64 = 128;
const BODY_MEMORY: u64 = 64 << 20;

/// What the settings say of memory.
const BOUND: u64 = BASE + CONNECTIONS * CONNECTION + BODIES * BODY_MEMORY;
/// A body that grows is copied into twice its room.
const BODIES: u64 = 2;
const BASE: u64 = 32 << 20;
/// Buffers, what is kept of it, and the 16 KiB of its own for bodies.
const CONNECTION: u64 = 64 << 10;
