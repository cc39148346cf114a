//! Instructions and allocations of a request, counted by callgrind: exact, also on a busy machine.

use std::{collections::HashMap, fs, path::Path, process::Command};

use super::{peers::Peers, request::Call, subject::Subject};
use crate::{Result, command, package, server::Server};

/// Of one request.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    /// Outside of the kernel.
    pub(crate) instructions: f64,
    /// Calls of `malloc`, `calloc`, `realloc` and their like.
    pub(crate) allocations: f64,
}

/// The difference between `times` and twice as many requests, over one connection.
pub(crate) fn of(
    subject: &Subject,
    peers: &Peers,
    call: &Call,
    times: u64,
    settings: &[(&str, String)],
) -> Result<Counts> {
    let run = |times| -> Result<Counts> {
        let profile = peers.scratch.join("callgrind.out");
        let mut command = Command::new(package::program("valgrind", "valgrind")?);
        command.args(["--tool=callgrind", "--quiet"]).arg(out_file(&profile));
        command.arg(peers.program(subject.package));
        subject.prepare(&mut command, peers, false)?;
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        let mut server = Server::start(&mut command)?;
        call.make(subject.name, &server.url, times)?;
        // It writes its profile when it is told to end.
        command::output(Command::new("kill").args(["-TERM", &server.id().to_string()]))?;
        server.wait();
        let text = fs::read_to_string(&profile)
            .map_err(|error| format!("{}: {error}", profile.display()))?;
        read(&text).ok_or_else(|| format!("{} is no profile of callgrind", profile.display()))
    };
    let (once, twice) = (run(times)?, run(2 * times)?);
    let each = |of: fn(&Counts) -> f64| (of(&twice) - of(&once)) / times as f64;
    Ok(Counts {
        instructions: each(|counts| counts.instructions),
        allocations: each(|counts| counts.allocations),
    })
}

fn out_file(profile: &Path) -> String {
    format!("--callgrind-out-file={}", profile.display())
}

/// What a profile says in all. Its names are written once, with a number; calls of a function stand
/// behind its number (`cfn=(12) malloc`, then `calls=3 …`).
fn read(profile: &str) -> Option<Counts> {
    let total = profile.lines().find_map(|line| {
        line.strip_prefix("totals: ").or_else(|| line.strip_prefix("summary: "))
    })?;
    let instructions = total.trim().parse().ok()?;
    let mut is_allocator: HashMap<&str, bool> = HashMap::new();
    let (mut allocations, mut called) = (0.0, false);
    for line in profile.lines() {
        if let Some(calls) = line.strip_prefix("calls=") {
            if called {
                allocations += calls.split(' ').next()?.parse::<f64>().ok()?;
            }
            called = false;
            continue;
        }
        let Some((key @ ("fn" | "cfn"), function)) = line.split_once('=') else { continue };
        let (number, name) = function.split_once(')').unwrap_or((function, ""));
        if !name.is_empty() {
            is_allocator.insert(number, ALLOCATORS.contains(&name.trim()));
        }
        if key == "cfn" {
            called = is_allocator.get(number).copied().unwrap_or_default();
        }
    }
    Some(Counts { instructions, allocations })
}

const ALLOCATORS: [&str; 5] = ["malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"];
