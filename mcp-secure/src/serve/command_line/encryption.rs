//! TLS as the environment wants it.

use crate::{
    error::{Error, Result},
    serve::{Server, environment::Encryption},
};

/// Takes the files of TLS that the environment names.
#[cfg(feature = "tls")]
pub(super) fn encrypt<S, A>(server: &mut Server<S, A>) -> Result<()> {
    match Encryption::read()? {
        Encryption::On(Some(files)) => {
            server.http_mut().tls = Some(files.into());
            Ok(())
        }
        Encryption::On(None) if !server.http().has_tls() => Err(Error::new(
            "ENABLE_SSL is on and there is no certificate; set CERT_FILE and KEY_FILE to the PEM \
             files of the certificate and of its private key, or, for development on this machine, \
             let the program call `.dangerous_development_certificate()`",
        )),
        Encryption::Off if server.http().has_tls() => Err(Error::new(
            "ENABLE_SSL is off, and the program declares TLS; unset the one or remove the other",
        )),
        Encryption::On(None) | Encryption::Off | Encryption::Unsaid => Ok(()),
    }
}

#[cfg(not(feature = "tls"))]
pub(super) fn encrypt<S, A>(_server: &mut Server<S, A>) -> Result<()> {
    match Encryption::read()? {
        Encryption::On(_) => Err(Error::new(
            "ENABLE_SSL is on, and this program was built without TLS; add the feature `tls` of \
             mcp-secure",
        )),
        Encryption::Off | Encryption::Unsaid => Ok(()),
    }
}
