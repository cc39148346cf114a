//! TLS, as a client.

use std::sync::Arc;

use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, pem::PemObject},
    },
};

/// Whose word is taken for who a server is.
#[derive(Default)]
pub(super) enum Authorities {
    /// Mozilla's list, as compiled in.
    #[default]
    Public,
    /// These and no other, in PEM.
    Only(Vec<u8>),
}

/// TLS 1.3 and 1.2 with aws-lc-rs; HTTP/1.1 is offered and nothing else. Neither keys nor
/// authorities come from the environment.
pub(super) fn connector(authorities: &Authorities) -> crate::Result<TlsConnector> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots(authorities)?)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

fn roots(authorities: &Authorities) -> crate::Result<RootCertStore> {
    let pem = match authorities {
        Authorities::Public => {
            return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
        }
        Authorities::Only(pem) => pem,
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate =
            certificate.map_err(|error| crate::Error::from(error).context(NOT_PEM))?;
        roots.add(certificate).map_err(|error| crate::Error::from(error).context(NOT_PEM))?;
    }
    if roots.is_empty() {
        return Err(crate::Error::new(NOT_PEM));
    }
    Ok(roots)
}

const NOT_PEM: &str = "`trust_only` takes certificates of authorities, in PEM";
