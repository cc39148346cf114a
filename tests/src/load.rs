//! Many calls for a bounded time, each answer of which is looked at.

use std::{
    io::{self, Read, Write},
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{Http, http::Stream, request};

/// A connection that stays open.
pub struct Kept {
    client: Http,
    stream: Option<Box<dyn Stream>>,
    message: Vec<u8>,
}

/// What has become of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Admitted,
    /// The limit of the tool.
    Limited,
    /// Another one, of this status.
    Refused(u16),
    /// The connection was closed, or not opened: the client can try again elsewhere.
    Closed,
    /// Nothing came for a long time.
    Nothing,
}

/// What has become of many.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub admitted: u32,
    pub limited: u32,
    pub closed: u32,
    /// All that should not be, in words.
    pub wrong: Vec<String>,
    pub slowest: Duration,
    /// When the first call had its answer, and when the last one was sent.
    pub span: Option<(Instant, Instant)>,
}

impl Kept {
    /// Calls of this tool, without arguments.
    pub fn new(address: SocketAddr, token: &str, tool: &str) -> Self {
        Self::of(Http::new(address).token(token), tool, json!({}))
    }

    /// Calls of this tool with these arguments, as this client makes connections.
    pub fn of(client: Http, tool: &str, arguments: Value) -> Self {
        let call = request("tools/call", json!({ "name": tool, "arguments": arguments }));
        let body = call.to_string();
        let headers = [
            ("connection", "keep-alive"),
            ("mcp-method", "tools/call"),
            ("mcp-name", tool),
            ("mcp-protocol-version", crate::http::VERSION),
        ];
        let client =
            headers.iter().fold(client, |client, (name, value)| client.header(name, value));
        let head = client.head("POST", "/mcp", &[("content-length", &body.len().to_string())]);
        Self { client, stream: None, message: (head + &body).into_bytes() }
    }

    /// The next call makes a connection of its own.
    pub fn close(&mut self) {
        self.stream = None;
    }

    pub fn call(&mut self) -> Answer {
        match self.exchange() {
            Ok((200, body)) => {
                let body: Value = serde_json::from_slice(&body).unwrap_or_default();
                let result = &body["result"];
                if result["isError"] == false {
                    Answer::Admitted
                } else if result["structuredContent"]["error"] == "rate_limited" {
                    Answer::Limited
                } else {
                    Answer::Refused(200)
                }
            }
            Ok((status, _)) => Answer::Refused(status),
            Err(error) => {
                self.stream = None;
                match error.kind() {
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Answer::Nothing,
                    _ => Answer::Closed,
                }
            }
        }
    }

    fn exchange(&mut self) -> io::Result<(u16, Vec<u8>)> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(self.client.try_open(PATIENCE)?),
        };
        stream.write_all(&self.message)?;
        let mut bytes = Vec::new();
        let mut buffer = [0; 16 << 10];
        loop {
            if let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
                let length = head
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
                let (Some(status), Some(length)) = (status, length) else {
                    return Err(io::Error::other(head));
                };
                if bytes.len() >= end + 4 + length {
                    return Ok((status, bytes.split_off(end + 4)));
                }
            }
            match stream.read(&mut buffer)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => bytes.extend_from_slice(&buffer[..read]),
            }
        }
    }
}

impl Tally {
    pub fn add(&mut self, answer: Answer, took: Duration) {
        self.slowest = self.slowest.max(took);
        match answer {
            Answer::Admitted => self.admitted += 1,
            Answer::Limited => self.limited += 1,
            Answer::Closed => self.closed += 1,
            Answer::Refused(_) | Answer::Nothing => self.wrong.push(format!("{answer:?}")),
        }
    }

    /// For how long calls went on, of all of these.
    pub fn time(all: &[Self]) -> Duration {
        let spans = || all.iter().filter_map(|tally| tally.span);
        let (first, last) = (spans().map(|span| span.0).min(), spans().map(|span| span.1).max());
        last.zip(first).map_or(Duration::ZERO, |(last, first)| last.duration_since(first))
    }

    pub fn answered(&self) -> u32 {
        self.admitted + self.limited
    }
}

/// Calls once in each interval, until then; later where an answer takes longer.
pub fn run(mut connection: Kept, interval: Duration, until: Instant) -> Tally {
    let mut tally = Tally::default();
    let mut next = Instant::now();
    while Instant::now() < until {
        let start = Instant::now();
        let answer = connection.call();
        tally.add(answer, start.elapsed());
        let (first, _) = tally.span.unwrap_or_else(|| (Instant::now(), start));
        tally.span = Some((first, start.max(first)));
        next = (next + interval).max(Instant::now() - interval);
        thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    tally
}

/// No answer takes so long, unless there will be none.
const PATIENCE: Duration = Duration::from_secs(20);
