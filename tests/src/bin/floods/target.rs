//! What is attacked, and from where.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    attempts: AtomicUsize,
}

impl Target {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, attempts: AtomicUsize::new(0) }
    }

    pub(crate) fn attempts(&self) -> usize {
        self.attempts.load(Ordering::Relaxed)
    }

    pub(crate) fn attempted(&self) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
    }

    /// A connection from one of a hundred addresses.
    pub(crate) async fn connect(&self, number: usize) -> TcpStream {
        let source = Ipv4Addr::new(127, 0, 1, 1 + (number % 100) as u8);
        loop {
            let socket = TcpSocket::new_v4().unwrap();
            // They take little of what they have asked for.
            socket.set_recv_buffer_size(4096).unwrap();
            socket.bind((source, 0).into()).unwrap();
            if let Ok(Ok(stream)) = timeout(PATIENCE, socket.connect(self.address)).await {
                let _ = stream.set_nodelay(true);
                self.attempted();
                return stream;
            }
            self.pause().await;
        }
    }

    /// The attackers share the machine with the server: what they try again, they try a little later.
    pub(crate) async fn pause(&self) {
        sleep(Duration::from_secs(2)).await;
    }

    /// The head of a request, with these lines, without its end.
    pub(crate) fn head(&self, lines: &str) -> String {
        format!(
            "POST /mcp HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             accept: application/json, text/event-stream\r\n{lines}",
            self.address
        )
    }
}

/// Whether all of it was taken.
pub(crate) async fn send(stream: &mut (impl AsyncWrite + Unpin), bytes: impl AsRef<[u8]>) -> bool {
    stream.write_all(bytes.as_ref()).await.is_ok()
}

/// Reads until the other side has closed the connection.
pub(crate) async fn closed(stream: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all).await;
    all
}

/// A figure of a process, in bytes.
pub(crate) fn memory(process: u32, figure: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(figure)).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes << 10
}

/// How many files and connections a process has open.
pub(crate) fn descriptors(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count)
}

const PATIENCE: Duration = Duration::from_secs(5);
