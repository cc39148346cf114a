//! What can go wrong on the way out, and what of it the operator is told.

use std::{borrow::Cow, error::Error as StdError, fmt};

/// Why there is no response.
///
/// It is for the operator: it names the host and the address that was refused, never the path,
/// the query, a header or a body. A tool that returns it with `?` shows the model nothing of
/// it. To tell the model more, make a [`ToolError`](crate::ToolError) by its
/// [kind](Error::kind), and leave its text out: whether a name exists inside, and what listens
/// there, is what somebody who probes the network wants to know.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    detail: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(super) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), source: None }
    }

    pub(super) fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

/// What went wrong on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is not one: a header that the client sets itself, a value that is no header
    /// value, a segment that is none.
    Request,
    /// The URL is none that may be fetched: its spelling, scheme, host or port.
    Url,
    /// The host has an address that may not be connected to. Nothing was connected.
    Address,
    /// The name does not resolve.
    Resolve,
    /// Nobody answers at the host's addresses.
    Connect,
    /// No TLS with whom the name belongs to: another name, an unknown authority, an old version.
    Tls,
    /// What answers does not speak HTTP/1.1, or its header section is larger than allowed, or
    /// it ends the connection in the middle.
    Http,
    /// A redirect that may not be followed, or one too many.
    Redirect,
    /// The body is larger than [`Builder::max_body`](super::Builder::max_body) allows.
    TooLarge,
    /// The body is not what was asked for: encoded, not UTF-8, not the JSON that was expected.
    Content,
    /// Not done within [`Builder::timeout`](super::Builder::timeout).
    TimedOut,
}
