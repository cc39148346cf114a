//! The same tool by others and by us: what a call costs, and what comes with it. Writes
//! `docs/performance.md` and its plot.
//!
//! All servers run at once and are driven in turn, in several rounds, so that what else the machine does
//! falls on all of them. Figures are medians. It takes minutes, and is no part of `full`.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{
    Result,
    server::Server,
    workspace::{self, Workspace},
};

pub(crate) mod build_cost;
mod count;
pub(crate) mod growth;
mod load;
mod paced;
mod page;
mod peers;
mod plot;
mod process;
mod refusals;
mod request;
mod stdio;
mod subject;

use count::Counts;
use load::{Load, Wrk, median};
use paced::Paced;
use peers::Peers;
use request::Call;
use stdio::{Pipes, SMALL};
use subject::{SUBJECTS, Subject};

/// Everything that was measured of one subject.
struct Row {
    subject: Subject,
    /// Of each [load](LOADS).
    http: Vec<load::Sample>,
    /// The 99th percentile of calls that come at a pace, in microseconds.
    paced: f64,
    /// Of each way over pipes, and each [depth](DEPTHS) of it.
    stdio: Ways,
    counts: Counts,
    counts_large: Counts,
    peak_memory: u64,
    size: u64,
    /// Seconds of processor time, from nothing.
    build: f64,
    crates: usize,
}

type Ways = Vec<(&'static str, Vec<stdio::Sample>)>;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let peers = Peers::find(workspace)?;
    let builds = build(&peers)?;
    let wrk = Wrk::find(&peers)?;
    let machine = process::machine()?;
    let paced = Paced::find(&peers)?;
    let (http, memory) = over_http(&peers, &wrk, &paced)?;
    let mut pipes = over_pipes(&peers)?;
    let mut rows = Vec::new();
    for ((subject, (http, paced)), peak_memory) in SUBJECTS.into_iter().zip(http).zip(memory) {
        println!("{}: counting", subject.name);
        let counts = |bytes, times| -> Result<Counts> {
            let call = Call::of(bytes, subject.token(&peers)?);
            count::of(&subject, &peers, &call, times, &[])
        };
        rows.push(Row {
            subject,
            http,
            paced,
            stdio: pipes.remove(0),
            counts: counts(SMALL, 500)?,
            counts_large: counts(LARGE, 50)?,
            peak_memory,
            size: peers.size(subject.package, subject.package)?,
            build: builds[subject.package],
            crates: peers.crates(subject.package)?,
        });
    }
    let docs = workspace.root.join("docs");
    let write = |name: &str, text: String| workspace::write(&docs.join(name), text);
    let page = page::page(&machine, &rows)?;
    println!("\n{page}");
    write("performance.svg", page::plot(&rows))?;
    write("performance.md", page)
}

/// Builds each package from nothing, for the seconds that it takes.
fn build(peers: &Peers) -> Result<BTreeMap<&'static str, f64>> {
    let packages: BTreeSet<&str> = SUBJECTS.iter().map(|subject| subject.package).collect();
    packages.into_iter().map(|package| Ok((package, peers.build_anew(package)?))).collect()
}

/// The medians of each load, and that of calls that come at a pace.
type Http = (Vec<load::Sample>, f64);

/// For each subject its medians, and the most memory that it took.
fn over_http(peers: &Peers, wrk: &Wrk, paced: &Paced) -> Result<(Vec<Http>, Vec<u64>)> {
    let mut running: Vec<(Subject, Option<String>, Server)> = Vec::new();
    for subject in SUBJECTS {
        let token = subject.token(peers)?;
        let server = subject.start(peers)?;
        for load in LOADS {
            let call = Call::of(load.bytes, token.clone());
            call.make(subject.name, &server.url, WARM_UP)?;
        }
        refusals::check(&subject, peers, &server.url)?;
        running.push((subject, token, server));
    }
    let mut samples = vec![vec![Vec::new(); LOADS.len()]; running.len()];
    let mut at_a_pace = vec![Vec::new(); running.len()];
    for round in 1..=ROUNDS {
        for (load, index) in LOADS.into_iter().zip(0..) {
            for ((subject, token, server), samples) in running.iter_mut().zip(&mut samples) {
                let call = Call::of(load.bytes, token.clone());
                let sample = wrk.drive(server, &call, load)?;
                // A refusal is a success to HTTP: no guard has come to refuse under the load.
                call.make(subject.name, &server.url, 1)?;
                println!(
                    "round {round}, {} connections, {} bytes: {:28} {:7.1} µs, {:7.0}/s",
                    load.connections, load.bytes, subject.name, sample.cpu, sample.per_second
                );
                samples[index].push(sample);
            }
        }
        for ((subject, token, server), at_a_pace) in running.iter().zip(&mut at_a_pace) {
            let time = paced.drive(server, &Call::of(SMALL, token.clone()))?;
            println!(
                "round {round}, {} a second: {:28} {time:7.0} µs",
                paced::PER_SECOND,
                subject.name
            );
            at_a_pace.push(time);
        }
    }
    let mut memory = Vec::new();
    for (subject, token, server) in &mut running {
        // Still right, after all of it.
        Call::of(SMALL, token.clone()).make(subject.name, &server.url, 1)?;
        refusals::check(subject, peers, &server.url)?;
        memory.push(process::peak_memory(server.id())?);
    }
    let middle = |samples: Vec<load::Sample>| {
        let of = |figure: fn(&load::Sample) -> f64| median(samples.iter().map(figure).collect());
        load::Sample {
            cpu: of(|sample| sample.cpu),
            per_second: of(|sample| sample.per_second),
            median: of(|sample| sample.median),
            p99: of(|sample| sample.p99),
        }
    };
    let medians = samples.into_iter().map(|loads| loads.into_iter().map(middle).collect());
    Ok((medians.zip(at_a_pace.into_iter().map(median)).collect(), memory))
}

/// For each subject and each of its ways, the medians of each depth.
fn over_pipes(peers: &Peers) -> Result<Vec<Ways>> {
    let mut running = Vec::new();
    for subject in SUBJECTS {
        for way in subject.stdio {
            running.push((
                subject.name,
                *way,
                Pipes::start(&subject, way, peers)?,
                DEPTHS.map(|_| Vec::new()),
            ));
        }
    }
    for _ in 1..=ROUNDS {
        for (depth, index) in DEPTHS.into_iter().zip(0..) {
            for (name, way, pipes, samples) in &mut running {
                let sample = pipes.drive(depth, PIPES_TIME)?;
                println!("depth {depth}: {name} {way} {:7.0}/s", sample.per_second);
                samples[index].push(sample);
            }
        }
    }
    let middle = |samples: &Vec<stdio::Sample>| stdio::Sample {
        per_second: median(samples.iter().map(|sample| sample.per_second).collect()),
        cpu: median(samples.iter().map(|sample| sample.cpu).collect()),
    };
    let of = |subject: Subject| {
        let ways = running.iter().filter(|(name, ..)| *name == subject.name);
        ways.map(|(_, way, _, samples)| (*way, samples.iter().map(middle).collect())).collect()
    };
    Ok(SUBJECTS.map(of).into())
}

/// Few and many connections, and a large argument.
const LOADS: [Load; 3] = [
    Load { connections: 1, bytes: SMALL, seconds: 1 },
    Load { connections: 32, bytes: SMALL, seconds: 2 },
    Load { connections: 32, bytes: LARGE, seconds: 1 },
];

const LARGE: usize = 64 << 10;

const DEPTHS: [usize; 2] = [1, 32];

const PIPES_TIME: Duration = Duration::from_millis(500);

const ROUNDS: usize = 5;

const WARM_UP: u64 = 50;
