//! Listening: our own accept loop, with the bounds that a server on a network needs.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpSocket},
    sync::watch,
};

use super::{Server, announce, exposition::Exposition, http::Endpoint};
#[cfg(feature = "tls")]
use crate::serve::tls::Live;
use crate::{
    auth::Verifier,
    complaints::Complaints,
    error::{Error, Result},
};

mod activity;
mod connection;
mod credit;
mod ends;
pub(super) mod exposure;
mod frames;
mod impatient;
mod paced;
mod pool;
pub(super) mod protocol;
mod sources;
mod stream;

use connection::Connections;
use ends::Signals;

pub(super) async fn serve<S, A>(server: Server<S, A>, address: SocketAddr) -> Result<()> {
    let grace = server.grace();
    let mut settings = server.http().clone();
    let door = server.into_door()?;
    let authenticator = door.verifier.as_ref().map(Verifier::authenticator);
    exposure::settle(&mut settings, authenticator, address)?;
    #[cfg(feature = "tls")]
    let tls = settings.tls.clone().map(Live::new).transpose()?;
    let endpoint = Endpoint::new(Arc::clone(&door), settings.clone())?;
    let listener = bind(address)?;
    let exposition = Exposition::listen(&settings).await?;
    announce::http(&door, listener.local_addr()?, &settings);
    let exposing = exposition.map(|exposition| exposition.start(&door)).transpose()?;
    #[cfg(feature = "tls")]
    if let Some(pem) = tls.as_ref().and_then(|tls| tls.pem.as_deref()) {
        announce::certificate(pem);
    }
    let connections = Arc::new(Connections::new(
        endpoint,
        &settings,
        #[cfg(feature = "tls")]
        tls.clone(),
    ));
    let accepting = accept(listener, connections, grace);
    #[cfg(feature = "tls")]
    match tls {
        Some(tls) => tokio::select! {
            () = accepting => {}
            never = tls.watch() => match never {},
        },
        None => accepting.await,
    }
    #[cfg(not(feature = "tls"))]
    accepting.await;
    drop(exposing);
    door.gate.audit().end().await;
    Ok(())
}

/// # Errors
///
/// The address is not free, or not one of this machine.
pub(super) fn bind(address: SocketAddr) -> Result<TcpListener> {
    let failed = |error| Error::from(error).context(format!("cannot listen on {address}"));
    try_bind(address).map_err(failed)
}

fn try_bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A server that starts again finds its port in use by connections of the one before.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

async fn accept(listener: TcpListener, connections: Arc<Connections>, grace: Duration) {
    let (stopping, _) = watch::channel(());
    let (cutting, _) = watch::channel(());
    let complaints = Complaints::default();
    let mut stop = std::pin::pin!(stop_signal());
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or a connection that is gone again.
                    if let Some(before) = complaints.next() {
                        tracing::warn!(%error, before, "cannot accept a connection");
                    }
                    connections.shed();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Where calls run on all that there may be, the others wait in the system's queue.
        let admitted = tokio::select! {
            () = &mut stop => break,
            admitted = connections.admit(peer) => admitted,
        };
        let Some(admitted) = admitted else { continue };
        let connections = Arc::clone(&connections);
        let signals = Signals { stop: stopping.subscribe(), cut: cutting.subscribe() };
        tokio::spawn(async move { connections.serve(stream, admitted, signals).await });
    }
    drop(listener);
    tracing::info!("stopping: running calls may finish");
    let _ = stopping.send(());
    if tokio::time::timeout(grace, stopping.closed()).await.is_err() {
        // What still runs is dropped, and told that nobody waits: a plain function can only ask.
        let _ = cutting.send(());
        let _ = tokio::time::timeout(PATIENCE, cutting.closed()).await;
    }
}

/// How many connections the system holds until we take them, if it holds so many (`net.core.somaxconn`);
/// over it, a client is told nothing, and may be reset.
const BACKLOG: u32 = 4096;

/// For connections to be dropped: nothing in them waits.
const PATIENCE: Duration = Duration::from_secs(1);

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
