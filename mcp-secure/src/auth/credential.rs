//! [`Credential`]: what a request presents to say who sends it.

use std::fmt;

use super::Token;
use crate::{call::Origin, danger};

/// What a request presents to say who sends it: one token or key, or nothing but the
/// certificate of its connection.
///
/// Made by the transport. A request with two of them has none: it is refused (RFC 6750,
/// section 2). Nothing is taken from the query, and nothing from the arguments of a tool. On
/// standard input and output it is the token of the environment.
///
/// ```
/// use mcp_secure::auth::{Credential, Scheme, Token};
///
/// let credential = Credential::bearer(Token::new("hunter2"));
/// assert_eq!(credential.scheme(), Scheme::Bearer);
/// assert!(!format!("{credential:?}").contains("hunter2"));
/// ```
#[derive(Debug)]
pub struct Credential<'a> {
    presented: Presented<'a>,
    certificate: Option<&'a ClientCertificate>,
    origin: Origin,
}

#[derive(Debug)]
enum Presented<'a> {
    Token(Scheme, Token),
    Proven(Token, Proof<'a>),
    Nothing,
}

/// How a credential was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// `Authorization: Bearer ..` (RFC 6750), or the token of the environment on stdio.
    Bearer,
    /// `Authorization: DPoP ..`, with a proof of possession (RFC 9449).
    Dpop,
    /// In the header that the authenticator [named](super::Authenticator::key_header).
    Header,
    /// By the certificate of the connection alone.
    Certificate,
}

impl<'a> Credential<'a> {
    /// A bearer token, as in a test of an authenticator: from this process, over a connection
    /// without a certificate.
    pub fn bearer(token: Token) -> Self {
        Self::new(Presented::Token(Scheme::Bearer, token))
    }

    pub(crate) fn header(key: Token) -> Self {
        Self::new(Presented::Token(Scheme::Header, key))
    }

    pub(crate) fn dpop(token: Token, proof: Proof<'a>) -> Self {
        Self::new(Presented::Proven(token, proof))
    }

    pub(crate) fn nothing() -> Self {
        Self::new(Presented::Nothing)
    }

    /// The same, over a connection with this certificate.
    #[must_use]
    pub fn with_certificate(mut self, certificate: Option<&'a ClientCertificate>) -> Self {
        self.certificate = certificate;
        self
    }

    /// The same, from there.
    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// How it was presented.
    pub fn scheme(&self) -> Scheme {
        match self.presented {
            Presented::Token(scheme, _) => scheme,
            Presented::Proven(..) => Scheme::Dpop,
            Presented::Nothing => Scheme::Certificate,
        }
    }

    /// The token or key; `None` where there is nothing but a certificate.
    pub fn token(&self) -> Option<&Token> {
        match &self.presented {
            Presented::Token(_, token) | Presented::Proven(token, _) => Some(token),
            Presented::Nothing => None,
        }
    }

    /// The proof of possession: always there with [`Scheme::Dpop`], and only with it.
    pub fn proof(&self) -> Option<&Proof<'a>> {
        match &self.presented {
            Presented::Proven(_, proof) => Some(proof),
            Presented::Token(..) | Presented::Nothing => None,
        }
    }

    /// The certificate that the client has proven to hold when the connection was made.
    pub fn certificate(&self) -> Option<&'a ClientCertificate> {
        self.certificate
    }

    /// Where it came in.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    fn new(presented: Presented<'a>) -> Self {
        Self { presented, certificate: None, origin: Origin::Memory }
    }
}

/// A proof of possession as it came in (RFC 9449, section 4.1), and the request that it has to
/// be for. Nothing of it has been judged.
#[derive(Clone)]
pub struct Proof<'a> {
    pub(crate) token: &'a str,
    pub(crate) method: &'a str,
    pub(crate) url: String,
}

impl Proof<'_> {
    /// The signed token of the `DPoP` header.
    pub fn token(&self) -> &str {
        self.token
    }

    /// The method of the request.
    pub fn method(&self) -> &str {
        self.method
    }

    /// The URL of the request as its client used it: the server's public URL where it has one,
    /// else by the host that was asked for, which is one of the server's own.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Shows what the proof has to be for, not the proof: it can be used until it is spent.
impl fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proof")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// The certificate of a client (X.509), in DER, from a connection in which the client has proven
/// that it holds the key and whose chain of trust has been verified.
///
/// The server's own TLS puts it beside each request of the connection. Within an application of
/// your own, put it into the request's extensions.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate(std::sync::Arc<[u8]>);

impl ClientCertificate {
    /// Takes the certificate of the client itself, not that of its issuer, in DER.
    ///
    /// Dangerous, because it is believed: pass what the TLS library has verified, never what
    /// came in a header.
    #[track_caller]
    pub fn dangerous_from_verified_der(der: &[u8]) -> Self {
        danger::tell("dangerous_from_verified_der");
        Self(der.into())
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCertificate({} bytes)", self.0.len())
    }
}
