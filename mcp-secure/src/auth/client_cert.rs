//! Clients who are known by the certificate of their connection (mutual TLS): [`ClientCert`].
//!
//! # What is promised
//!
//! - TLS has verified the certificate before: that it is of one of the authorities that the
//!   server was given, that it is of now, and that the client holds its key. Nothing is read
//!   from a header, whoever sets it.
//! - **A certificate is who a line says**: one for each name that it may have, compared with all of the
//!   name and nothing of it. That an authority has signed it makes nobody a caller.
//! - Names are those of the `subjectAltName` extension (RFC 5280, section 4.2.1.6: DNS, URI, mail), or
//!   the whole subject. A wildcard in a certificate is a name like any other. A certificate
//!   with the names of two different callers is that of neither.
//! - **The end**: a certificate that ends while its connection is open is good no longer.
//! - A [revocation](super::revocations) of a token takes its thumbprint, SHA-256 of the certificate in
//!   base64url without padding; one of a subject takes certificates from before (`notBefore`).
//!
//! # What is not promised
//!
//! Revocation lists of the authority and OCSP are not asked.
//!
//! A token that comes over the connection is the credential, and this has no say: with
//! `jwt.or(certificates)`, a client may send either. Whether tokens are bound to a certificate
//! (RFC 8705) their issuer decides; then they are refused without it, with or without this.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    time::SystemTime,
};

use serde_json::json;

use super::{
    Accepted, Audience, Authenticator, Credential, Rejected, Scheme, confirmation::thumbprint,
};
use crate::{
    answer::Answer,
    caller::Caller,
    error::{Error, Result},
};

mod certificate;
mod der;

use certificate::Certificate;

/// Accepts clients by their certificates; the [module](self) says what is compared.
///
/// ```
/// use mcp_secure::{auth::ClientCert, prelude::*};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let certificates = ClientCert::new()
///     .dns("build.example.com", Caller::new("build-bot").with_scopes(["notes:read"]))
///     .uri("spiffe://example.com/ns/ops/sa/ada", Caller::new("ada"));
/// let server = Server::new("notes", "1.0.0").auth(certificates);
/// # Ok(())
/// # }
/// ```
pub struct ClientCert {
    callers: HashMap<Name, Caller>,
    /// What is wrong with the lines, for the start.
    problem: Option<String>,
    clock: fn() -> SystemTime,
}

/// By what a certificate is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name {
    Dns(String),
    Uri(String),
    Email(String),
    Subject(String),
    Thumbprint(String),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = match self {
            Self::Dns(name) => ("dns", name),
            Self::Uri(name) => ("uri", name),
            Self::Email(name) => ("email", name),
            Self::Subject(name) => ("subject", name),
            Self::Thumbprint(name) => ("thumbprint", name),
        };
        write!(f, "{kind} {name}")
    }
}

impl Default for ClientCert {
    fn default() -> Self {
        Self::new()
    }
}

impl ClientCert {
    /// Accepts nobody yet.
    pub fn new() -> Self {
        Self { callers: HashMap::new(), problem: None, clock: SystemTime::now }
    }

    /// Who has a certificate of this DNS name, in any case.
    #[must_use]
    pub fn dns(self, name: impl Into<String>, caller: Caller) -> Self {
        self.with(Name::Dns(name.into().to_ascii_lowercase()), caller)
    }

    /// Who has a certificate of this URI, such as a SPIFFE ID, byte for byte.
    #[must_use]
    pub fn uri(self, uri: impl Into<String>, caller: Caller) -> Self {
        self.with(Name::Uri(uri.into()), caller)
    }

    /// Who has a certificate of this mail address, byte for byte.
    #[must_use]
    pub fn email(self, address: impl Into<String>, caller: Caller) -> Self {
        self.with(Name::Email(address.into()), caller)
    }

    /// Who has a certificate of this subject, all of it, as RFC 4514 writes it: `CN=ada,O=Example`,
    /// the last part of the certificate first, with the types of its section 3 in upper case
    /// (`CN`, `L`, `ST`, `O`, `OU`, `C`, `STREET`, `DC`, `UID`). Byte for byte.
    ///
    /// A subject with other types, or with characters that RFC 4514 escapes, is not compared: use
    /// another name or the [thumbprint](Self::thumbprint).
    #[must_use]
    pub fn subject(self, name: impl Into<String>, caller: Caller) -> Self {
        self.with(Name::Subject(name.into()), caller)
    }

    /// Who has this one certificate: its SHA-256 in base64url without padding, as `x5t#S256` has it.
    #[must_use]
    pub fn thumbprint(self, thumbprint: impl Into<String>, caller: Caller) -> Self {
        self.with(Name::Thumbprint(thumbprint.into()), caller)
    }

    fn with(mut self, name: Name, caller: Caller) -> Self {
        match self.callers.entry(name) {
            Entry::Vacant(place) => drop(place.insert(caller)),
            Entry::Occupied(place) => {
                self.problem = Some(format!("{:?} is two callers; remove one", place.key()));
            }
        }
        self
    }

    fn judge(&self, credential: &Credential<'_>) -> Result<Caller, Rejected> {
        let der = credential.certificate().ok_or(Rejected::Malformed)?.der();
        let certificate = Certificate::read(der).ok_or(Rejected::Malformed)?;
        let now = (self.clock)();
        if now < certificate.not_before {
            return Err(Rejected::NotYetValid);
        }
        if now > certificate.not_after {
            return Err(Rejected::Expired);
        }
        let thumbprint = thumbprint(der);
        let names = certificate.names.into_iter().chain([Name::Thumbprint(thumbprint.clone())]);
        let mut callers = names.filter_map(|name| self.callers.get(&name));
        let caller = callers.next().ok_or(Rejected::Unknown)?;
        if callers.any(|other| other.subject() != caller.subject()) {
            return Err(Rejected::Malformed);
        }
        let issued = certificate.not_before.duration_since(SystemTime::UNIX_EPOCH);
        let ends = caller.expires().map_or(certificate.not_after, |e| e.min(certificate.not_after));
        Ok(caller
            .clone()
            .with_claim("jti", json!(thumbprint))
            .with_claim("iat", json!(issued.unwrap_or_default().as_secs()))
            .with_expiry(ends))
    }
}

impl Authenticator for ClientCert {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        Answer::Now(self.judge(credential))
    }

    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        credential.scheme() == Scheme::Certificate
    }

    fn prepare(&mut self, _: &Audience<'_>) -> Result<()> {
        match &self.problem {
            Some(problem) => Err(Error::new(format!("certificates of clients: {problem}"))),
            None if self.callers.is_empty() => Err(Error::new(
                "certificates of clients: none is anybody's; say whose they are by `dns`, `uri`, ..",
            )),
            None => Ok(()),
        }
    }

    fn takes_tokens(&self) -> bool {
        false
    }

    fn accepts(&self) -> Vec<Accepted> {
        let mut accepted = Accepted::by(self.describe()).what("certificates of clients");
        let callers = self.callers.iter();
        accepted.callers =
            callers.map(|(name, caller)| format!("{name}: {}", told(caller))).collect();
        accepted.callers.sort_unstable();
        vec![accepted]
    }
}

/// Who somebody is and what they may, without claims: these may be personal.
fn told(caller: &Caller) -> String {
    let mut words = caller.subject().to_owned();
    for (what, names) in [
        ("scope", caller.scopes().collect::<Vec<_>>()),
        ("role", caller.roles().collect()),
        ("tenant", caller.tenant().into_iter().collect()),
    ] {
        words.extend(names.iter().map(|name| format!(", {what} {name}")));
    }
    words
}

impl fmt::Debug for ClientCert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCert").field("names", &self.callers.len()).finish_non_exhaustive()
    }
}

// Certificates for the tests are made by `rcgen`, which comes with `tls`.
#[cfg(all(test, feature = "tls"))]
mod tests;
