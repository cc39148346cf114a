//! [`Live`]: the configuration of new connections, which follows the files.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use super::{
    Tls,
    contents::{Contents, Digest},
};
use crate::error::Result;

/// What new connections are accepted with.
pub(in crate::serve) struct Live {
    tls: Tls,
    current: RwLock<Arc<ServerConfig>>,
    seen: Mutex<Seen>,
    /// The certificate, if it was made up.
    pub(in crate::serve) pem: Option<String>,
}

/// What has been read last, so that nothing is told twice.
struct Seen {
    digest: Digest,
    unreadable: bool,
}

impl Live {
    /// # Errors
    ///
    /// The files are not there, or not right.
    pub(in crate::serve) fn new(tls: Tls) -> Result<Arc<Self>> {
        let contents = Contents::read(&tls)?;
        let (config, pem) = contents.configure(&tls)?;
        Ok(Arc::new(Self {
            current: RwLock::new(Arc::new(config)),
            seen: Mutex::new(Seen { digest: contents.digest(), unreadable: false }),
            tls,
            pem,
        }))
    }

    pub(in crate::serve) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current))
    }

    /// Follows the files, for ever.
    pub(in crate::serve) async fn watch(self: Arc<Self>) -> Infallible {
        if self.tls.is_ephemeral() {
            return std::future::pending().await;
        }
        loop {
            tokio::time::sleep(INTERVAL).await;
            let live = Arc::clone(&self);
            let _ = tokio::task::spawn_blocking(move || live.look()).await;
        }
    }

    /// Takes what is new, if it is right; complains once if it is not.
    fn look(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let complain = |error| tracing::error!(%error, "the TLS files in use stay the old ones");
        let contents = match Contents::read(&self.tls) {
            Ok(contents) => contents,
            Err(error) => {
                if !std::mem::replace(&mut seen.unreadable, true) {
                    complain(error);
                }
                return;
            }
        };
        let digest = contents.digest();
        seen.unreadable = false;
        if std::mem::replace(&mut seen.digest, digest) == digest {
            return;
        }
        match contents.configure(&self.tls) {
            Ok((config, _)) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                tracing::info!("new connections use the new TLS files");
            }
            Err(error) => complain(error),
        }
    }
}

const INTERVAL: Duration = Duration::from_secs(1);
