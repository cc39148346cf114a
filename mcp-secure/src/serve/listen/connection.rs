//! One connection, from the handshake to its end.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use hyper::{
    Request,
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::Watcher,
};
use tokio::net::TcpStream;

use super::{impatient::Impatient, stream::Stream};
use crate::serve::http::{Connection, Endpoint, HttpSettings};
#[cfg(feature = "tls")]
use crate::{
    auth::ClientCertificate,
    serve::tls::{self, Live},
};

/// What all connections share.
pub(super) struct Connections {
    endpoint: Arc<Endpoint>,
    #[cfg(feature = "tls")]
    tls: Option<Arc<Live>>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    patience: Duration,
}

impl Connections {
    pub(super) fn new(
        endpoint: Arc<Endpoint>,
        settings: &HttpSettings,
        #[cfg(feature = "tls")] tls: Option<Arc<Live>>,
    ) -> Self {
        let patience = settings.read_timeout;
        let mut http1 = http1::Builder::new();
        http1
            .timer(TokioTimer::new())
            // Also closes a connection that is idle between requests.
            .header_read_timeout(patience)
            .max_buf_size(MAX_HEAD);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2.timer(TokioTimer::new());
        Self {
            endpoint,
            #[cfg(feature = "tls")]
            tls,
            http1,
            http2,
            patience,
        }
    }

    /// Serves a connection to its end, or until the watcher tells to finish.
    pub(super) async fn serve(&self, stream: TcpStream, peer: SocketAddr, watcher: Watcher) {
        // A reply in two writes would wait for an acknowledgement of the first (44 ms on Linux).
        let _ = stream.set_nodelay(true);
        let stream = Impatient::new(stream, self.patience);
        let begun = tokio::time::timeout(self.patience, self.begin(stream)).await;
        let Ok(Some(Begun { stream, connection, is_http2 })) = begun else {
            tracing::debug!("a handshake did not come to its end");
            return;
        };
        let connection = Arc::new(Connection { ip: Some(peer.ip().to_canonical()), ..connection });
        let service = service_fn(|request: Request<Incoming>| {
            let (endpoint, connection) = (Arc::clone(&self.endpoint), Arc::clone(&connection));
            async move { Ok::<_, Infallible>(endpoint.answer(request, &connection).await) }
        });
        let stream = TokioIo::new(stream);
        let ended = if is_http2 {
            watcher.watch(self.http2.serve_connection(stream, service)).await
        } else {
            watcher.watch(self.http1.serve_connection(stream, service)).await
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    /// What comes before HTTP: the handshake of TLS, if there is one.
    async fn begin(&self, stream: Impatient<TcpStream>) -> Option<Begun> {
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let stream = tls.acceptor().accept(stream).await.ok()?;
            let (_, session) = stream.get_ref();
            let is_http2 = session.alpn_protocol() == Some(tls::HTTP_2);
            let certificate = session.peer_certificates().and_then(<[_]>::first);
            let certificate = certificate
                .map(|certificate| ClientCertificate::dangerous_from_verified_der(certificate));
            let connection = Connection { ip: None, is_secure: true, certificate };
            return Some(Begun { stream: Stream::Tls(Box::new(stream)), connection, is_http2 });
        }
        let connection = Connection::default();
        Some(Begun { stream: Stream::Plain(stream), connection, is_http2: false })
    }
}

/// A connection over which HTTP can be spoken.
struct Begun {
    stream: Stream,
    connection: Connection,
    is_http2: bool,
}

/// How large the head of a request may be: request line and headers.
const MAX_HEAD: usize = 64 << 10;
