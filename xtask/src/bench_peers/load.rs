//! Load over HTTP, by `wrk`.

use std::{path::PathBuf, process::Command};

use super::{peers::Peers, process, request::Call};
use crate::{Result, command, package, server::Server, workspace};

/// What is asked of a server at once.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    /// Of the text.
    pub(crate) bytes: usize,
    pub(crate) seconds: u32,
}

/// One measurement.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// Microseconds of processor time of the server, for each request.
    pub(crate) cpu: f64,
    pub(crate) per_second: f64,
    /// Microseconds.
    pub(crate) median: f64,
    pub(crate) p99: f64,
}

/// The load generator.
pub(crate) struct Wrk {
    program: PathBuf,
    script: PathBuf,
}

impl Wrk {
    pub(crate) fn find(peers: &Peers) -> Result<Self> {
        let script = peers.scratch.join("call.lua");
        Ok(Self { program: package::program("wrk", "wrk")?, script })
    }

    /// Drives the server. An answer that is no success fails the whole run.
    pub(crate) fn drive(&self, server: &Server, call: &Call, load: Load) -> Result<Sample> {
        workspace::write(&self.script, script(call))?;
        let before = process::cpu(server.id())?;
        let told = command::output(
            Command::new(&self.program)
                .args(["--threads", "1", "--connections", &load.connections.to_string()])
                .args(["--duration", &format!("{}s", load.seconds)])
                .arg("--script")
                .arg(&self.script)
                .arg(&server.url),
        )?;
        let cpu = process::cpu(server.id())? - before;
        let line = told.lines().find_map(|line| line.strip_prefix("measured "));
        let figures: Vec<f64> =
            line.unwrap_or_default().split(' ').filter_map(|figure| figure.parse().ok()).collect();
        let [requests, microseconds, errors, median, p99] = figures[..] else {
            return Err(format!("wrk has told\n{told}"));
        };
        if errors > 0.0 {
            return Err(format!("{errors} of {requests} requests failed:\n{told}"));
        }
        Ok(Sample {
            cpu: cpu * 1e6 / requests,
            per_second: requests * 1e6 / microseconds,
            median,
            p99,
        })
    }
}

/// What `wrk` sends and tells.
fn script(call: &Call) -> String {
    let mut script = "wrk.method = \"POST\"\n".to_owned();
    for (name, value) in call.headers() {
        script += &format!("wrk.headers[\"{name}\"] = [==[{value}]==]\n");
    }
    script += &format!("wrk.body = [==[{}]==]\n", call.message(1));
    script
        + "function done(summary, latency)\n\
                local e = summary.errors\n\
                print(string.format(\"measured %d %d %d %d %d\", summary.requests, summary.duration,\n\
                  e.connect + e.read + e.write + e.status + e.timeout,\n\
                  latency:percentile(50), latency:percentile(99)))\n\
              end\n"
}

/// The one in the middle.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
