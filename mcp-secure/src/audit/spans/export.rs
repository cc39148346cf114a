//! [`Collector`]: a request of HTTP/1.1 for each batch, which blocks its own thread alone.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

use url::Url;

/// Where spans go.
#[derive(Clone)]
pub(super) struct Collector {
    host: String,
    port: u16,
    path: String,
}

impl Collector {
    /// `None` where the URL is not one of plain HTTP, or holds credentials.
    pub(super) fn at(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let is_plain = url.scheme() == "http" && url.username().is_empty();
        let host = url.host_str().filter(|_| is_plain && url.password().is_none())?.to_owned();
        Some(Self { host, port: url.port_or_known_default()?, path: url.path().to_owned() })
    }

    /// Gives it a batch.
    ///
    /// # Errors
    ///
    /// It is not reached, or answers otherwise than with success.
    pub(super) fn take(&self, batch: &[u8]) -> io::Result<()> {
        let Self { host, port, path } = self;
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let address = (name, *port).to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
        let mut stream = Timed::connect(&address)?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\nuser-agent: mcp-secure\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            batch.len()
        )?;
        stream.write_all(batch)?;
        let mut line = String::new();
        BufReader::new(stream.take(LONGEST_LINE)).read_line(&mut line)?;
        match line.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()) {
            Some(200..=299) => Ok(()),
            Some(status) => Err(io::Error::other(format!("it answers {status}"))),
            None => Err(io::Error::other("it does not speak HTTP/1.1")),
        }
    }
}

/// A connection that ends in time, however slowly the other side reads or writes.
struct Timed {
    stream: TcpStream,
    end: Instant,
}

impl Timed {
    fn connect(address: &SocketAddr) -> io::Result<Self> {
        let end = Instant::now() + PATIENCE;
        Ok(Self { stream: TcpStream::connect_timeout(address, PATIENCE)?, end })
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// For a batch as a whole, once the name is resolved. At the end of a server so long is waited for a
/// collector that hangs.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_LINE: u64 = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_spans_can_go() {
        for (url, host, port, path) in [
            ("http://127.0.0.1:4318/v1/traces", "127.0.0.1", 4318, "/v1/traces"),
            ("http://collector/v1/traces", "collector", 80, "/v1/traces"),
            ("http://[::1]:4318/x/v1/traces", "[::1]", 4318, "/x/v1/traces"),
        ] {
            let collector = Collector::at(url).expect("a collector");
            let found = (&*collector.host, collector.port, &*collector.path);
            assert_eq!(found, (host, port, path));
        }
        for url in
            ["https://a/v1/traces", "a:4318/v1/traces", "http://a:b@c/v1/traces", "/v1/traces", ""]
        {
            assert!(Collector::at(url).is_none(), "{url}");
        }
    }

    /// What it would send is longer than a line may be: who waits for all of it sees that it is none.
    #[test]
    fn a_collector_that_answers_byte_by_byte_is_not_waited_for() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/v1/traces", listener.local_addr().expect("an address"));
        let collector = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a batch");
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let error = Collector::at(&url).expect("a URL").take(b"{}").expect_err("no answer");
        // Which of the two it is differs from system to system.
        let kinds = [io::ErrorKind::TimedOut, io::ErrorKind::WouldBlock];
        assert!(kinds.contains(&error.kind()), "{error}");
        collector.join().expect("no panic");
    }
}
