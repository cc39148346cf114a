//! What is measured: the servers of `peers/`, each with the same echo tool.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result, command,
    server::{Server, clean},
    workspace::Workspace,
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
        let mut command = self.command(peers, false)?;
        command.args(["token", "--sub", "ada", "--scope", "echo:call", "--ttl", "24h"]);
        Ok(Some(command::output(&mut command)?.trim().to_owned()))
    }

    pub(crate) fn start(&self, peers: &Peers) -> Result<Server> {
        Server::start(&mut self.command(peers, false)?)
    }
}

/// The workspace of the peers, and what is built of it.
pub(crate) struct Peers {
    pub(crate) root: PathBuf,
    target: PathBuf,
    /// For audit files and the like; it is empty at first.
    pub(crate) scratch: PathBuf,
}

impl Peers {
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            root: workspace.root.join("peers"),
            target: workspace.target().join("peers"),
            scratch: workspace.empty_directory("bench-peers")?,
        })
    }

    /// Builds all of them, as a release: one by one, since together they would be built with each
    /// other's features.
    pub(crate) fn build(&self) -> Result<()> {
        PACKAGES.into_iter().try_for_each(|package| self.build_package(package))
    }

    pub(crate) fn build_package(&self, package: &str) -> Result<()> {
        let mut build = self.cargo();
        command::run(build.args(["build", "--release", "--locked", "--package", package]))
    }

    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    pub(crate) fn program(&self, package: &str) -> PathBuf {
        self.target.join("release").join(package)
    }

    /// The size of a program, in bytes.
    pub(crate) fn size(&self, package: &str) -> Result<u64> {
        let program = self.program(package);
        let metadata = std::fs::metadata(&program);
        Ok(metadata.map_err(|error| format!("{}: {error}", shown(&program)))?.len())
    }

    /// How many crates a package is built of, beside its own and the one that reads its arguments.
    pub(crate) fn crates(&self, package: &str) -> Result<usize> {
        let tree = command::output(self.cargo().args([
            "tree",
            "--locked",
            "--edges=normal",
            "--prefix=none",
            "--format={p}",
            "--package",
            package,
        ]))?;
        let crates: std::collections::BTreeSet<&str> =
            tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        Ok(crates.len() - 2)
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

const PACKAGES: [&str; 6] = [
    "peer-axum",
    "peer-turbomcp",
    "peer-rust-mcp-sdk",
    "peer-rmcp",
    "peer-pmcp",
    "peer-mcp-secure",
];

/// Of the servers that run for a measurement alone.
const SECRET: &str = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3";
