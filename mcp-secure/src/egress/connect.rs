//! From judged addresses to a connection.

use std::{net::IpAddr, time::Duration};

use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::{AbortHandle, JoinHandle},
    time::{sleep, timeout},
};
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};
use url::{Host, Url};

use super::{Body, Error, ErrorKind, Limits, resolve::Judged};

/// A connection that HTTP/1.1 is spoken on. It ends when it is dropped.
pub(super) struct Connection {
    pub(super) sender: http1::SendRequest<Body>,
    driver: AbortHandle,
}

impl Connection {
    /// Connects to an address that was judged, and nowhere else.
    pub(super) async fn open(
        url: &Url,
        addresses: &Judged,
        tls: &TlsConnector,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let port = url.port_or_known_default().unwrap_or_default();
        let stream = connect(addresses.addresses(), port, limits.connect).await?;
        // Requests are written whole.
        let _ = stream.set_nodelay(true);
        if url.scheme() == "http" {
            return Self::over(stream, limits).await;
        }
        let failed = |text: &'static str| Error::new(ErrorKind::Tls, text);
        let name = match url.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned())
                .map_err(|error| failed("no name for a certificate").caused_by(error))?,
            Some(Host::Ipv4(address)) => ServerName::from(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => ServerName::from(IpAddr::from(address)),
            None => return Err(failed("no name for a certificate")),
        };
        let stream = timeout(limits.connect, tls.connect(name, stream))
            .await
            .map_err(|_| Error::new(ErrorKind::TimedOut, "the TLS handshake took too long"))?
            .map_err(|error| failed("the TLS handshake failed").caused_by(error))?;
        Self::over(stream, limits).await
    }

    async fn over<S>(stream: S, limits: &Limits) -> Result<Self, Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(limits.head)
            .max_headers(MAX_HEADERS)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| Error::new(ErrorKind::Http, "cannot speak HTTP").caused_by(error))?;
        // What goes wrong here, whoever waits for the response is told.
        let driver: JoinHandle<()> = tokio::spawn(async { drop(connection.await) });
        Ok(Self { sender, driver: driver.abort_handle() })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// The first address that answers; each has an equal part of the time.
async fn connect(addresses: &[IpAddr], port: u16, limit: Duration) -> Result<TcpStream, Error> {
    let share = limit / u32::try_from(addresses.len().max(1)).unwrap_or(u32::MAX);
    let mut last = None;
    for &address in addresses {
        tokio::select! {
            connected = TcpStream::connect((address, port)) => match connected {
                Ok(stream) => return Ok(stream),
                Err(error) => last = Some((address, error)),
            },
            () = sleep(share) => {
                last = Some((address, std::io::ErrorKind::TimedOut.into()));
            }
        }
    }
    Err(match last {
        Some((address, error)) => {
            Error::new(ErrorKind::Connect, format!("cannot connect to {address}, port {port}"))
                .caused_by(error)
        }
        None => Error::new(ErrorKind::Connect, "no address to connect to"),
    })
}

const MAX_HEADERS: usize = 100;
