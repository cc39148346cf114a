//! The workspace of the peers, and what is built of it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, workspace::Workspace};

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

    /// Builds a package as a release. Each has a directory of its own: together they would be built
    /// with each other's features.
    pub(crate) fn build(&self, package: &str) -> Result<()> {
        command::run(&mut self.build_command(package))
    }

    /// Builds it and all that it needs from nothing: seconds of processor time.
    pub(crate) fn build_anew(&self, package: &str) -> Result<f64> {
        let target = self.target.join(package);
        if target.exists() {
            fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", shown(&target)))?;
        }
        println!("{package}: building");
        processor_time(&self.build_command(package))
    }

    fn build_command(&self, package: &str) -> Command {
        let mut build = self.cargo(package);
        build.args(["build", "--release", "--locked", "--quiet", "--package", package]);
        build
    }

    /// It builds into the directory of this name.
    pub(crate) fn cargo(&self, directory: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", self.target.join(directory));
        cargo
    }

    pub(crate) fn program(&self, package: &str) -> PathBuf {
        self.program_in(package, package)
    }

    fn program_in(&self, directory: &str, name: &str) -> PathBuf {
        self.target.join(directory).join("release").join(name)
    }

    /// The size of a program, in bytes.
    pub(crate) fn size(&self, directory: &str, name: &str) -> Result<u64> {
        let program = self.program_in(directory, name);
        let size = fs::metadata(&program).map(|metadata| metadata.len());
        size.map_err(|error| format!("{}: {error}", shown(&program)))
    }

    /// How many crates a package is built of, beside its own and the one that reads its arguments.
    pub(crate) fn crates(&self, package: &str) -> Result<usize> {
        let tree = command::output(self.cargo(package).args([
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

/// Of a command and all that it starts, in seconds: the shell counts it.
pub(super) fn processor_time(command: &Command) -> Result<f64> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "\"$@\" && times", "sh"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    if let Some(directory) = command.get_current_dir() {
        shell.current_dir(directory);
    }
    let told = command::output(&mut shell)?;
    // The last line is that of the children: `1m2.345s 0m6.789s`.
    let line = told.lines().last().unwrap_or_default();
    let seconds = |time: &str| {
        let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
        Some(60.0 * minutes.parse::<f64>().ok()? + seconds.parse::<f64>().ok()?)
    };
    let times: Option<Vec<f64>> = line.split_whitespace().map(seconds).collect();
    times.map(|times| times.iter().sum()).ok_or_else(|| format!("the shell has told `{told}`"))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
