//! nginx in front of three replicas and one Redis, as `examples/cluster` has it, and what it promises.
//! `cargo xtask cluster` runs it.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

mod cluster;

use std::{
    collections::BTreeSet,
    env, fs,
    net::SocketAddr,
    path::PathBuf,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use cluster::{Cluster, call_from, token_of};
use serde_json::json;
use tests::{
    Http,
    load::{Kept, Tally, run},
};
use tokio::runtime::Runtime;

/// As the tool `by_caller` declares it.
const RATE: f64 = 20.0;
const BURST: f64 = 20.0;
const CALLERS: usize = 4;
/// Ten times the rate, over three connections.
const INTERVAL: Duration = Duration::from_millis(15);
/// 1 % of what is admitted in it are four calls.
const LONG: Duration = Duration::from_secs(20);

/// Calls that run while a replica is killed, each for three seconds.
const RECORDS: usize = 18;

fn main() {
    let [redis, nginx, configuration, node, scripts] =
        ["REDIS", "NGINX", "CONFIGURATION", "NODE", "SCRIPTS"]
            .map(|name| PathBuf::from(env::var_os(format!("CLUSTER_{name}")).unwrap()));
    let mut cluster = Cluster::start(&redis, &nginx, &configuration);
    every_replica_answers(&cluster);
    println!("clients of 2025");
    let mut script = Command::new(node);
    script.current_dir(scripts).arg("cluster.mjs").env("CLUSTER_URL", cluster.url());
    assert!(script.env("CLUSTER_TOKEN", token_of("legacy")).status().unwrap().success());
    addresses(&cluster);
    exact(cluster.address);
    a_replica_is_killed(&mut cluster);
    every_replica_answers(&cluster);
    redis_is_killed(&mut cluster);
    println!("all passed");
    if env::var_os("CLUSTER_STAYS").is_some() {
        println!(
            "\n{} is up until it is interrupted; a token for twelve hours:\n{}",
            cluster.url(),
            token_of("ada")
        );
        interrupted();
    }
}

/// Waits for Ctrl-C, or what a supervisor sends: its processes then end with the cluster, and nothing of it is
/// left on the disk.
fn interrupted() {
    Runtime::new().unwrap().block_on(async {
        #[cfg(unix)]
        let terminated = async {
            use tokio::signal::unix::{SignalKind, signal};
            signal(SignalKind::terminate()).unwrap().recv().await;
        };
        #[cfg(not(unix))]
        let terminated = std::future::pending::<()>();
        tokio::select! {
            interrupt = tokio::signal::ctrl_c() => interrupt.unwrap(),
            () = terminated => {}
        }
    });
}

fn every_replica_answers(cluster: &Cluster) {
    let client = Http::new(cluster.address);
    let all = cluster.replicas();
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut seen = BTreeSet::new();
    while seen != all {
        assert!(Instant::now() < deadline, "only {seen:?} of {all:?} answer");
        seen.insert(client.call("which", json!({})).text());
    }
    println!("every replica answers");
}

/// The limit is three calls of an address.
fn addresses(cluster: &Cluster) {
    let through = |source, header| call_from(source, cluster.address, "by_address", header);
    for round in 1..=4 {
        assert_eq!(through(21, ""), round <= 3, "call {round} of an address");
    }
    assert!(!through(21, "x-forwarded-for: 192.0.2.1\r\n"), "an address that is made up");
    assert!(!through(21, "forwarded: for=192.0.2.1\r\n"), "another header");
    assert!(through(22, ""), "another address");
    // Past the proxy: nobody's word counts for where it comes from.
    let replica = cluster.replica_address();
    for round in 1..=4 {
        let header = format!("x-forwarded-for: 192.0.2.{round}\r\n");
        assert_eq!(call_from(23, replica, "by_address", &header), round <= 3, "past the proxy");
    }
    println!("addresses are the clients'");
}

/// Calls by one caller at ten times the rate, over three connections to nginx.
fn flood(address: SocketAddr, caller: &str, time: Duration) -> Vec<Tally> {
    let until = Instant::now() + time;
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let connection = Kept::new(address, &token_of(caller), "by_caller");
            thread::spawn(move || run(connection, INTERVAL, until))
        })
        .collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

fn admitted(tallies: &[Tally]) -> f64 {
    tallies.iter().map(|tally| f64::from(tally.admitted)).sum()
}

fn exact(address: SocketAddr) {
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                scope.spawn(move || {
                    let start = Instant::now();
                    (flood(address, &format!("exact-{caller}"), LONG), start.elapsed())
                })
            })
            .collect();
        for caller in callers {
            let (tallies, elapsed) = caller.join().unwrap();
            assert!(
                tallies.iter().all(|tally| tally.wrong.is_empty() && tally.closed == 0),
                "{tallies:?}"
            );
            let calls: u32 = tallies.iter().map(Tally::answered).sum();
            let (most, admitted) = (RATE * elapsed.as_secs_f64() + BURST, admitted(&tallies));
            let least = (RATE * Tally::time(&tallies).as_secs_f64() + BURST) * 0.99;
            println!(
                "{calls} calls of a caller in {:.1} s: {admitted} admitted, {most:.1} at most, {least:.1} at \
                 least",
                elapsed.as_secs_f64()
            );
            assert!((least..=most).contains(&admitted));
            assert!(f64::from(calls) > admitted * 3.0, "it was no flood: {calls}");
        }
    });
}

/// While it works on a call, and under load.
fn a_replica_is_killed(cluster: &mut Cluster) {
    let address = cluster.address;
    let load = thread::spawn(move || flood(address, "mid-load", Duration::from_secs(10)));
    let begun: Vec<_> = (0..RECORDS)
        .map(|number| {
            let client = Http::new(address).token(token_of("recorder"));
            let entry = json!({ "entry": format!("entry {number}") });
            thread::spawn(move || client.call("record", entry).status)
        })
        .collect();
    let lines = |cluster: &Cluster| {
        let text = fs::read_to_string(&cluster.journal).unwrap_or_default();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    while lines(cluster).len() < RECORDS {
        assert!(Instant::now() < deadline, "the calls do not begin");
        thread::sleep(Duration::from_millis(5));
    }
    cluster.kill_replica();
    let statuses: Vec<u16> = begun.into_iter().map(|call| call.join().unwrap()).collect();
    let lost = statuses.iter().filter(|status| **status == 502).count();
    assert!((1..RECORDS).contains(&lost), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 502)), "{statuses:?}");
    thread::sleep(Duration::from_secs(2));
    assert_eq!(lines(cluster).iter().collect::<BTreeSet<_>>().len(), lines(cluster).len(), "twice");
    cluster.start_replica();
    let tallies = load.join().unwrap();
    let wrong: Vec<&String> = tallies.iter().flat_map(|tally| &tally.wrong).collect();
    assert!(wrong.iter().all(|what| *what == "Refused(502)"), "{wrong:?}");
    assert!(wrong.len() <= 6, "{wrong:?}");
    assert!(tallies.iter().all(|tally| tally.closed == 0), "a call without an answer: {tallies:?}");
    println!(
        "a replica was killed: {lost} of {RECORDS} calls that ran were told 502 and not made again, {} of {} under \
         load; all others were answered",
        wrong.len(),
        tallies.iter().map(Tally::answered).sum::<u32>()
    );
}

fn redis_is_killed(cluster: &mut Cluster) {
    cluster.kill_redis();
    let start = Instant::now();
    let tallies = flood(cluster.address, "away", Duration::from_secs(4));
    let (admitted, elapsed) = (admitted(&tallies), start.elapsed().as_secs_f64());
    assert!(tallies.iter().all(|tally| tally.wrong.is_empty() && tally.closed == 0), "{tallies:?}");
    let (least, most) = (RATE * 4.0 * 0.9, 3.0 * (RATE * elapsed + BURST));
    assert!((least..=most).contains(&admitted), "{admitted} in {elapsed} s");
    cluster.start_redis();
    println!("Redis was killed: all calls were answered, {admitted} admitted, {most:.1} at most");
}
