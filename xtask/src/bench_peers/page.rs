//! `docs/performance.md`: one table, what it means, and the goals.

use std::process::Command;

use super::{Row, paced, plot};
use crate::{Result, command};

/// The whole page.
pub(super) fn page((machine, load): &(String, String), rows: &[Row]) -> Result<String> {
    Ok(format!(
        "# What a call costs, and what it costs elsewhere\n\n\
         Measured on {day}, {machine}, with a load of {load} before, by `cargo xtask bench-peers`: the \
         same echo tool by each, built by the same profile of a release. Load generator and servers \
         share the processors. Times are medians of five interleaved rounds, and on a busy machine \
         only their ratios say something; instructions and allocations are counted by callgrind, \
         without the kernel, and are the same on every day.\n\n\
         ![CPU of a call](performance.svg)\n\n\
         A request has a text of 40 bytes, or of 64 KiB, is one of protocol 2026-07-28 over HTTP, and \
         gets its reply as JSON. \"Bare axum\" is a hand-written `tools/call` of the one tool, which \
         checks nothing: the practical limit. Of the peers none guards anything, but turbomcp judges \
         arguments by their schema. Ours stands three times: without guards; with the typical ones, \
         which are a signed token, a scope, a rule on an argument, a rate for each caller and a file of \
         audit events; and with every guard there is, several rules and sanitizers, and a chain of \
         hashes in the audit file; its resource guard looks at a simulated machine, since it would \
         rightly refuse on one that a load generator keeps busy. The requests of the last two carry a token, so they are longer.\n\n\
         ## HTTP\n\n{http}\nThere are 32 connections where nothing else is said, and each asks again as soon as it is \
         answered. The load generator then keeps one of the two processors to itself. The two threads of a \
         server share the other, and where they have no time left to sleep they take turns by the \
         scheduler's slices, of some milliseconds: a call that is begun when one of them is \
         interrupted waits for so long. That is what the p99 of the fastest servers tells, and no work of \
         theirs; with one thread (`TOKIO_WORKER_THREADS=1`) it is gone. \"At a pace\" are {pace} calls a \
         second over the same connections, by `h2load`, whether the last ones are answered or not.\n\n\
         ## Large arguments\n\n{large}\n## Standard input and output\n\n{stdio}\n\
         A depth is how many requests are on their way at once.\n\n\
         ## What comes with it\n\n{weight}\n\
         Memory is the most that was resident (`VmHWM`) under all of the load above. Crates are those of \
         a normal build, without the echo tool itself. Programs are stripped. A build is a release from \
         nothing, in processor time.\n\n\
         ## Goals\n\n{goals}",
        day = today()?,
        http = http(rows),
        pace = thousands(paced::PER_SECOND as f64),
        large = large(rows),
        stdio = stdio(rows),
        weight = weight(rows),
        goals = goals(rows),
    ))
}

/// As `2026-07-28`.
pub(super) fn today() -> Result<String> {
    Ok(command::output(Command::new("date").arg("+%Y-%m-%d"))?.trim().to_owned())
}

/// CPU of a call at 32 connections.
pub(super) fn plot(rows: &[Row]) -> String {
    let bars: Vec<plot::Bar> = rows
        .iter()
        .map(|row| plot::Bar {
            name: row.subject.name.to_owned(),
            value: row.http[1].cpu,
            is_ours: row.subject.is_ours(),
        })
        .collect();
    plot::bars("CPU of the server for one call, 32 connections", "µs", &bars)
}

fn http(rows: &[Row]) -> String {
    let head = "| | CPU per call | × bare axum | instructions | allocations | calls/s | p50 | p99 | \
                p99 at a pace | CPU, 1 connection | p50, 1 connection |\n\
                |---|---|---|---|---|---|---|---|---|---|---|\n";
    let first = &rows[0].http[1];
    let line = |row: &Row| {
        let (one, many) = (&row.http[0], &row.http[1]);
        format!(
            "| {} | {:.1} µs | {:.2} | {:.1} k | {:.0} | {} | {:.0} µs | {:.0} µs | {:.0} µs | {:.1} µs | \
             {:.0} µs |\n",
            row.subject.name,
            many.cpu,
            many.cpu / first.cpu,
            row.counts.instructions / 1e3,
            row.counts.allocations,
            thousands(many.per_second),
            many.median,
            many.p99,
            row.paced,
            one.cpu,
            one.median,
        )
    };
    head.to_owned() + &rows.iter().map(line).collect::<String>()
}

fn large(rows: &[Row]) -> String {
    let head = "| 64 KiB of text | CPU per call | × bare axum | instructions | × bare axum | allocations \
                |\n|---|---|---|---|---|---|\n";
    let first = &rows[0];
    let line = |row: &Row| {
        format!(
            "| {} | {:.1} µs | {:.2} | {:.0} k | {:.2} | {:.0} |\n",
            row.subject.name,
            row.http[2].cpu,
            row.http[2].cpu / first.http[2].cpu,
            row.counts_large.instructions / 1e3,
            row.counts_large.instructions / first.counts_large.instructions,
            row.counts_large.allocations,
        )
    };
    head.to_owned() + &rows.iter().map(line).collect::<String>()
}

fn stdio(rows: &[Row]) -> String {
    let head =
        "| | calls/s, depth 1 | calls/s, depth 32 | CPU per call, depth 32 |\n|---|---|---|---|\n";
    let mut table = head.to_owned();
    for row in rows {
        for (way, depths) in &row.stdio {
            let way = if way.is_empty() { "" } else { ", `stdio_pipes()`" };
            table += &format!(
                "| {}{way} | {} | {} | {:.1} µs |\n",
                row.subject.name,
                thousands(depths[0].per_second),
                thousands(depths[1].per_second),
                depths[1].cpu,
            );
        }
    }
    table
}

fn weight(rows: &[Row]) -> String {
    let head = "| | memory | program | build | crates |\n|---|---|---|---|---|\n";
    let line = |row: &Row| {
        let mebibytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        format!(
            "| {} | {:.1} MiB | {:.1} MiB | {:.0} s | {} |\n",
            row.subject.name,
            mebibytes(row.peak_memory),
            mebibytes(row.size),
            row.build,
            row.crates,
        )
    };
    head.to_owned() + &rows.iter().map(line).collect::<String>()
}

/// Each goal, what was measured, and whether it is reached.
fn goals(rows: &[Row]) -> String {
    let of = |guards: &str| rows.iter().find(|row| row.subject.guards == Some(guards));
    let (axum, Some(none), Some(typical)) = (&rows[0], of("none"), of("typical")) else {
        return String::new();
    };
    let peers = || rows[1..].iter().filter(|row| !row.subject.is_ours());
    let least = peers().map(|row| row.http[1].cpu).fold(f64::MAX, f64::min);
    let rmcp = peers().filter(|row| row.subject.package == "peer-rmcp");
    let rmcp = rmcp.flat_map(|row| &row.stdio).map(|(_, depths)| depths[1].per_second);
    let piped = typical.stdio.first().map_or(0.0, |(_, depths)| depths[1].per_second);
    let doubled = 2.0 * rmcp.fold(0.0, f64::max);
    let ratio = |row: &Row, load: usize| row.http[load].cpu / axum.http[load].cpu;
    let at_most = [
        ("typical guards: CPU, × bare axum", ratio(typical, 1), 1.5),
        ("typical guards: CPU, × the least of the peers", typical.http[1].cpu / least, 1.0),
        ("typical guards: instructions, thousands", typical.counts.instructions / 1e3, 70.0),
        ("typical guards: allocations", typical.counts.allocations, 60.0),
        ("no guards: CPU, × bare axum", ratio(none, 1), 1.2),
        ("typical guards, 64 KiB: CPU, × bare axum", ratio(typical, 2), 1.25),
        (
            "typical guards: p99 under full load, × bare axum",
            typical.http[1].p99 / axum.http[1].p99,
            1.5,
        ),
        ("typical guards: p99 at a pace, × bare axum", typical.paced / axum.paced, 1.5),
        (
            "typical guards: memory, × bare axum",
            typical.peak_memory as f64 / axum.peak_memory as f64,
            2.0,
        ),
    ];
    let mut table = "| goal | at most | measured | |\n|---|---|---|---|\n".to_owned();
    for (goal, most, measured) in at_most.map(|(goal, measured, most)| (goal, most, measured)) {
        table += &format!("| {goal} | {most} | {measured:.2} | {} |\n", reached(measured <= most));
    }
    let least = doubled.min(300_000.0);
    table
        + &format!(
            "\n| goal | at least | measured | |\n|---|---|---|---|\n\
         | typical guards: calls/s over pipes, depth 32: 300,000 or twice rmcp's best | {} | {} | {} |\n",
            thousands(least),
            thousands(piped),
            reached(piped >= least)
        )
}

fn reached(is_reached: bool) -> &'static str {
    if is_reached { "reached" } else { "**not reached**" }
}

/// `123456.7` → `123,457`.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
