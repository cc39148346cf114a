//! What is measured: the servers of `peers/`, each with the same echo tool.

use std::process::Command;

use super::peers::Peers;
use crate::{
    Result, command,
    server::{Server, clean},
};

/// A server, as it is started.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    /// What it is called in the tables.
    pub(crate) name: &'static str,
    /// The package in `peers/`.
    pub(crate) package: &'static str,
    /// What of ours is declared.
    pub(crate) guards: Option<&'static str>,
    /// The ways over standard input and output that it has.
    pub(crate) stdio: &'static [&'static str],
}

/// The first is what all are compared with; ours come last.
pub(crate) const SUBJECTS: [Subject; 8] = [
    peer("bare axum + serde_json", "peer-axum", &[""]),
    peer("turbomcp 4.0.0-alpha.5", "peer-turbomcp", &[""]),
    peer("rust-mcp-sdk 2.0.0", "peer-rust-mcp-sdk", &[]),
    peer("rmcp 3.11.0", "peer-rmcp", &["", "pipes"]),
    peer("pmcp 2.23.0", "peer-pmcp", &[""]),
    ours("mcp-secure, no guards", "none"),
    ours(TYPICAL, "typical"),
    ours("mcp-secure, all guards", "all"),
];

pub(crate) const TYPICAL: &str = "mcp-secure, typical guards";

const fn peer(
    name: &'static str,
    package: &'static str,
    stdio: &'static [&'static str],
) -> Subject {
    Subject { name, package, guards: None, stdio }
}

const fn ours(name: &'static str, guards: &'static str) -> Subject {
    Subject { name, package: "peer-mcp-secure", guards: Some(guards), stdio: &[""] }
}

impl Subject {
    pub(crate) fn is_ours(&self) -> bool {
        self.guards.is_some()
    }

    /// The command that starts it, but for where it serves.
    pub(crate) fn command(&self, peers: &Peers, token: bool) -> Result<Command> {
        let mut command = Command::new(peers.program(self.package));
        self.prepare(&mut command, peers, token)?;
        Ok(command)
    }

    /// Sets what the program of this subject reads of its environment.
    pub(crate) fn prepare(&self, command: &mut Command, peers: &Peers, token: bool) -> Result<()> {
        clean(command).env("JWT_SECRET", SECRET).env("GUARDS", self.guards.unwrap_or_default());
        let audit = peers.scratch.join(format!("audit-{}.jsonl", self.guards.unwrap_or_default()));
        command.env("AUDIT_FILE", audit);
        if token && let Some(token) = self.token(peers)? {
            command.env("MCP_TOKEN", token);
        }
        Ok(())
    }

    /// The credential that its tool asks for.
    pub(crate) fn token(&self, peers: &Peers) -> Result<Option<String>> {
        if matches!(self.guards, None | Some("none")) {
            return Ok(None);
        }
        self.credential(peers, Credential::RIGHT).map(Some)
    }

    pub(crate) fn credential(&self, peers: &Peers, credential: Credential) -> Result<String> {
        let mut command = self.command(peers, false)?;
        command.env("JWT_SECRET", credential.secret);
        command.args(["token", "--sub", "ada", "--scope", credential.scope, "--ttl", "24h"]);
        Ok(command::output(&mut command)?.trim().to_owned())
    }

    pub(crate) fn start(&self, peers: &Peers) -> Result<Server> {
        Server::start(&mut self.command(peers, false)?)
    }
}

/// What a token says, and with what it is signed.
#[derive(Clone, Copy)]
pub(crate) struct Credential {
    pub(crate) scope: &'static str,
    pub(crate) secret: &'static str,
}

impl Credential {
    pub(crate) const RIGHT: Self = Self { scope: "echo:call", secret: SECRET };
}

/// Of the servers that run for a measurement alone.
const SECRET: &str = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3";
