//! Floods: what clients send that nobody knows, against a server of the usual settings. Meanwhile a
//! well-behaved client's calls succeed, afterwards the server still serves, and its memory stays under
//! a bound that its settings say. Each attack has to come to what stops it. `cargo xtask floods` runs it; its figures are in `docs/limits.md`.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

mod client;
mod http1;
mod http2;
mod kept;
mod target;
mod watch;

use std::{pin::Pin, sync::Arc, time::Duration};

use client::Calls;
use target::{Target, memory};
use tests::{Options, Server};
use tokio::task::JoinSet;
use watch::Watch;

/// What one attacker does until it is stopped.
type Attacker = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Attack {
    name: &'static str,
    /// How many there are at once.
    attackers: usize,
    run: fn(Arc<Target>, usize) -> Attacker,
    stopped: Stopped,
}

/// What is seen of that which stops an attack, beside the bounds that hold for all of them. An attack that does
/// not come to it shows nothing.
#[derive(Clone, Copy)]
enum Stopped {
    /// Requests are refused with this verdict.
    Refused(&'static str),
    /// Connections are ended, so that there have to be more than attackers.
    Ended,
    /// There are more attackers than connections.
    KeptOut,
}

use Stopped::{Ended, KeptOut, Refused};

macro_rules! attack {
    ($name:literal, $attackers:literal, $run:path, $stopped:expr) => {
        Attack {
            name: $name,
            attackers: $attackers,
            run: |target, number| Box::pin($run(target, number)),
            stopped: $stopped,
        }
    };
}

const ATTACKS: &[Attack] = &[
    attack!("bodies of 100 MB", 64, http1::large, Refused("body_too_large")),
    attack!("chunked bodies without end", 64, http1::endless, Refused("body_too_large")),
    attack!("deep and wide JSON", 16, http1::shapes, Refused("bad_request")),
    attack!("heads of 200 headers, of 200 KB", 64, http1::heads, Ended),
    attack!("heads that go on and on", 64, http1::endless_heads, Ended),
    attack!("HTTP/2: heads without end (CONTINUATION)", 64, http2::continued, Ended),
    attack!("HTTP/2: requests that are reset at once", 64, http2::resets, Ended),
    attack!("10,000 connections that send nothing", 10_000, http1::idle, KeptOut),
    attack!("heads, a byte at a time", 3_000, http1::slow_heads, KeptOut),
    attack!("bodies, a byte at a time", 3_000, http1::slow_bodies, KeptOut),
    attack!(
        "bodies of 1 MiB without their last byte",
        1_000,
        http1::unfinished,
        Refused("no_room_for_body")
    ),
    attack!("replies of 1 MiB that nobody reads", 80, http1::unread, Refused("no_room_for_reply")),
    attack!("HTTP/2: connections that send nothing", 3_000, http2::idle, KeptOut),
    attack!("HTTP/2: frames that ask for answers", 64, http2::pings, Ended),
    attack!("HTTP/2: the same, with answers that are read", 64, http2::pings_that_are_read, Ended),
    attack!("HTTP/2: answers to no question", 64, http2::answers, Ended),
    attack!("HTTP/2: settings that change all windows", 256, http2::settings, Ended),
    attack!(
        "HTTP/2: requests without bodies, as many as may be open",
        2_000,
        http2::begun,
        Refused("no_room_for_body")
    ),
    attack!("HTTP/2: windows that grow by a byte", 64, http2::windows, Ended),
    attack!("HTTP/2: bodies in pieces of nothing", 64, http2::nothing, Ended),
    attack!(
        "HTTP/2: replies of 1 MiB that nobody reads",
        40,
        http2::unread,
        Refused("no_room_for_reply")
    ),
    attack!(
        "HTTP/2: the same through the SDK's lane",
        40,
        http2::unread_of_sdk,
        Refused("no_room_for_reply")
    ),
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
    let mut server = Server::start_with("fixture", Options { variables, ..Options::default() });
    let most_open = Watch::begin(server.id());
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
    let log = server.log();
    attack.is_stopped(attempts, &log);
    let refusals = log.lines().filter(|line| !line.contains("verdict=\"ok\"")).count();
    assert!(refusals <= MOST_LINES, "{}: {refusals} lines in the log", attack.name);
    let open = most_open.end();
    assert!(open <= DESCRIPTORS, "{}: {open} > {DESCRIPTORS} descriptors", attack.name);
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

impl Attack {
    fn is_stopped(&self, attempts: usize, log: &str) {
        let is_stopped = match self.stopped {
            Refused(verdict) => log.contains(&format!("verdict=\"{verdict}\"")),
            Ended => attempts > self.attackers,
            KeptOut => attempts > DESCRIPTORS,
        };
        assert!(is_stopped, "{}: it was not stopped as it should be", self.name);
    }
}

/// How long each attack takes.
const TIME: Duration = Duration::from_secs(4);

/// The settings of the server: the defaults, but for the bodies, of which a bound says more if they are
/// few.
const CONNECTIONS: u64 = 1_024;
const PER_ADDRESS: u64 = 128;
const BODY_MEMORY: u64 = 64 << 20;

/// Connections, those that are ending, and what a server has open beside them.
const DESCRIPTORS: usize = CONNECTIONS as usize + 32 + 64;

/// Of what is refused, in the periods of an attack (one second, two, four): a hundred in full, and how many more there
/// were of 256 kinds, such as addresses.
const MOST_LINES: usize = 3 * (100 + 256);

/// What the settings say of memory.
const BOUND: u64 = BASE + CONNECTIONS * CONNECTION + BODIES * BODY_MEMORY;
/// A body that grows is copied into twice its room.
const BODIES: u64 = 2;
const BASE: u64 = 32 << 20;
/// Buffers, what is kept of it, and the 16 KiB of its own for bodies; over HTTP/2 also the requests for which
/// there is no room, 32 at once.
const CONNECTION: u64 = 128 << 10;
