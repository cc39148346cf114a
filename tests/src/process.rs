//! Servers as processes.

use std::{
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub use crate::log::Log;
use crate::{Http, planted, token::SECRET};

/// How a server is started.
#[derive(Clone, Default)]
pub struct Options {
    pub arguments: Vec<String>,
    /// `None` is the usual secret; `Some("")` leaves the variable unset.
    pub secret: Option<&'static str>,
    /// What is logged.
    pub log: Option<String>,
    /// More of the environment.
    pub variables: Vec<(&'static str, OsString)>,
    /// Where it listens, if not on a free port of 127.0.0.1.
    pub address: Option<&'static str>,
    /// How many files and connections it may have open at once; on Unix.
    pub descriptors: Option<u32>,
}

/// A server that listens on a port of its own, in a directory of its own. Dropped, it is
/// stopped, and what it has written is searched for what is [planted].
pub struct Server {
    pub address: SocketAddr,
    pub directory: TempDir,
    process: Child,
    log: Log,
    output: Log,
    audit: Option<PathBuf>,
}

impl Server {
    /// Starts an example server, or the `fixture` of this package.
    pub fn start(name: &str) -> Self {
        Self::start_with(name, Options::default())
    }

    pub fn start_with(name: &str, options: Options) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut command = command(name, &options);
        let listen = options.address.unwrap_or("127.0.0.1:0");
        command.args(["--addr", listen]).current_dir(directory.path());
        let mut process = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut server = Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            log: Log::of(process.stderr.take().unwrap()),
            output: Log::of(process.stdout.take().unwrap()),
            audit: options.audit(directory.path()),
            directory,
            process,
        };
        let line = server.wait_for(" at http");
        let (_, rest) = line.split_once("://").unwrap();
        server.address = rest.split('/').next().unwrap().parse().unwrap();
        if server.address.ip().is_unspecified() {
            server.address.set_ip([127, 0, 0, 1].into());
        }
        server
    }

    pub fn http(&self) -> Http {
        Http::new(self.address)
    }

    /// Its audit events.
    pub fn events(&self) -> &Log {
        &self.log
    }

    /// What the server has written to standard error.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Waits for a line of the log that contains the text.
    pub fn wait_for(&mut self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.log();
            if let Some(line) = log.lines().find(|line| line.contains(text)) {
                return line.to_owned();
            }
            assert!(Instant::now() < deadline, "no `{text}` in the log:\n{log}");
            if let Some(status) = self.process.try_wait().unwrap() {
                panic!("the server has ended ({status}):\n{}", self.log());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for the process to end by itself.
    pub fn wait(&mut self, timeout: Duration) -> Option<std::process::ExitStatus> {
        let deadline = Instant::now() + timeout;
        loop {
            let status = self.process.try_wait().unwrap();
            if status.is_some() || Instant::now() > deadline {
                return status;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Options {
    /// Without a secret, and with these arguments.
    pub fn of(arguments: &[&str]) -> Self {
        Self { secret: Some(""), ..Self::default() }.with(arguments)
    }

    /// The same with other arguments.
    #[must_use]
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        self
    }

    /// The same with one more variable.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// The file of audit events of a server in this directory.
    pub(crate) fn audit(&self, directory: &Path) -> Option<PathBuf> {
        let (_, file) = self.variables.iter().find(|(name, _)| *name == "MCP_AUDIT_FILE")?;
        Some(directory.join(file))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.process);
        planted::search("the log", &self.log.whole());
        planted::search("standard output", &self.output.whole());
        self.audit.iter().for_each(|file| planted::search_files("the audit record", file));
    }
}

/// Ends a process in order, so that it writes what it writes at its end; one that does not end soon
/// is killed.
pub(crate) fn stop(process: &mut Child) {
    #[cfg(unix)]
    if let Ok(None) = process.try_wait()
        && let Some(id) = rustix::process::Pid::from_raw(process.id().cast_signed())
    {
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(1);
        while matches!(process.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
    let _ = process.kill();
    let _ = process.wait();
}

/// What a server says that does not start.
pub fn refusal(name: &str, options: Options) -> String {
    let directory = tempfile::tempdir().unwrap();
    let mut command = command(name, &options);
    let listen = options.address.unwrap_or("127.0.0.1:0");
    command.args(["--addr", listen]).current_dir(directory.path());
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let log = Log::of(process.stderr.take().unwrap());
    let output = Log::of(process.stdout.take().unwrap());
    let deadline = Instant::now() + Duration::from_secs(20);
    while process.try_wait().unwrap().is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
    let _ = process.kill();
    let status = process.wait().unwrap();
    let message = log.whole();
    planted::search("the log", &message);
    planted::search("standard output", &output.whole());
    assert_eq!(status.code(), Some(1), "the server has started: {message}");
    message
}

/// Runs a program to its end, in an empty directory, and searches what it has written.
pub fn run(name: &str, options: &Options) -> Output {
    run_to(name, options, Stdio::piped(), Stdio::piped())
}

/// The same, with this standard output and standard error.
pub fn run_to(name: &str, options: &Options, output: Stdio, error: Stdio) -> Output {
    let directory = tempfile::tempdir().unwrap();
    let mut command = command(name, options);
    command.current_dir(directory.path()).stdin(Stdio::null()).stdout(output).stderr(error);
    let output = command.output().unwrap();
    // Credentials are what these are asked for.
    let tells_credentials = ["token", "apikey"];
    if !options.arguments.first().is_some_and(|it| tells_credentials.contains(&it.as_str())) {
        planted::search("standard output", &String::from_utf8_lossy(&output.stdout));
    }
    planted::search("standard error", &String::from_utf8_lossy(&output.stderr));
    output
}

/// A pipe whose reader is gone.
pub fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

/// The command of a server, with a clean environment.
pub(crate) fn command(name: &str, options: &Options) -> Command {
    let mut command = match options.descriptors {
        None => Command::new(binary(name)),
        Some(most) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("ulimit -n {most}; exec \"$0\" \"$@\"")]).arg(binary(name));
            shell
        }
    };
    for variable in [
        "JWT_SECRET",
        "MCP_TOKEN",
        "MCP_ADDR",
        "MCP_AUDIENCE",
        "MCP_ISSUER",
        "RUST_LOG",
        "ENABLE_SSL",
        "CERT_FILE",
        "KEY_FILE",
        "CLIENT_CA_FILE",
        "MCP_METRICS_ADDR",
        "MCP_AUDIT_FILE",
        "MCP_AUDIT_KEY",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ] {
        command.env_remove(variable);
    }
    match options.secret {
        None => drop(command.env("JWT_SECRET", SECRET)),
        Some("") => {}
        Some(secret) => drop(command.env("JWT_SECRET", secret)),
    }
    if let Some(log) = &options.log {
        command.env("RUST_LOG", log);
    }
    command.envs(options.variables.iter().map(|(name, value)| (name, value)));
    command.args(&options.arguments);
    for (name, value) in command.get_envs() {
        planted::plant_variable(&name.to_string_lossy(), value.unwrap_or_default());
    }
    command
}

/// The path of a program of this workspace, built first if need be.
pub fn binary(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let directory = BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let test = std::env::current_exe().unwrap();
        let beside = test.parent().unwrap();
        // A program of this package, and not a test, stands beside the others and is built with them.
        if !beside.ends_with("deps") {
            return beside.to_owned();
        }
        let profile = test.ancestors().nth(2).unwrap().to_owned();
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "examples", "--package", "tests", "--bins"]);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.arg("--target-dir").arg(profile.parent().unwrap());
        assert!(build.status().unwrap().success(), "the servers do not build");
        profile
    });
    directory.join(name).with_extension(std::env::consts::EXE_EXTENSION)
}
