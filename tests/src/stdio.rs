//! A client over standard input and output.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Stdio as Piped},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    Options,
    http::{VERSION, request},
    planted,
    process::{Log, command, stop},
};

/// A server whose standard input and output this process holds. Dropped, it is stopped, and what it
/// has written is searched for what is [planted].
pub struct Stdio {
    process: Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<String>,
    pub log: Log,
    audit: Option<PathBuf>,
    _directory: TempDir,
}

impl Stdio {
    /// Starts a server with `--stdio`, with this token in its environment.
    pub fn start(name: &str, token: Option<&str>) -> Self {
        Self::start_with(name, &Options::default(), token)
    }

    pub fn start_with(name: &str, options: &Options, token: Option<&str>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut command = command(name, options);
        if let Some(token) = token {
            planted::plant_credential(token);
            command.env("MCP_TOKEN", token);
        }
        let mut process = command
            .arg("--stdio")
            .current_dir(directory.path())
            .stdin(Piped::piped())
            .stdout(Piped::piped())
            .stderr(Piped::piped())
            .spawn()
            .unwrap();
        let lines = forward(process.stdout.take().unwrap());
        let log = Log::of(process.stderr.take().unwrap());
        let audit = options.audit(directory.path());
        Self { input: process.stdin.take(), process, lines, log, audit, _directory: directory }
    }

    /// Waits for a line of the log that contains the text.
    pub fn wait_for(&self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.log.text();
            if let Some(line) = log.lines().find(|line| line.contains(text)) {
                return line.to_owned();
            }
            assert!(Instant::now() < deadline, "no `{text}` in the log:\n{log}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn send(&mut self, line: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line).unwrap();
        input.write_all(b"\n").unwrap();
        input.flush().unwrap();
    }

    /// The next line of output: JSON, or the test fails.
    pub fn receive(&mut self) -> Value {
        let line = self.lines.recv_timeout(Duration::from_secs(30)).expect("no line of output");
        planted::search("standard output", &line);
        serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("not JSON on standard output: {line}"))
    }

    /// Sends a request of the newest protocol version and waits for its answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.send(request(method, params).to_string().as_bytes());
        self.receive()
    }

    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.request("tools/call", json!({ "name": tool, "arguments": arguments }))
    }

    /// Opens a session as clients of older protocol versions do.
    pub fn initialize(&mut self, version: &str) -> Value {
        let params = json!({
            "protocolVersion": version,
            "capabilities": {},
            "clientInfo": { "name": "test", "version": VERSION },
        });
        let message =
            json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
        self.send(message.to_string().as_bytes());
        let answer = self.receive();
        self.send(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        answer
    }

    /// Ends the input and collects what still comes.
    pub fn finish(mut self) -> Vec<Value> {
        drop(self.input.take());
        let rest: Vec<String> = self.lines.iter().collect();
        planted::search("standard output", &rest.join("\n"));
        let rest = rest.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let status = self.process.wait().unwrap();
        assert!(status.success(), "the server ended with {status}");
        rest
    }
}

impl Drop for Stdio {
    fn drop(&mut self) {
        drop(self.input.take());
        stop(&mut self.process);
        self.lines.iter().for_each(|line| planted::search("standard output", &line));
        planted::search("the log", &self.log.whole());
        self.audit.iter().for_each(|file| planted::search_files("the audit record", file));
    }
}

fn forward(output: ChildStdout) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
