//! What a call costs as things grow: tools, callers, arguments, connections. Writes `docs/growth.md` and
//! its plot.

use std::process::Command;

use super::{
    count,
    load::{Load, Wrk, median},
    page::today,
    peers::Peers,
    plot::{self, Line},
    process,
    request::Call,
    stdio::SMALL,
    subject::Subject,
};
use crate::{
    Result, command,
    server::Server,
    workspace::{self, Workspace},
};

/// Something that grows, and what a call costs at each size.
struct Growth {
    /// What there is so many of.
    of: &'static str,
    /// What is counted.
    unit: &'static str,
    points: Vec<(f64, f64)>,
}

/// The typical guards, of as many tools as asked for.
const TYPICAL: Subject =
    Subject { name: "mcp-secure", package: "growth", guards: Some("typical"), stdio: &[] };

const AXUM: Subject = super::subject::SUBJECTS[0];

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let peers = Peers::find(workspace)?;
    for subject in [AXUM, TYPICAL] {
        peers.build(subject.package)?;
    }
    let machine = process::machine()?;
    let token = TYPICAL.token(&peers)?;
    let all = [
        tools(&peers, token.clone())?,
        callers(&peers)?,
        bytes(&peers, &TYPICAL, token.clone(), "bytes of text")?,
        bytes(&peers, &AXUM, None, "bytes of text, bare axum")?,
        connections(&peers, &TYPICAL, token, "connections")?,
        connections(&peers, &AXUM, None, "connections, bare axum")?,
    ];
    let page = page(&machine, &all)?;
    println!("\n{page}");
    let docs = workspace.root.join("docs");
    let write = |name: &str, text: String| workspace::write(&docs.join(name), text);
    write("growth.svg", picture(&all))?;
    write("growth.md", page)
}

fn tools(peers: &Peers, token: Option<String>) -> Result<Growth> {
    let call = Call::of(SMALL, token);
    let cost = |tools: usize| {
        let settings = [("TOOLS", tools.to_string())];
        let counts = count::of(&TYPICAL, peers, &call, 500, &settings)?;
        told("tools", tools, counts.instructions)
    };
    let points = [1, 100, 10_000].into_iter().map(cost).collect::<Result<_>>()?;
    Ok(Growth { of: "tools", unit: "instructions", points })
}

fn callers(peers: &Peers) -> Result<Growth> {
    let cost = |callers: usize| {
        let mut command = Command::new(peers.program(TYPICAL.package));
        TYPICAL.prepare(&mut command, peers, false)?;
        let time = command::output(command.args(["callers", &callers.to_string()]))?;
        let time = time.trim().parse().map_err(|_| format!("no time: {time}"))?;
        told("callers", callers, time)
    };
    let points = [1, 1000, 1_000_000].into_iter().map(cost).collect::<Result<_>>()?;
    Ok(Growth { of: "callers", unit: "ns in the gate", points })
}

fn bytes(
    peers: &Peers,
    subject: &Subject,
    token: Option<String>,
    of: &'static str,
) -> Result<Growth> {
    let cost = |bytes: usize| {
        // Few of the large ones: valgrind takes long.
        let times = if bytes > 64 << 10 { 50 } else { 500 };
        let counts = count::of(subject, peers, &Call::of(bytes, token.clone()), times, &[])?;
        told(of, bytes, counts.instructions)
    };
    let sizes = [1 << 10, 8 << 10, 64 << 10, 256 << 10, 1 << 20];
    Ok(Growth {
        of,
        unit: "instructions",
        points: sizes.into_iter().map(cost).collect::<Result<_>>()?,
    })
}

fn connections(
    peers: &Peers,
    subject: &Subject,
    token: Option<String>,
    of: &'static str,
) -> Result<Growth> {
    let wrk = Wrk::find(peers)?;
    let call = Call::of(SMALL, token);
    let server: Server = subject.start(peers)?;
    call.make(subject.name, &server.url, 50)?;
    let cost = |connections: usize| {
        let seconds = if connections > 1000 { 4 } else { 1 };
        let load = Load { connections, bytes: SMALL, seconds };
        let sample = || Ok(wrk.drive(&server, &call, load)?.cpu);
        let samples = (0..ROUNDS).map(|_| sample()).collect::<Result<Vec<f64>>>()?;
        told(of, connections, median(samples))
    };
    let points = [1, 10, 100, 1000, 10_000].into_iter().map(cost).collect::<Result<_>>()?;
    Ok(Growth { of, unit: "µs of CPU", points })
}

fn told(of: &str, amount: usize, cost: f64) -> Result<(f64, f64)> {
    println!("{amount:8} {of}: {cost:.1}");
    Ok((amount as f64, cost))
}

fn page((machine, load): &(String, String), all: &[Growth]) -> Result<String> {
    let mut page = format!(
        "# What the cost of a call grows with\n\n\
         Measured on {}, {machine}, with a load of {load} before, by `cargo xtask bench-growth`: the echo \
         tool behind the typical guards (a signed token, a scope, a rule, a rate for each caller, a \
         file of audit events). Instructions are counted by callgrind, without the kernel, and do not \
         depend on what else the machine does; times do.\n\n\
         - Tools are looked up by name. One is called; the others stand beside it.\n\
         - Callers have a rate of their own each, all of them are known, and calls come from all of \
         them in turn. The times are those of the client in the same process: judging tokens is \
         not in them. The table of callers outgrows the caches of the processor.\n\
         - Texts are read, judged and written once. What a byte costs is the slope.\n\
         - Connections are all busy; CPU is that of the server for one call.\n\n\
         ![Growth](growth.svg)\n\n\
         | grows | at | a call costs | × the first |\n|---|---|---|---|\n",
        today()?,
    );
    for Growth { of, unit, points } in all {
        for &(amount, cost) in points {
            page += &format!(
                "| {of} | {amount} | {} {unit} | {:.2} |\n",
                if cost < 1000.0 { format!("{cost:.1}") } else { format!("{cost:.0}") },
                cost / points[0].1
            );
        }
    }
    page += "\n| | instructions for a further byte |\n|---|---|\n";
    for Growth { of, points, .. } in all.iter().filter(|growth| growth.of.starts_with("bytes")) {
        let [.., from, to] = points[..] else { continue };
        page += &format!("| {of} | {:.2} |\n", (to.1 - from.1) / (to.0 - from.0));
    }
    Ok(page)
}

fn picture(all: &[Growth]) -> String {
    let line = |growth: &Growth| {
        let first = growth.points[0].1;
        let points = growth.points.iter().map(|&(amount, cost)| (amount, cost / first)).collect();
        Line { name: growth.of.to_owned(), points }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    plot::lines("What the cost of a call grows with", "how many", "× the first", &lines)
}

const ROUNDS: usize = 3;
