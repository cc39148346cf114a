//! Where metrics are read: an address of its own, with a single page.

use std::{collections::VecDeque, convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Bytes, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};

use super::{
    announce,
    door::Door,
    hosts::{self, Hosts},
    http::HttpSettings,
    listen::protocol,
    metrics,
};
use crate::error::{Error, Result};

/// The listener of metrics.
pub(super) struct Exposition {
    listener: TcpListener,
    /// `None` where anybody may ask.
    hosts: Option<Hosts>,
}

impl Exposition {
    /// Listens, if metrics are asked for.
    ///
    /// # Errors
    ///
    /// The text is no address, or not one of this machine alone, or not free.
    pub(super) async fn listen(settings: &HttpSettings) -> Result<Option<Self>> {
        let Some(text) = &settings.metrics else { return Ok(None) };
        let address: SocketAddr = text.parse().map_err(|_| {
            Error::new("the address of metrics is none; write for example 127.0.0.1:9464")
        })?;
        let ip = address.ip().to_canonical();
        let hosts = if ip.is_loopback() {
            let own = [hosts::of(ip), hosts::of(address.ip())];
            let names: Vec<_> = hosts::LOOPBACK.map(str::to_owned).into_iter().chain(own).collect();
            Some(Hosts::new(&names, &[])?)
        } else if settings.public_metrics {
            None
        } else {
            return Err(Error::new(format!(
                "refusing to serve metrics on {address}: everybody who reaches it could read them; \
                 listen on 127.0.0.1, or let the program call `.dangerous_public_metrics()`"
            )));
        };
        let listener = TcpListener::bind(address).await.map_err(|error| {
            Error::from(error).context(format!("cannot serve metrics on {address}"))
        })?;
        Ok(Some(Self { listener, hosts }))
    }

    pub(super) fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Says where, and answers until this is dropped.
    pub(super) fn start(self, door: &Arc<Door>) -> Result<AbortOnDrop> {
        announce::metrics(self.address()?, PATH);
        Ok(AbortOnDrop(tokio::spawn(self.serve(Arc::clone(door)))))
    }

    async fn serve(self, door: Arc<Door>) -> Infallible {
        let this = Arc::new((self, door));
        // The oldest first. They end with this task.
        let mut open = VecDeque::new();
        loop {
            match this.0.listener.accept().await {
                Ok((stream, _)) => {
                    open.retain(|AbortOnDrop(connection)| !connection.is_finished());
                    // A scrape is answered at once: who is still there has nothing to ask, or does not read.
                    if open.len() >= MOST_CONNECTIONS {
                        open.pop_front();
                    }
                    let this = Arc::clone(&this);
                    open.push_back(AbortOnDrop(tokio::spawn(async move {
                        let (exposition, door) = &*this;
                        let _ = timeout(LONGEST, exposition.serve_connection(stream, door)).await;
                    })));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    async fn serve_connection(&self, stream: TcpStream, door: &Door) -> hyper::Result<()> {
        let service = service_fn(|request| {
            let answer = self.answer(&request, door);
            async { Ok::<_, Infallible>(answer) }
        });
        let stream = TokioIo::new(stream);
        let mut protocol: http1::Builder = protocol::http1();
        // Scrapes are far apart, and a place that nobody uses is one less.
        protocol.timer(TokioTimer::new()).header_read_timeout(PATIENCE).keep_alive(false);
        protocol.serve_connection(stream, service).await
    }

    fn answer<B>(&self, request: &Request<B>, door: &Door) -> Response<Full<Bytes>> {
        let allow = |hosts: &Hosts| hosts.allow(request.uri(), request.headers());
        if self.hosts.as_ref().is_some_and(|hosts| allow(hosts).is_err()) {
            return told(StatusCode::FORBIDDEN, "this host or origin is not allowed\n");
        }
        if request.uri().path() != PATH {
            return told(StatusCode::NOT_FOUND, "there is nothing here; metrics are at /metrics\n");
        }
        if request.method() != Method::GET {
            let mut response = told(StatusCode::METHOD_NOT_ALLOWED, "metrics are read by GET\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
            return response;
        }
        told(StatusCode::OK, metrics::page(door))
    }
}

/// A task that ends with what holds it.
pub(super) struct AbortOnDrop<T = Infallible>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn told(status: StatusCode, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(metrics::CONTENT_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What scrapers ask for by default.
const PATH: &str = "/metrics";
/// One more, and the oldest makes room.
const MOST_CONNECTIONS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(10);
/// For a connection as a whole: it is one request.
const LONGEST: Duration = Duration::from_secs(30);
