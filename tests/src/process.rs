//! Servers as processes.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Http, token::SECRET};

/// How a server is started.
#[derive(Default)]
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
/// killed.
pub struct Server {
    pub address: SocketAddr,
    pub directory: TempDir,
    process: Child,
    log: Log,
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
        let mut process = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let log = Log::of(process.stderr.take().unwrap());
        let mut server =
            Self { address: SocketAddr::from(([127, 0, 0, 1], 0)), directory, process, log };
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

/// What a process writes to standard error.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<String>>);

impl Log {
    pub(crate) fn of(output: impl Read + Send + 'static) -> Self {
        let log = Self::default();
        let shared = log.clone();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                *shared.0.lock().unwrap() += &(line + "\n");
            }
        });
        log
    }

    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    /// The audit events so far.
    pub fn events(&self) -> Vec<String> {
        let text = self.text();
        text.lines().filter(|l| l.contains("mcp_secure::audit")).map(str::to_owned).collect()
    }

    /// Waits for the event after so many, and answers with it.
    pub fn event(&self, after: usize) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(event) = self.events().get(after) {
                return event.clone();
            }
            assert!(Instant::now() < deadline, "no event after {after}:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a server says that does not start.
pub fn refusal(name: &str, options: Options) -> String {
    let directory = tempfile::tempdir().unwrap();
    let mut command = command(name, &options);
    let listen = options.address.unwrap_or("127.0.0.1:0");
    command.args(["--addr", listen]).current_dir(directory.path());
    let mut process = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut output = process.stderr.take().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while process.try_wait().unwrap().is_none() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(5));
    }
    let _ = process.kill();
    let status = process.wait().unwrap();
    let mut message = String::new();
    output.read_to_string(&mut message).unwrap();
    assert_eq!(status.code(), Some(1), "the server has started: {message}");
    message
}

/// The command of a server, with a clean environment.
pub fn command(name: &str, options: &Options) -> Command {
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
