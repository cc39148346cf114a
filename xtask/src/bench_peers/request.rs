//! The call that everybody answers, and whether an answer is right.

use std::{
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::Result;

/// A `tools/call` of the echo tool, by the protocol of 2026-07-28.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) text: String,
    pub(crate) token: Option<String>,
    pub(crate) tool: String,
}

impl Call {
    /// With a text of so many bytes.
    pub(crate) fn of(bytes: usize, token: Option<String>) -> Self {
        let text = WORDS.chars().cycle().take(bytes).collect();
        Self { text, token, tool: "echo".to_owned() }
    }

    pub(crate) fn message(&self, id: u64) -> String {
        json!({
            "jsonrpc": "2.0",
            "id": id,
            "method": "tools/call",
            "params": {
                "name": self.tool,
                "arguments": { "text": self.text, "file": "report.md" },
                "_meta": {
                    "io.modelcontextprotocol/protocolVersion": VERSION,
                    "io.modelcontextprotocol/clientInfo": { "name": "bench", "version": "0" },
                    "io.modelcontextprotocol/clientCapabilities": {},
                },
            },
        })
        .to_string()
    }

    /// All headers but `Host` and `Content-Length`.
    pub(crate) fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Content-Type", "application/json".to_owned()),
            ("Accept", "application/json, text/event-stream".to_owned()),
            ("MCP-Protocol-Version", VERSION.to_owned()),
            ("Mcp-Method", "tools/call".to_owned()),
            ("Mcp-Name", self.tool.clone()),
        ];
        if let Some(token) = &self.token {
            headers.push(("Authorization", format!("Bearer {token}")));
        }
        headers
    }

    /// The whole request, and the address that it goes to.
    pub(crate) fn http<'a>(&self, url: &'a str, id: u64) -> (&'a str, Vec<u8>) {
        let rest = url.trim_start_matches("http://");
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let body = self.message(id);
        let mut head = format!("POST /{path} HTTP/1.1\r\nHost: {host}\r\n");
        for (name, value) in self.headers() {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        (host, (head + &body).into_bytes())
    }

    /// Fails unless the message answers with the text.
    pub(crate) fn check(&self, who: &str, message: &[u8]) -> Result<()> {
        let answer: Value = serde_json::from_slice(message)
            .map_err(|error| format!("{who}: {error} in {}", String::from_utf8_lossy(message)))?;
        let result = &answer["result"];
        let text = &result["content"][0]["text"];
        // The macros of pmcp write what a tool returns as JSON, also where it is a text.
        let quoted = json!(self.text).to_string();
        let is_the_text = *text == self.text.as_str() || *text == quoted.as_str();
        let is_right = is_the_text && matches!(result["isError"], Value::Null | Value::Bool(false));
        if is_right { Ok(()) } else { Err(format!("{who} has answered {answer}")) }
    }

    /// Calls so many times over one connection, one after the other; every answer has to be right.
    pub(crate) fn make(&self, who: &str, url: &str, times: u64) -> Result<()> {
        let failed = |error: std::io::Error| format!("{who}: {error}");
        let (host, request) = self.http(url, 1);
        let mut stream = connect(host).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let mut replies = BufReader::new(stream.try_clone().map_err(failed)?);
        for _ in 0..times {
            stream.write_all(&request).map_err(failed)?;
            self.check(who, &body(&mut replies).map_err(failed)?)?;
        }
        Ok(())
    }
}

/// Some peers tell where they will listen, not that they do.
fn connect(host: &str) -> std::io::Result<TcpStream> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match TcpStream::connect(host) {
            Err(error)
                if error.kind() == ErrorKind::ConnectionRefused && Instant::now() < deadline =>
            {
                thread::sleep(Duration::from_millis(20));
            }
            connected => return connected,
        }
    }
}

/// The body of one reply: by its length, or in chunks.
fn body(replies: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let (mut length, mut head) = (None, String::new());
    loop {
        let mut line = String::new();
        if replies.read_line(&mut line)? == 0 {
            return Err(std::io::Error::other(format!("the connection has ended after {head}")));
        }
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
        head += &line;
    }
    let mut body = Vec::new();
    let mut take = |length: u64| replies.by_ref().take(length).read_to_end(&mut body);
    if let Some(length) = length {
        take(length)?;
        return Ok(body);
    }
    loop {
        let mut line = String::new();
        replies.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16)
            .map_err(|_| std::io::Error::other(format!("no length in {head}")))?;
        replies.by_ref().take(length).read_to_end(&mut body)?;
        replies.read_line(&mut String::new())?;
        if length == 0 {
            return Ok(body);
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

const VERSION: &str = "2026-07-28";

const WORDS: &str = "the-quick-brown-fox-jumps-over-the-lazy-dog-";
