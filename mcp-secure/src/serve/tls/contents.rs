//! [`Contents`]: what the files hold, and what rustls makes of it.

use std::{path::Path, sync::Arc};

use aws_lc_rs::digest;
use rustls::{
    RootCertStore, ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs::default_provider},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
};
use zeroize::Zeroizing;

use super::{Clients, Own, Tls, development, files};
use crate::error::{Error, Result};

/// The contents of the files.
pub(super) struct Contents {
    /// The certificate and its key.
    own: Option<[Zeroizing<Vec<u8>>; 2]>,
    authorities: Option<Zeroizing<Vec<u8>>>,
}

/// Tells contents from later ones, without keeping a copy of a key.
pub(super) type Digest = [u8; 32];

/// A certificate with its intermediate ones, and its private key.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
    /// The certificate, for a developer to trust: only of one that was made up.
    pub(super) pem: Option<String>,
}

impl Contents {
    pub(super) fn read(tls: &Tls) -> Result<Self> {
        let own = match &tls.own {
            Own::Files { certificate, key } => {
                Some([files::read("the certificate", certificate)?, files::read_key(key)?])
            }
            Own::Development => None,
        };
        let authorities = match &tls.clients {
            Clients::Anonymous => None,
            Clients::Optional { authorities } | Clients::Required { authorities } => {
                Some(files::read("the authorities of clients", authorities)?)
            }
        };
        Ok(Self { own, authorities })
    }

    pub(super) fn digest(&self) -> Digest {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in self.own.iter().flatten().chain(&self.authorities) {
            context.update(&part.len().to_le_bytes());
            context.update(part);
        }
        let mut found = Digest::default();
        found.copy_from_slice(context.finish().as_ref());
        found
    }

    /// What new connections use. The second is the certificate, if it was made up.
    pub(super) fn configure(&self, tls: &Tls) -> Result<(ServerConfig, Option<String>)> {
        let Identity { chain, key, pem } = match (&self.own, &tls.own) {
            (Some([certificate, key]), Own::Files { certificate: at, key: key_at }) => Identity {
                chain: certificates("certificate", at, certificate)?,
                key: PrivateKeyDer::from_pem_slice(key).map_err(|_| {
                    Error::new(format!(
                        "{} holds no private key in PEM that is not encrypted",
                        key_at.display()
                    ))
                })?,
                pem: None,
            },
            _ => development::identity()?,
        };
        let provider = Arc::new(default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::new(error.to_string()))?;
        let builder = match self.verifier(tls, provider)? {
            Some(verifier) => builder.with_client_cert_verifier(verifier),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder
            .with_single_cert(chain, key)
            .map_err(|error| Error::new(format!("the certificate cannot be used: {error}")))?;
        config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
        Ok((config, pem))
    }

    fn verifier(
        &self,
        tls: &Tls,
        provider: Arc<CryptoProvider>,
    ) -> Result<Option<Arc<dyn ClientCertVerifier>>> {
        let (at, is_optional) = match &tls.clients {
            Clients::Anonymous => return Ok(None),
            Clients::Optional { authorities } => (authorities, true),
            Clients::Required { authorities } => (authorities, false),
        };
        let mut roots = RootCertStore::empty();
        let pem = self.authorities.as_ref().map(|pem| &pem[..]).unwrap_or_default();
        for authority in certificates("certificate of an authority", at, pem)? {
            roots.add(authority).map_err(|error| {
                Error::new(format!("{} holds what is no authority: {error}", at.display()))
            })?;
        }
        let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        let builder = if is_optional { builder.allow_unauthenticated() } else { builder };
        let verifier = builder.build().map_err(|error| Error::new(error.to_string()))?;
        Ok(Some(verifier))
    }
}

/// The certificates in a PEM file: at least one.
fn certificates(what: &str, at: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    match read {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(Error::new(format!("{} holds no {what} in PEM", at.display()))),
    }
}

/// The name of HTTP/2 in the handshake (RFC 9113, section 3.1).
pub(in crate::serve) const HTTP_2: &[u8] = b"h2";
