//! [`Tls`]: what a server shows of itself, and whom it asks to show the same.

use std::{fmt, path::PathBuf};

use super::environment::Files;
use crate::posture;

mod contents;
mod development;
mod files;
mod live;

pub(super) use contents::HTTP_2;
pub(super) use live::Live;

/// TLS of a server: its certificate, and the certificates that it takes from clients.
///
/// TLS 1.3 and 1.2 are spoken, and HTTP/2 or HTTP/1.1 over them, as the client likes. There is no
/// switch for anything older or weaker: the cipher suites are those of rustls, with forward
/// secrecy and authenticated encryption, and the key exchange that is preferred is safe from
/// quantum computers (X25519MLKEM768). Early data is not accepted: it could be replayed.
///
/// The files are PEM, and looked at every second: new connections use what is new in them, those
/// that are open go on. New files that are not right are complained of in the log, once, and the
/// old ones stay in use.
///
/// The private key must not be readable by everybody on the machine, nor writable by the group:
/// the server does not start with one that is.
///
/// ```no_run
/// use mcp_secure::{Tls, prelude::*};
///
/// # async fn run() -> mcp_secure::Result<()> {
/// Server::new("notes", "1.0.0")
///     .auth(Jwt::from_env()?)
///     .tls(Tls::from_files("/etc/notes/certificate.pem", "/etc/notes/key.pem"))
///     .public_url("https://notes.example.com/mcp")
///     .serve("0.0.0.0:443")
///     .await
/// # }
/// ```
#[derive(Clone)]
#[must_use = "given to `Server::tls`"]
pub struct Tls {
    own: Own,
    clients: Clients,
}

/// What the server shows of itself.
#[derive(Clone)]
enum Own {
    Files {
        certificate: PathBuf,
        key: PathBuf,
    },
    /// Made up at start, and gone with the process.
    Development,
}

/// Whose certificates are asked for.
#[derive(Clone)]
enum Clients {
    /// Nobody's.
    Anonymous,
    /// A certificate is verified if there is one.
    Optional { authorities: PathBuf },
    /// No connection without one.
    Required { authorities: PathBuf },
}

impl Tls {
    /// Shows the certificate in this file, followed by its intermediate ones, whose private key is
    /// in that file (PKCS#8, PKCS#1 or SEC1). The files are read when the server starts.
    pub fn from_files(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        let own = Own::Files { certificate: certificate.into(), key: key.into() };
        Self { own, clients: Clients::Anonymous }
    }

    /// A certificate that is made up at start, for this machine's own names.
    pub(super) fn development() -> Self {
        Self { own: Own::Development, clients: Clients::Anonymous }
    }

    /// Takes connections only from clients that show a certificate of one of the authorities in
    /// this file. Who they are is for an authenticator to say.
    pub fn require_client_certificates(mut self, authorities: impl Into<PathBuf>) -> Self {
        self.clients = Clients::Required { authorities: authorities.into() };
        self
    }

    /// Takes a client's certificate where it shows one; it must then be of one of the authorities
    /// in this file.
    pub fn accept_client_certificates(mut self, authorities: impl Into<PathBuf>) -> Self {
        self.clients = Clients::Optional { authorities: authorities.into() };
        self
    }

    /// Whether the certificate is made up at start: such a server must not leave the machine.
    /// What a reviewer is told of it: no paths.
    pub(super) fn review(&self) -> posture::Tls {
        let certificate = match self.own {
            Own::Files { .. } => posture::Certificate::Files,
            Own::Development => posture::Certificate::Development,
        };
        let clients = match self.clients {
            Clients::Anonymous => posture::Clients::Anonymous,
            Clients::Optional { .. } => posture::Clients::Optional,
            Clients::Required { .. } => posture::Clients::Required,
        };
        posture::Tls { certificate, clients }
    }

    pub(super) fn is_ephemeral(&self) -> bool {
        matches!(self.own, Own::Development)
    }
}

impl From<Files> for Tls {
    fn from(Files { certificate, key, authorities }: Files) -> Self {
        let tls = Self::from_files(certificate, key);
        match authorities {
            Some(authorities) => tls.require_client_certificates(authorities),
            None => tls,
        }
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tls = f.debug_struct("Tls");
        if let Own::Files { certificate, key } = &self.own {
            tls.field("certificate", certificate).field("key", key);
        }
        tls.finish_non_exhaustive()
    }
}
