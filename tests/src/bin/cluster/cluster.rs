//! The processes of the cluster, on free ports.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;
use tests::{
    Http, Options, Server, http,
    redis::{Redis, free_port},
    request,
    token::{claims, now, sign},
};
use tokio::{net::TcpSocket, runtime::Runtime};

pub(crate) struct Cluster {
    /// Of nginx.
    pub(crate) address: SocketAddr,
    /// What the tool `record` writes to.
    pub(crate) journal: PathBuf,
    program: PathBuf,
    redis: Option<Redis>,
    replicas: Vec<Option<Server>>,
    ports: Vec<u16>,
    nginx: Child,
    _directory: TempDir,
}

impl Cluster {
    /// The ports of the configuration are replaced by free ones.
    pub(crate) fn start(redis: &Path, nginx: &Path, configuration: &Path) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let mut text = fs::read_to_string(configuration).unwrap();
        let ports: Vec<u16> = (0..4).map(|_| free_port()).collect();
        for (number, port) in ports.iter().enumerate() {
            let fixed = format!("127.0.0.1:800{number}");
            assert!(text.contains(&fixed), "{fixed} is not in the configuration");
            text = text.replace(&fixed, &format!("127.0.0.1:{port}"));
        }
        let path = directory.path().join("nginx.conf");
        fs::write(&path, text).unwrap();
        let mut command = Command::new(nginx);
        command.args(["-e", "stderr", "-g", "daemon off;", "-p"]).arg(directory.path());
        let nginx = command.arg("-c").arg(&path).stdin(Stdio::null()).spawn().unwrap();

        let mut cluster = Self {
            address: SocketAddr::from(([127, 0, 0, 1], ports[0])),
            journal: directory.path().join("journal.txt"),
            program: redis.to_owned(),
            redis: Some(Redis::start(redis, None)),
            replicas: vec![None, None, None],
            ports,
            nginx,
            _directory: directory,
        };
        while let Some(vacant) = cluster.replicas.iter().position(Option::is_none) {
            cluster.replicas[vacant] = Some(cluster.replica(vacant));
        }
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(cluster.address).is_err() {
            assert!(Instant::now() < deadline, "nginx does not answer");
            thread::sleep(Duration::from_millis(10));
        }
        cluster
    }

    fn replica(&self, number: usize) -> Server {
        let redis = self.redis.as_ref().unwrap();
        let variables =
            vec![("STORE_URL", redis.url().into()), ("JOURNAL", self.journal.clone().into())];
        let address: &'static str = format!("127.0.0.1:{}", self.ports[number + 1]).leak();
        let options = Options { variables, address: Some(address), ..Options::default() };
        Server::start_with("replica", options)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    /// How the replicas name themselves.
    pub(crate) fn replicas(&self) -> BTreeSet<String> {
        self.replicas.iter().flatten().map(|server| server.id().to_string()).collect()
    }

    pub(crate) fn replica_address(&self) -> SocketAddr {
        self.replicas[0].as_ref().unwrap().address
    }

    pub(crate) fn kill_replica(&mut self) {
        self.replicas[1] = None;
    }

    pub(crate) fn start_replica(&mut self) {
        self.replicas[1] = Some(self.replica(1));
    }

    pub(crate) fn kill_redis(&mut self) {
        let port = self.redis.take().map(|redis| redis.address.port());
        self.ports.extend(port);
    }

    pub(crate) fn start_redis(&mut self) {
        self.redis = Some(Redis::start(&self.program, self.ports.pop()));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The master takes its workers with it.
        let id = self.nginx.id().to_string();
        let _ = Command::new("kill").args(["-s", "TERM", &id]).status();
        let _ = self.nginx.wait();
    }
}

/// Whether a call from 127.0.0.`source` is admitted; `header` is a line of its own.
pub(crate) fn call_from(source: u8, to: SocketAddr, tool: &str, header: &str) -> bool {
    let connecting = async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::new(127, 0, 0, source), 0).into()).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    };
    let mut stream = Runtime::new().unwrap().block_on(connecting);
    stream.set_nonblocking(false).unwrap();
    let body = request("tools/call", json!({ "name": tool, "arguments": {} })).to_string();
    let length = body.len().to_string();
    let headers = [
        ("content-length", &*length),
        ("mcp-method", "tools/call"),
        ("mcp-name", tool),
        ("mcp-protocol-version", http::VERSION),
    ];
    let head = Http::new(to).head("POST", "/mcp", &headers);
    let head = head.replacen("\r\n", &format!("\r\n{header}"), 1);
    stream.write_all((head + &body).as_bytes()).unwrap();
    let reply = http::read(&mut stream);
    assert_eq!(reply.status, 200, "{reply:?}");
    !reply.is_error()
}

pub(crate) fn token_of(subject: &str) -> String {
    let mut claims = claims("cluster", "");
    claims["sub"] = subject.into();
    claims["exp"] = (now() + 12 * 60 * 60).into();
    sign(&claims)
}
