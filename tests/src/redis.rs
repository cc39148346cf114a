//! A real Redis on loopback, and a road to it that can be made slow.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub const PASSWORD: &str = "hunter2-of-the-store";

/// A server without persistence. Dropped, it is killed.
pub struct Redis {
    pub address: SocketAddr,
    process: Child,
    _directory: TempDir,
}

impl Redis {
    /// On this port, or on a free one.
    pub fn start(program: &Path, port: Option<u16>) -> Self {
        let port = port.unwrap_or_else(free_port);
        let directory = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        command.args(["--appendonly", "no", "--requirepass", PASSWORD]);
        command.arg("--dir").arg(directory.path()).stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.spawn().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < deadline, "redis-server does not answer");
            thread::sleep(Duration::from_millis(10));
        }
        Self { address, process, _directory: directory }
    }

    pub fn url(&self) -> String {
        format!("redis://:{PASSWORD}@{}/0", self.address)
    }

    /// `STOP` or `CONT`.
    pub fn signal(&self, signal: &str) {
        let process = self.process.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &process]).status().unwrap().success());
    }

    /// What a command answers, line by line.
    pub fn ask(&self, command: &str) -> Vec<String> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(format!("AUTH {PASSWORD}\r\n{command}\r\nQUIT\r\n").as_bytes()).unwrap();
        let lines: Vec<_> = BufReader::new(stream).lines().map_while(Result::ok).collect();
        lines[1..lines.len() - 1].to_vec()
    }

    /// A connection that stays open.
    pub fn connect(&self) -> Commands {
        let mut commands = Commands(BufReader::new(TcpStream::connect(self.address).unwrap()));
        assert_eq!(commands.run(&["AUTH", PASSWORD]), ["OK"]);
        commands
    }

    /// All keys.
    pub fn keys(&self) -> Vec<String> {
        let lines = self.ask("KEYS *");
        lines.into_iter().filter(|line| !line.starts_with(['*', '$'])).collect()
    }

    /// In how many milliseconds a key ends; -1 is never.
    pub fn ends_in(&self, key: &str) -> i64 {
        self.ask(&format!("PTTL {key}"))[0].trim_start_matches(':').parse().unwrap()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection to it.
pub struct Commands(BufReader<TcpStream>);

impl Commands {
    /// What a command answers: of a list, each of its items.
    ///
    /// # Panics
    ///
    /// It answers with an error.
    pub fn run(&mut self, command: &[&str]) -> Vec<String> {
        let mut message = format!("*{}\r\n", command.len());
        for part in command {
            message += &format!("${}\r\n{part}\r\n", part.len());
        }
        self.0.get_mut().write_all(message.as_bytes()).unwrap();
        let mut items = Vec::new();
        self.read(&mut items);
        items
    }

    fn read(&mut self, items: &mut Vec<String>) {
        let line = self.line();
        let (kind, rest) = line.split_at(1);
        match kind {
            "+" | ":" => items.push(rest.to_owned()),
            "$" => items.push(self.line()),
            "*" => (0..rest.parse().unwrap()).for_each(|_| self.read(items)),
            _ => panic!("{line}"),
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

/// A road that holds back what it carries for so long, in each direction.
pub struct Road {
    pub address: SocketAddr,
    delay: Arc<AtomicU64>,
}

impl Road {
    pub fn to(destination: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let delay = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&delay);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Nobody there: the client is let go, as by a closed port.
                let Ok(server) = TcpStream::connect(destination) else { continue };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let delay = Arc::clone(&shared);
                    thread::spawn(move || carry(from, to, &delay));
                }
            }
        });
        Self { address, delay }
    }

    pub fn set_delay(&self, delay: Duration) {
        self.delay.store(delay.as_millis() as u64, Ordering::SeqCst);
    }

    pub fn url(&self) -> String {
        format!("redis://:{PASSWORD}@{}/0", self.address)
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, delay: &AtomicU64) {
    let mut buffer = [0; 16 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        thread::sleep(Duration::from_millis(delay.load(Ordering::SeqCst)));
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
