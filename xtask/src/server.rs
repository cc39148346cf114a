//! A server of this workspace, as a process.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use crate::{Result, command::line};

/// It listens on a free port. Dropped, it is killed.
pub(crate) struct Server {
    pub(crate) url: String,
    process: Child,
}

impl Server {
    /// Starts it, and waits until it tells where it listens.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        clean(command).args(["--addr", "127.0.0.1:0"]);
        let name = line(command);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process =
            command.spawn().map_err(|error| format!("`{name}` does not start: {error}"))?;
        let output = process.stderr.take();
        let mut server = Self { url: String::new(), process };
        let (sender, receiver) = mpsc::channel();
        // Reads to the end, so that the server never waits for us.
        thread::spawn(move || {
            let lines = output.into_iter().flat_map(|output| BufReader::new(output).lines());
            for line in lines.map_while(std::io::Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut log = String::new();
        loop {
            match receiver.recv_timeout(START) {
                Ok(line) => match line.split_once(" at http://") {
                    Some((_, rest)) => {
                        server.url = format!("http://{rest}");
                        return Ok(server);
                    }
                    None => log = log + &line + "\n",
                },
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!("`{name}` does not tell where it listens:\n{log}"));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(format!("`{name}` has ended at once:\n{log}"));
                }
            }
        }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait(&mut self) {
        let _ = self.process.wait();
    }

    /// Whether it still runs: a server that a check has killed must not pass.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Without what the caller's shell may have set for a server of their own.
pub(crate) fn clean(command: &mut Command) -> &mut Command {
    for variable in ["MCP_TOKEN", "MCP_ADDR", "MCP_AUDIENCE", "MCP_ISSUER", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command
}

/// More than a loaded machine takes; nothing else depends on it.
const START: Duration = Duration::from_secs(60);
