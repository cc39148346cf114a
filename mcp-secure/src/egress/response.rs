//! What came back.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::{Error, ErrorKind};

/// A response, all of it: its body has arrived and is within the bound.
///
/// It is what somebody else sent. `Debug` shows neither headers nor body.
#[derive(Clone)]
pub struct Response {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Response {
    /// The status. A response that is not 2xx is no [`Error`]: see
    /// [`success`](Response::success).
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The same response, if its status is 2xx.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Content`] if it is not; the error names the status.
    pub fn success(self) -> Result<Self, Error> {
        if self.status.is_success() {
            return Ok(self);
        }
        let text = format!("the server answers with status {}", self.status.as_u16());
        Err(Error::new(ErrorKind::Content, text))
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Content`] if it is not UTF-8. No other character set is read.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.body)
            .map_err(|_| Error::new(ErrorKind::Content, "the body is not UTF-8"))
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Content`] if it is not the JSON of a `T`. The error says where, and nothing
    /// of what stands there.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let text = format!("the body is not the JSON that was expected, at {line}:{column}");
            Error::new(ErrorKind::Content, text)
        })
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
