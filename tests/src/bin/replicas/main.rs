//! Three replicas and a real Redis: what they admit together, and what becomes of it when the store
//! or one of them goes away. `cargo xtask redis` runs it, with the path of `redis-server`; `verdicts` after it
//! looks at the script alone.

#![allow(clippy::unwrap_used, reason = "a check that cannot go on should panic")]

mod budgets;
mod guesses;
mod verdicts;

use std::{
    env,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{
    Http,
    dpop::Holder,
    load::{Kept, Tally, run},
    process::{Options, Server},
    redis::{PASSWORD, Redis, Road},
    token::{claims, sign},
};

/// As the tool `caller` of the server `rates` declares it.
const RATE: f64 = 20.0;
const BURST: f64 = 20.0;
/// Ten times the rate, over three connections.
const INTERVAL: Duration = Duration::from_millis(15);
const CALLERS: usize = 4;

fn main() {
    let program = PathBuf::from(env::args_os().nth(1).expect("the path of redis-server"));
    if env::args().nth(2).as_deref() == Some("verdicts") {
        return verdicts::check(&Redis::start(&program, None));
    }
    println!("exact in memory");
    let alone = start(None);
    exact(&[&alone], CALLERS);
    drop(alone);

    let redis = Redis::start(&program, None);
    let road = Road::to(redis.address);
    let replicas: Vec<Server> = (0..3).map(|_| start(Some(&road.url()))).collect();
    let all: Vec<&Server> = replicas.iter().collect();
    println!("exact over three replicas");
    exact(&all, CALLERS);
    what_is_kept(&redis);
    println!("revoked on one, refused by all");
    revoked(&all);
    println!("a proof is spent once");
    spent(&all);
    // One of their own: they make it stand still.
    let other = Redis::start(&program, None);
    println!("verdicts");
    verdicts::check(&other);
    println!("credentials that fail");
    guesses::check(&other);
    println!("budgets");
    budgets::check(&other);
    drop(other);
    println!("faults");
    let redis = faults(&program, redis, &road, &all);
    drop(all);
    println!("a replica is killed");
    killed(replicas);
    drop(redis);
    println!("all passed");
}

fn start(store: Option<&str>) -> Server {
    let variables = store.map(|url| ("RATES_STORE", url.into())).into_iter().collect();
    Server::start_with("rates", Options { variables, ..Options::default() })
}

fn token(subject: &str) -> String {
    let mut claims = claims("rates", "");
    (claims["sub"], claims["tid"]) = (subject.into(), "acme".into());
    sign(&claims)
}

/// Calls by one caller at ten times the rate, over all of these, for so long; a tally for each.
fn flood(servers: &[&Server], caller: &str, time: Duration) -> Vec<Tally> {
    let until = Instant::now() + time;
    let interval = INTERVAL * servers.len() as u32 / 3;
    let threads: Vec<_> = servers
        .iter()
        .map(|server| {
            let connection = Kept::new(server.address, &token(caller), "caller");
            thread::spawn(move || run(connection, interval, until))
        })
        .collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

fn sum(tallies: &[Tally], what: impl Fn(&Tally) -> u32) -> u32 {
    tallies.iter().map(what).sum()
}

fn assert_all_answered(tallies: &[Tally], what: &str) {
    for tally in tallies {
        assert!(tally.wrong.is_empty(), "{what}: {:?}", &tally.wrong[..tally.wrong.len().min(5)]);
        assert_eq!(tally.closed, 0, "{what}");
    }
}

fn slowest(tallies: &[Tally]) -> u128 {
    tallies.iter().map(|tally| tally.slowest.as_millis()).max().unwrap_or_default()
}

/// Each caller is admitted as often as rate and burst say, and no more. At least: from the first answer to the
/// last call, since a bucket that nobody asks is full.
fn exact(servers: &[&Server], callers: usize) {
    let time = Duration::from_secs(20);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..callers)
            .map(|n| {
                scope.spawn(move || {
                    let start = Instant::now();
                    let tallies = flood(servers, &format!("exact-{n}"), time);
                    (tallies, start.elapsed())
                })
            })
            .collect();
        for caller in callers {
            let (tallies, elapsed) = caller.join().unwrap();
            assert_all_answered(&tallies, "exact");
            let admitted = f64::from(sum(&tallies, |tally| tally.admitted));
            let calls = sum(&tallies, Tally::answered);
            let most = RATE * elapsed.as_secs_f64() + BURST;
            let least = (RATE * Tally::time(&tallies).as_secs_f64() + BURST) * 0.99;
            println!(
                "  {calls} calls in {:.2} s: {admitted} admitted, {most:.1} at most, {least:.1} at \
                 least; slowest {} ms",
                elapsed.as_secs_f64(),
                slowest(&tallies)
            );
            assert!(admitted <= most, "{admitted} > {most}");
            assert!(admitted >= least, "{admitted} < {least}");
            assert!(f64::from(calls) > admitted * 3.0, "it was no flood: {calls}");
        }
    });
}

/// Keys end, and name nobody.
fn what_is_kept(redis: &Redis) {
    let keys = redis.keys();
    assert!(keys.len() >= CALLERS, "{keys:?}");
    for key in keys.iter().filter(|key| !key.contains("revoc")) {
        assert!(key.starts_with("mcp-secure:{"), "{key}");
        assert!(!key.contains("exact"), "{key}");
        let ends = redis.ends_in(key);
        // Gone meanwhile is ended too.
        assert!((0..=60_000).contains(&ends) || ends == -2, "{key} ends in {ends}");
    }
    println!("  {} keys, each with an end", keys.len());
}

fn revoked(servers: &[&Server]) {
    let callers: Vec<Http> =
        servers.iter().map(|server| server.http().token(token("eve"))).collect();
    let other = token("bob");
    let statuses =
        || callers.iter().map(|client| client.call("free", json!({})).status).collect::<Vec<_>>();
    assert_eq!(statuses(), [200, 200, 200]);
    let reply = servers[0].http().call("revoke", json!({ "subject": "eve" }));
    assert_eq!(reply.text(), "revoked");
    assert_eq!(callers[0].call("free", json!({})).status, 401, "at once where it was revoked");
    thread::sleep(Duration::from_secs(1));
    assert_eq!(statuses(), [401, 401, 401], "within a second everywhere");
    for server in servers {
        assert_eq!(server.http().token(&other).call("free", json!({})).status, 200);
    }
}

fn spent(servers: &[&Server]) {
    let holder = Holder::default();
    let mut claims = claims("rates", "");
    claims["tid"] = "acme".into();
    claims["cnf"] = json!({ "jkt": holder.thumbprint() });
    let token = sign(&claims);
    let proof = holder.proof(&token, "http://localhost/mcp", None);
    let statuses: Vec<u16> = servers
        .iter()
        .map(|server| {
            // Clients know them all by one name.
            let client = server.http().header("host", "localhost");
            let client = client.header("authorization", &format!("DPoP {token}"));
            client.header("dpop", &proof).call("free", json!({})).status
        })
        .collect();
    assert_eq!(statuses, [200, 401, 401]);
}

/// The store dies, starts again without its data, stands still, is slow. No call is without an answer,
/// and no replica admits more than the rate.
fn faults(program: &Path, redis: Redis, road: &Road, servers: &[&Server]) -> Redis {
    let start = Instant::now();
    let port = redis.address.port();
    let mut redis = Some(redis);
    let mut admitted = vec![0; servers.len()];
    let away = |times: usize, verdict: &str| {
        for server in servers {
            let deadline = Instant::now() + Duration::from_secs(20);
            while told(server, verdict) < times {
                assert!(Instant::now() < deadline, "{verdict} {times}:\n{}", server.log());
                // The store is asked by calls alone.
                server.http().token(token("probe")).call("caller", json!({}));
                thread::sleep(Duration::from_millis(100));
            }
        }
    };
    let mut phase = |what: &str, seconds: u64, together: bool| {
        let time = Duration::from_secs(seconds);
        let begin = Instant::now();
        let tallies = flood(servers, "faulty", time);
        let elapsed = begin.elapsed().as_secs_f64();
        assert_all_answered(&tallies, what);
        for (sum, tally) in admitted.iter_mut().zip(&tallies) {
            *sum += tally.admitted;
        }
        let sum = f64::from(sum(&tallies, |tally| tally.admitted));
        println!(
            "  {what}: {sum} admitted in {elapsed:.2} s, {:?}; slowest {} ms",
            tallies.iter().map(|tally| tally.admitted).collect::<Vec<_>>(),
            slowest(&tallies)
        );
        let most = RATE * elapsed + BURST;
        if together {
            assert!(sum <= most, "{what}: {sum} > {most}");
        } else {
            for tally in &tallies {
                assert!(f64::from(tally.admitted) <= most, "{what}: {tally:?} > {most}");
            }
        }
        // It is a limit, and not a wall.
        assert!(sum >= RATE * seconds as f64 * 0.9, "{what}: {sum}");
    };

    phase("well", 3, true);
    drop(redis.take());
    phase("killed", 4, false);
    away(1, "store_away");
    redis = Some(Redis::start(program, Some(port)));
    away(1, "store_back");
    phase("restarted empty", 4, true);
    let running = redis.as_ref().unwrap();
    running.signal("STOP");
    phase("standing still", 5, false);
    running.signal("CONT");
    away(2, "store_back");
    phase("going on", 3, true);
    road.set_delay(Duration::from_millis(40));
    phase("a little slow", 3, true);
    road.set_delay(Duration::from_millis(600));
    phase("too slow", 4, false);
    road.set_delay(Duration::ZERO);
    away(3, "store_back");
    phase("well again", 3, true);

    let elapsed = start.elapsed().as_secs_f64();
    for (server, admitted) in servers.iter().zip(admitted) {
        let most = RATE * elapsed + BURST;
        assert!(f64::from(admitted) <= most, "one replica: {admitted} > {most}");
        // Once in each direction, however many calls there were.
        assert_eq!((told(server, "store_away"), told(server, "store_back")), (3, 3));
        assert!(!server.log().contains(PASSWORD), "the password is in the log");
        assert!(!server.log().contains("panicked"), "{}", server.log());
    }
    redis.unwrap()
}

/// How often the audit record says so.
fn told(server: &Server, verdict: &str) -> usize {
    server.events().events().iter().filter(|event| event.contains(verdict)).count()
}

/// Its connections are closed, which a client can see; the others go on, at the rate of all.
fn killed(mut replicas: Vec<Server>) {
    let addresses: Vec<_> = replicas.iter().map(|server| server.address).collect();
    let start = Instant::now();
    let until = start + Duration::from_secs(6);
    let threads: Vec<_> = addresses
        .into_iter()
        .map(|address| {
            let connection = Kept::new(address, &token("mid-load"), "caller");
            thread::spawn(move || run(connection, INTERVAL, until))
        })
        .collect();
    thread::sleep(Duration::from_secs(2));
    drop(replicas.remove(1));
    let tallies: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let elapsed = start.elapsed().as_secs_f64();
    for (index, tally) in tallies.iter().enumerate() {
        assert!(tally.wrong.is_empty(), "{:?}", tally.wrong);
        assert_eq!(tally.closed > 0, index == 1, "{tally:?}");
    }
    let admitted = f64::from(sum(&tallies, |tally| tally.admitted));
    let most = RATE * elapsed + BURST;
    println!("  {admitted} admitted in {elapsed:.2} s, {most:.1} at most");
    assert!(admitted <= most, "{admitted} > {most}");
    assert!(admitted >= (RATE * 6.0 + BURST) * 0.95, "{admitted}");
}
