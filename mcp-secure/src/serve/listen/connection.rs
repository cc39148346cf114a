//! One connection, from the handshake to its end.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use futures_util::{
    StreamExt,
    future::{Either, ready},
    stream::FuturesUnordered,
};
use hyper::{
    Request,
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpStream, time::timeout};

use super::{
    activity::{Activity, Verdict},
    ends::{End, Ends, Signals, Watch},
    frames::Frames,
    impatient::Impatient,
    paced::Paced,
    pool::{Pool, Slot},
    protocol,
    sources::{Place, Sources},
    stream::Stream,
};
#[cfg(feature = "tls")]
use crate::{
    auth::ClientCertificate,
    serve::tls::{self, Live},
};
use crate::{
    metrics::{HANDSHAKE, MADE_ROOM, Metrics, TOO_MANY},
    serve::http::{Budget, Connection, Endpoint, HttpSettings, REQUEST, Workload},
};

/// What all connections share.
pub(super) struct Connections {
    endpoint: Arc<Endpoint>,
    #[cfg(feature = "tls")]
    tls: Option<Arc<Live>>,
    sources: Arc<Sources>,
    pool: Arc<Pool>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    http2_without_tls: bool,
    patience: Duration,
}

impl Connections {
    pub(super) fn new(
        endpoint: Arc<Endpoint>,
        settings: &HttpSettings,
        #[cfg(feature = "tls")] tls: Option<Arc<Live>>,
    ) -> Self {
        Self {
            endpoint,
            #[cfg(feature = "tls")]
            tls,
            sources: Sources::new(settings),
            pool: Pool::new(settings.max_connections),
            http1: protocol::http1(),
            http2: protocol::http2(),
            http2_without_tls: settings.http2_without_tls,
            patience: settings.read_timeout,
        }
    }

    /// A connection from there, if its address may have another one. Waits while calls run on all that
    /// the server may have.
    pub(super) async fn admit(&self, peer: SocketAddr) -> Option<Admitted> {
        let peer = peer.ip().to_canonical();
        let place = self.sources.enter(peer, self.endpoint.trusts(peer));
        let slot = match &place {
            Some(place) => self.pool.enter(&place.siblings).await,
            None => None,
        };
        let (Some(place), Some(slot)) = (place, slot) else {
            self.closed(TOO_MANY);
            tracing::debug!(%peer, "an address has too many connections");
            return None;
        };
        Some(Admitted { peer, place, slot })
    }

    /// Ends a connection on which no call runs, where the system has no room for more.
    pub(super) fn shed(&self) {
        self.pool.shed();
    }

    /// Serves a connection to its end.
    pub(super) async fn serve(&self, stream: TcpStream, admitted: Admitted, mut signals: Signals) {
        let _open = self.endpoint.metrics().map(Metrics::connection);
        let Admitted { peer, place, slot } = &admitted;
        // A reply in two writes would wait for an acknowledgement of the first (44 ms on Linux).
        let _ = stream.set_nodelay(true);
        let begun = tokio::select! {
            biased;
            begun = timeout(self.patience, self.begin(stream, &slot.workload)) => begun,
            () = slot.ended() => return self.ended(*peer, End::Displaced),
            _ = signals.cut.changed() => return self.ended(*peer, End::Cut),
        };
        let Ok(Some(Begun { stream, mut connection, is_http2 })) = begun else {
            self.closed(HANDSHAKE);
            tracing::debug!(%peer, "a handshake did not come to its end");
            return;
        };
        // The handshake has had its time; what follows has its own.
        slot.workload.touch();
        connection.ip = Some(*peer);
        connection.bodies = Some(Arc::clone(&place.bodies));
        connection.own = Some(Budget::new(OWN));
        connection.requests = is_http2.then(|| Budget::new(OWN_REQUESTS));
        connection.workload = Some(Arc::clone(&slot.workload));
        let connection = Arc::new(connection);
        let ended = if is_http2 {
            self.serve_http2(stream, connection, slot, signals).await
        } else {
            self.serve_http1(stream, connection, slot, signals).await
        };
        match ended {
            Ok(None) => {}
            Ok(Some(end)) => self.ended(*peer, end),
            Err(error) => tracing::debug!(%error, "a connection ended early"),
        }
    }

    /// Counts a connection that is closed for this reason.
    fn closed(&self, why: &str) {
        self.endpoint.metrics().inspect(|metrics| metrics.closed.count(why));
    }

    /// Tells of a connection that does not end by itself.
    fn ended(&self, peer: IpAddr, end: End) {
        match end {
            End::Displaced => {
                self.closed(MADE_ROOM);
                tracing::debug!(%peer, "a connection makes room for another");
            }
            End::Judged(verdict) => {
                self.closed(verdict.word());
                tracing::debug!(%peer, ?verdict, "a connection is cut");
            }
            End::Stop | End::Cut => tracing::debug!(%peer, "a connection ends with the server"),
        }
    }

    /// What comes before HTTP: the handshake of TLS, if there is one.
    async fn begin(&self, stream: TcpStream, workload: &Arc<Workload>) -> Option<Begun> {
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let stream = Impatient::new(stream, self.patience, workload);
            let stream = tls.acceptor().accept(stream).await.ok()?;
            let (_, session) = stream.get_ref();
            let is_http2 = session.alpn_protocol() == Some(tls::HTTP_2);
            let certificate = session.peer_certificates().and_then(<[_]>::first);
            let certificate = certificate
                .map(|certificate| ClientCertificate::dangerous_from_verified_der(certificate));
            let connection = Connection { is_secure: true, certificate, ..Connection::default() };
            return Some(Begun { stream: Stream::Tls(Box::new(stream)), connection, is_http2 });
        }
        let is_http2 = self.http2_without_tls && protocol::begins_with_http2(&stream).await;
        let stream = Stream::Plain(Impatient::new(stream, self.patience, workload));
        Some(Begun { stream, connection: Connection::default(), is_http2 })
    }

    async fn serve_http1(
        &self,
        stream: Stream,
        connection: Arc<Connection>,
        slot: &Slot,
        signals: Signals,
    ) -> hyper::Result<Option<End>> {
        let service = service_fn(|request: Request<Incoming>| {
            let (endpoint, connection) = (Arc::clone(&self.endpoint), Arc::clone(&connection));
            async move {
                let _heard = connection.workload.as_deref().map(Workload::hear);
                Ok::<_, Infallible>(endpoint.answer(request, &connection).await)
            }
        });
        let ends = Ends::new(slot, signals, Watch::Heads(&slot.workload, self.patience));
        let serving = pin!(self.http1.serve_connection(TokioIo::new(stream), service));
        self.drive(serving, |serving| serving.graceful_shutdown(), ends).await
    }

    async fn serve_http2(
        &self,
        stream: Stream,
        connection: Arc<Connection>,
        slot: &Slot,
        signals: Signals,
    ) -> hyper::Result<Option<End>> {
        let activity = Activity::new(self.patience);
        let service = service_fn(|request: Request<Incoming>| {
            let (endpoint, connection) = (Arc::clone(&self.endpoint), Arc::clone(&connection));
            let running = activity.begin();
            // Before it is a task, which has its room until it runs.
            let room = endpoint.room(&connection);
            let answering = match &room {
                Some(_) => {
                    let connection = Arc::clone(&connection);
                    let answer = async move { endpoint.answer(request, &connection).await };
                    Either::Left(Box::pin(answer))
                }
                None => Either::Right(ready(endpoint.busy(request.headers(), &connection))),
            };
            async move {
                let response = answering.await;
                let reply = connection.workload.as_ref().map(Workload::reply);
                Ok::<_, Infallible>(
                    response.map(|payload| Paced::new(payload, running, reply, room)),
                )
            }
        });
        let stream = TokioIo::new(Frames::new(stream, &activity));
        let serving = pin!(self.http2.serve_connection(stream, service));
        let ends = Ends::new(slot, signals, Watch::Activity(&activity));
        self.drive(serving, |serving| serving.graceful_shutdown(), ends).await
    }

    /// Serves a connection until its client ends it, or something else does.
    async fn drive<S: Future<Output = hyper::Result<()>>>(
        &self,
        mut serving: Pin<&mut S>,
        finish: impl Fn(Pin<&mut S>),
        ends: Ends<'_>,
    ) -> hyper::Result<Option<End>> {
        // What else it waits for is looked at when something of it happens, and not at each of its own turns.
        let mut ends = FuturesUnordered::from_iter([ends.wait()]);
        loop {
            let (end, rest) = tokio::select! {
                biased;
                ended = serving.as_mut() => return ended.map(|()| None),
                Some(end) = ends.next() => end,
            };
            match end {
                End::Stop => {
                    finish(serving.as_mut());
                    ends.push(rest.wait());
                }
                // The client is told which requests are still answered, so that it loses none.
                End::Judged(Verdict::Idle) => {
                    finish(serving.as_mut());
                    ends.push(rest.after_farewell(self.patience).wait());
                }
                _ => return Ok(Some(end)),
            }
        }
    }
}

/// A connection that has its place among those of its address, and among all.
pub(super) struct Admitted {
    peer: IpAddr,
    place: Place,
    slot: Slot,
}

/// So much of a body each connection can have, however much others have taken: small calls are always
/// heard.
const OWN: usize = 16 << 10;

/// Two requests at once have their room in any case.
const OWN_REQUESTS: usize = 2 * REQUEST;

/// A connection over which HTTP can be spoken.
struct Begun {
    stream: Stream,
    connection: Connection,
    is_http2: bool,
}
