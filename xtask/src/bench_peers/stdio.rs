//! Load over standard input and output: so many requests on their way at once.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    time::{Duration, Instant},
};

use super::{peers::Peers, process, request::Call, subject::Subject};
use crate::Result;

/// A server at the other end of two pipes. Dropped, it is killed.
pub(crate) struct Pipes {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// A message, before and after its id.
    message: (String, String),
    next: u64,
}

/// One measurement.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) per_second: f64,
    /// Microseconds of processor time of the server, for each request.
    pub(crate) cpu: f64,
}

impl Pipes {
    /// Starts it. Its first answer has to be right.
    pub(crate) fn start(subject: &Subject, way: &str, peers: &Peers) -> Result<Self> {
        let mut command = subject.command(peers, true)?;
        command.arg("--stdio").args((!way.is_empty()).then_some(way));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let failed = |error| format!("{}: {error}", subject.name);
        let mut process = command.spawn().map_err(failed)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("a process without pipes".to_owned());
        };
        let call = Call::of(SMALL, None);
        let message = call.message(MARK);
        let (before, after) = message.split_once(&MARK.to_string()).unwrap_or_default();
        let message = (before.to_owned(), format!("{after}\n"));
        let output = BufReader::with_capacity(64 << 10, output);
        let mut pipes = Self { process, input, output, message, next: 1 };
        pipes.send(1).map_err(failed)?;
        let mut line = Vec::new();
        pipes.output.read_until(b'\n', &mut line).map_err(failed)?;
        call.check(subject.name, &line)?;
        Ok(pipes)
    }

    /// For so long, with so many requests on their way.
    pub(crate) fn drive(&mut self, depth: usize, time: Duration) -> Result<Sample> {
        let failed = |error: std::io::Error| format!("over pipes: {error}");
        let cpu = process::cpu(self.process.id())?;
        let start = Instant::now();
        let (mut waiting, mut answered, mut chunk) = (0, 0, vec![0; 64 << 10]);
        loop {
            let goes_on = start.elapsed() < time;
            if goes_on {
                self.send(depth - waiting).map_err(failed)?;
                waiting = depth;
            } else if waiting == 0 {
                break;
            }
            let read = self.output.read(&mut chunk).map_err(failed)?;
            if read == 0 {
                return Err("a server has ended over its pipes".to_owned());
            }
            let replies = chunk[..read].iter().filter(|&&byte| byte == b'\n').count();
            waiting -= replies;
            answered += replies;
        }
        let per_second = answered as f64 / start.elapsed().as_secs_f64();
        let cpu = process::cpu(self.process.id())? - cpu;
        Ok(Sample { per_second, cpu: cpu * 1e6 / answered as f64 })
    }

    fn send(&mut self, times: usize) -> std::io::Result<()> {
        let mut messages = String::new();
        for _ in 0..times {
            messages += &self.message.0;
            messages += &self.next.to_string();
            messages += &self.message.1;
            self.next += 1;
        }
        self.input.write_all(messages.as_bytes())
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Of the text, in bytes.
pub(crate) const SMALL: usize = 40;

/// An id that stands nowhere else in the message.
const MARK: u64 = 987_654_321;
