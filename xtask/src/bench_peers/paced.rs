//! How long calls take that come at a pace, by `h2load`: so many a second, whether the last ones are
//! answered or not.
//!
//! Under full load the generator keeps one of two processors, and what a 99th percentile tells is how long
//! the threads of a server take turns on the other one.

use std::{path::PathBuf, process::Command};

use super::{peers::Peers, request::Call};
use crate::{Result, command, package, server::Server, workspace};

pub(crate) struct Paced {
    program: PathBuf,
    body: PathBuf,
    log: PathBuf,
}

impl Paced {
    pub(crate) fn find(peers: &Peers) -> Result<Self> {
        let program = package::program("h2load", "nghttp2-client")?;
        let (body, log) = (peers.scratch.join("body.json"), peers.scratch.join("h2load.log"));
        Ok(Self { program, body, log })
    }

    /// The 99th percentile, in microseconds. An answer that is no success fails the whole run.
    pub(crate) fn drive(&self, server: &Server, call: &Call) -> Result<f64> {
        workspace::write(&self.body, call.message(1))?;
        // It would write behind what there is.
        workspace::write(&self.log, "")?;
        let mut h2load = Command::new(&self.program);
        h2load.args(["--h1", "--threads=1", "--duration=1"]);
        h2load.arg(format!("--clients={CONNECTIONS}"));
        h2load.arg(format!("--rps={}", PER_SECOND / CONNECTIONS));
        h2load.arg(format!("--log-file={}", self.log.display()));
        h2load.arg(format!("--data={}", self.body.display()));
        for (name, value) in call.headers() {
            h2load.arg(format!("--header={name}: {value}"));
        }
        let told = command::output(h2load.arg(&server.url))?;
        let mut times = Vec::new();
        for line in workspace::read(&self.log)?.lines() {
            // When it began, its status, and how long it took.
            let mut words = line.split('\t').skip(1);
            let (Some("200"), Some(time)) = (words.next(), words.next()) else {
                return Err(format!("a call has failed: {line}\n{told}"));
            };
            times.push(time.trim().parse::<u64>().map_err(|_| format!("no time: {line}"))?);
        }
        // A second has so many; some are on their way at its end.
        if times.len() < PER_SECOND * 9 / 10 {
            return Err(format!("{} calls in a second of {PER_SECOND}:\n{told}", times.len()));
        }
        times.sort_unstable();
        Ok(times[times.len() * 99 / 100] as f64)
    }
}

const CONNECTIONS: usize = 32;

/// What the slowest of the peers answers, with room.
pub(crate) const PER_SECOND: usize = 24_000;
