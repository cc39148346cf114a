//! Listening: our own accept loop, with the bounds that a server on a network needs.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, sync::Semaphore};

use super::{
    Server, announce, hosts,
    http::{self, Connection, Endpoint},
};
use crate::error::{Error, Result};

mod impatient;

use impatient::Impatient;

pub(super) async fn serve<S, A>(server: Server<S, A>, address: SocketAddr) -> Result<()> {
    let grace = server.grace();
    let mut settings = server.http().clone();
    let door = server.into_door()?;
    let named_hosts = settings.named_hosts()?;
    if address.ip().is_loopback() {
        settings.hosts.extend(hosts::LOOPBACK.map(str::to_owned));
        settings.hosts.push(hosts::of(address.ip()));
    } else {
        refuse_exposure(&door, &settings, &named_hosts, address)?;
    }
    let endpoint = Endpoint::new(Arc::clone(&door), settings.clone())?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| Error::from(error).context(format!("cannot listen on {address}")))?;
    announce::http(&door, listener.local_addr()?, &settings);
    accept(listener, endpoint, &settings, grace).await;
    Ok(())
}

/// What must be so before anybody but this machine can reach the server.
fn refuse_exposure(
    door: &super::door::Door,
    settings: &http::HttpSettings,
    named_hosts: &[String],
    address: SocketAddr,
) -> Result<()> {
    let refuse = |why: &str| Err(Error::new(format!("refusing to listen on {address}: {why}")));
    let Some(verifier) = &door.verifier else {
        return refuse("the server has no authenticator; add `.auth(..)`, or listen on 127.0.0.1");
    };
    if verifier.authenticator().is_ephemeral() {
        return refuse("the secret was made up at start; set JWT_SECRET, or listen on 127.0.0.1");
    }
    if named_hosts.is_empty() {
        return refuse("no host is allowed; name it with `.public_url(..)` or `.allow_host(..)`");
    }
    if !settings.plain_http {
        return refuse(
            "the server does not end TLS itself; listen on 127.0.0.1 behind a proxy that does, \
             or accept plain text with `.dangerous_plain_http()`",
        );
    }
    Ok(())
}

async fn accept(
    listener: TcpListener,
    endpoint: Arc<Endpoint>,
    settings: &http::HttpSettings,
    grace: Duration,
) {
    let connections = Arc::new(Semaphore::new(settings.max_connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop_signal());
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // Also closes a connection that is idle between requests.
        .header_read_timeout(settings.read_timeout)
        .max_buf_size(MAX_HEAD);
    loop {
        // A place first, then a connection: what is over the cap waits in the system's queue.
        let next = async {
            let place = Arc::clone(&connections).acquire_owned().await.expect("never closed");
            (place, listener.accept().await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            (place, accepted) = next => match accepted {
                Ok(accepted) => (place, accepted),
                Err(error) => {
                    // Out of file descriptors, or a connection that is gone again.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // A reply in two writes would wait for an acknowledgement of the first (44 ms on Linux).
        let _ = stream.set_nodelay(true);
        let endpoint = Arc::clone(&endpoint);
        let from = Connection { ip: Some(peer.ip()) };
        let service = service_fn(move |request: Request<Incoming>| {
            let endpoint = Arc::clone(&endpoint);
            async move { Ok::<_, Infallible>(endpoint.answer(request, &from).await) }
        });
        let stream = TokioIo::new(Impatient::new(stream, settings.read_timeout));
        let connection = builder.serve_connection(stream, service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("stopping: running calls may finish");
    let _ = tokio::time::timeout(grace, graceful.shutdown()).await;
}

/// Ctrl-C, or what a supervisor sends.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

/// How large the head of a request may be: request line and headers.
const MAX_HEAD: usize = 64 << 10;
