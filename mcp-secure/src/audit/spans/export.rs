//! [`Collector`]: a request of HTTP/1.1 for each batch, which blocks its own thread alone.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use url::Url;

use super::resolve::Names;

/// Where spans go.
#[derive(Clone)]
pub(super) struct Collector {
    host: String,
    port: u16,
    path: String,
    names: Names,
}

impl Collector {
    /// `None` where the URL is not one of plain HTTP, or holds credentials.
    pub(super) fn at(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let is_plain = url.scheme() == "http" && url.username().is_empty();
        let host = url.host_str().filter(|_| is_plain && url.password().is_none())?.to_owned();
        let (port, path) = (url.port_or_known_default()?, url.path().to_owned());
        Some(Self { host, port, path, names: Names::of_system() })
    }

    /// Gives it a batch.
    ///
    /// # Errors
    ///
    /// It is not reached, or answers otherwise than with success.
    pub(super) fn take(&self, batch: &[u8]) -> io::Result<()> {
        let Self { host, port, path, names } = self;
        let end = Instant::now() + PATIENCE;
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let mut stream = Timed::connect(names.resolve(name, *port, end)?, end)?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\nuser-agent: mcp-secure\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            batch.len()
        )?;
        stream.write_all(batch)?;
        let mut line = String::new();
        BufReader::new(stream.take(LONGEST_LINE)).read_line(&mut line)?;
        let rest = line.strip_prefix("HTTP/1.").unwrap_or_default();
        match rest.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()) {
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
    /// To the first address that answers: `localhost` has two, and a collector often listens on one.
    fn connect(addresses: impl IntoIterator<Item = SocketAddr>, end: Instant) -> io::Result<Self> {
        let mut last = io::ErrorKind::NotFound.into();
        for address in addresses {
            match TcpStream::connect_timeout(&address, left(end)?) {
                Ok(stream) => return Ok(Self { stream, end }),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// Until then; an error where nothing is left.
fn left(end: Instant) -> io::Result<Duration> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(left(self.end)?))?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(left(self.end)?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// For a batch as a whole, its name and all. At the end of a server so long is waited for a
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

    #[test]
    fn a_collector_on_the_second_of_its_addresses_is_reached() {
        let bind = || std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let listener = bind();
        let here = listener.local_addr().expect("an address");
        // A port that was free a moment ago.
        let nobody = bind().local_addr().expect("an address");
        let end = Instant::now() + Duration::from_secs(600);
        assert!(Timed::connect([nobody, here], end).is_ok());
        assert!(Timed::connect([nobody], end).is_err());
        assert!(Timed::connect([], end).is_err());
    }

    /// Only success is success: no redirect is followed, and nothing of what else is said is read.
    #[test]
    fn a_collector_that_lies_is_not_believed() {
        let answered = |answer: &'static [u8]| {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            let url = format!("http://{}/v1/traces", listener.local_addr().expect("an address"));
            let collector = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().expect("a batch");
                let _ = stream.write_all(answer);
                // Until the other side has closed, so that nothing is reset.
                let _ = stream.shutdown(std::net::Shutdown::Write);
                let _ = io::copy(&mut stream, &mut io::sink());
            });
            let taken = Collector::at(&url).expect("a URL").take(b"{}");
            collector.join().expect("no panic");
            taken
        };
        assert!(answered(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n").is_ok());
        assert!(answered(b"HTTP/1.1 204 No Content\r\n\r\n").is_ok());
        for lie in [
            &b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\n\r\n"[..],
            b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 99999999\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 200000 OK\r\n\r\n",
            b"HTTP/1.1 -200 OK\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"SSH-2.0 200 OK\r\n",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03 200 \xff\xff\r\n",
            b"\x15\x03\x01\0\x02\x02\x16",
            b"\r\n",
            b"",
        ] {
            assert!(answered(lie).is_err(), "{}", lie.escape_ascii());
        }
        assert!(answered(&[b'x'; 1 << 16]).is_err());
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
