//! A certificate for development: made up at start, for this machine's own names.

use rcgen::{CertificateParams, DnType, KeyPair, SanType};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::contents::Identity;
use crate::error::{Error, Result};

/// Signed by itself: a client has to be told to trust it.
pub(super) fn identity() -> Result<Identity> {
    let made = || -> Result<_, rcgen::Error> {
        let key = KeyPair::generate()?;
        let mut parameters = CertificateParams::new(vec!["localhost".to_owned()])?;
        for address in [[127, 0, 0, 1].into(), std::net::Ipv6Addr::LOCALHOST.into()] {
            parameters.subject_alt_names.push(SanType::IpAddress(address));
        }
        parameters.distinguished_name.push(DnType::CommonName, "mcp-secure development");
        let certificate = parameters.self_signed(&key)?;
        Ok((certificate, key))
    };
    let (certificate, key) =
        made().map_err(|error| Error::new(format!("cannot make a certificate: {error}")))?;
    Ok(Identity {
        pem: Some(certificate.pem()),
        chain: vec![CertificateDer::from(certificate)],
        key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
    })
}
