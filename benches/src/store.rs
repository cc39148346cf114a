//! Guards that count in a real Redis on this machine: what a call takes, and how many decisions there
//! are in a second.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use mcp_secure::{Client, prelude::*, store::Redis};
use serde_json::json;
use tokio::runtime::Runtime;

guarded! {
    without;
    rate_limited #[rate_limit("1000000/s", per = tool)];
    budgeted #[budget("1000000000/day", per = tool)];
    both #[rate_limit("1000000/s", per = tool)] #[budget("1000000000/day", per = tool)];
    everything #[rate_limit("1000000/s", per = tool)] #[budget("1000000000/day", per = tool)]
        #[concurrency(512)] #[circuit_breaker(failures = 5, cooldown = "30s")]
        #[limit(input = "64KiB", output = "1MiB")] #[timeout("5s")];
}

const TOOLS: [(&str, &str); 5] = [
    ("no guard", "without"),
    ("rate_limit", "rate_limited"),
    ("budget", "budgeted"),
    ("both", "both"),
    ("these and all others but resource_guard", "everything"),
];

/// Two tables.
///
/// # Panics
///
/// `redis-server` is not installed.
pub fn page() -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let redis = Server::start();
    let store = runtime.block_on(Redis::connect(&redis.url())).expect("it answers");
    let server = || {
        mcp_secure::Server::new("bench", "0").max_calls(4096).tools(tools![
            without,
            rate_limited,
            budgeted,
            both,
            everything
        ])
    };
    let memory = server().client().expect("a server");
    let shared = server().store(store).client().expect("a server");

    let mut page = "| guard | in memory | in Redis |\n|---|---|---|\n".to_owned();
    for (name, tool) in TOOLS {
        let [memory, shared] = one_by_one(&runtime, [&memory, &shared], tool);
        page += &format!("| {name} | {memory:.1} µs | {shared:.1} µs |\n");
    }
    page += "\n| calls at once | decisions of `rate_limit` in Redis, in a second | commands that Redis read at once |\n|---|---|---|\n";
    for concurrency in [1, 32, 256] {
        let before = redis.figures();
        let decisions = at_once(&runtime, &shared, concurrency);
        let after = redis.figures();
        let together = (after[0] - before[0]) / (after[1] - before[1]);
        page += &format!("| {concurrency} | {decisions:.0} | {together:.1} |\n");
    }
    page
}

/// Medians of a call of each, of one interleaved run, in microseconds.
fn one_by_one(runtime: &Runtime, clients: [&Client; 2], tool: &str) -> [f64; 2] {
    const ROUNDS: usize = 31;
    const CALLS: u32 = 200;
    let mut samples = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (client, samples) in clients.iter().zip(&mut samples) {
            let start = Instant::now();
            runtime.block_on(async {
                for _ in 0..CALLS {
                    let reply = client.call(tool, json!({})).await;
                    assert!(reply.is_ok(), "{reply:?}");
                }
            });
            samples.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS));
        }
    }
    samples.map(|mut samples| {
        samples.sort_by(f64::total_cmp);
        samples[ROUNDS / 2]
    })
}

fn at_once(runtime: &Runtime, client: &Client, concurrency: usize) -> f64 {
    let (is_over, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let start = Instant::now();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..concurrency)
            .map(|_| {
                let (client, over, count) =
                    (client.clone(), Arc::clone(&is_over), Arc::clone(&count));
                tokio::spawn(async move {
                    while !over.load(Ordering::Relaxed) {
                        let reply = client.call("rate_limited", json!({})).await;
                        assert!(reply.is_ok(), "{reply:?}");
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_secs(3)).await;
        is_over.store(true, Ordering::Relaxed);
        for task in tasks {
            task.await.expect("all are admitted");
        }
    });
    count.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

/// A Redis of our own. Dropped, it is killed.
struct Server {
    port: u16,
    process: Child,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--port", &port.to_string()]);
        let process = command.stdout(Stdio::null()).spawn().expect("redis-server is installed");
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { port, process }
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// How many commands there were, and how often it has read.
    fn figures(&self) -> [f64; 2] {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        stream.write_all(b"INFO all\r\nQUIT\r\n").expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it writes");
        ["cmdstat_evalsha:calls=", "total_reads_processed:"].map(|name| {
            let rest = text.split_once(name).map_or("", |(_, rest)| rest);
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
            digits.and_then(|digits| digits.parse().ok()).unwrap_or(0.0)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
