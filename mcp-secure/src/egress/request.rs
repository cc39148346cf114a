//! What is asked.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use url::{Url, form_urlencoded};

use super::{Egress, Error, ErrorKind, Response};
use crate::rule::{Rule, url_segment};

/// A request that is being made. What is wrong with it, [`send`](Request::send) says.
///
/// `Debug` shows the method only.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    egress: Egress,
    outgoing: Result<Outgoing, Error>,
}

/// A request whose URL and parts were judged.
#[derive(Clone)]
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Request {
    pub(super) fn new(egress: Egress, method: Method, url: &str) -> Self {
        let outgoing = egress.destination(url).and_then(|url| {
            if matches!(method, Method::CONNECT | Method::TRACE) {
                return Err(refused("CONNECT and TRACE are not for tools"));
            }
            Ok(Outgoing { method, url, headers: HeaderMap::new(), body: Bytes::new() })
        });
        Self { egress, outgoing }
    }

    /// Adds a segment to the path, percent-encoded: whatever it holds, it stays one segment.
    /// It is judged by [`url_segment`].
    ///
    /// ```
    /// # async fn fetch(egress: mcp_secure::egress::Egress, id: &str) -> mcp_secure::Result<()> {
    /// let order = egress.get("https://api.example.com/v1/orders").segment(id).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn segment(self, segment: &str) -> Self {
        self.change(|outgoing| {
            if let Err(violation) = url_segment().judge(segment) {
                return Err(refused(format!("a segment {}", violation.message())));
            }
            // What ends in `/` goes on there.
            let path = outgoing.url.path();
            let path = format!("{}/{}", path.strip_suffix('/').unwrap_or(path), encoded(segment));
            outgoing.url.set_path(&path);
            Ok(())
        })
    }

    /// Adds a parameter to the query, encoded as in forms.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.change(|outgoing| {
            outgoing.url.query_pairs_mut().append_pair(name, value);
            Ok(())
        })
    }

    /// Sets a header.
    ///
    /// Credentials are none of these: `Authorization`, `Cookie` and `Proxy-Authorization` are
    /// refused here, see [`bearer`](Request::bearer). So are the headers that HTTP itself is made of (`Host`, `Content-Length`,
    /// `Transfer-Encoding`, `Connection`, ..) and `Accept-Encoding`, and values that are not
    /// visible ASCII.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|outgoing| {
            let name = header_name(name, &[])?;
            let value = HeaderValue::from_str(value)
                .map_err(|_| refused(format!("no value for the header `{name}`")))?;
            outgoing.headers.insert(name, value);
            Ok(())
        })
    }

    /// Sets the credential of the server itself.
    #[cfg(feature = "introspection")]
    pub(crate) fn authorization(self, value: HeaderValue) -> Self {
        self.change(|outgoing| {
            outgoing.headers.insert(header::AUTHORIZATION, value);
            Ok(())
        })
    }

    /// Sends bytes, as this media type.
    pub fn body(self, media_type: &str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let request = self.header(header::CONTENT_TYPE.as_str(), media_type);
        request.change(|outgoing| {
            outgoing.body = body;
            Ok(())
        })
    }

    /// Sends a value as JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => self.body("application/json", body),
            Err(error) => self.change(|_| Err(refused("the body is no JSON").caused_by(error))),
        }
    }

    /// Sends a form, as `application/x-www-form-urlencoded`.
    pub fn form<N: AsRef<str>, V: AsRef<str>>(
        self,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", form)
    }

    /// Sends the request, and waits for all of the response.
    ///
    /// When the future is dropped, as that of a call that is cancelled, the connection ends.
    ///
    /// # Errors
    ///
    /// If the request was not one, if it is not allowed, or if there is no response within the
    /// bounds: [`ErrorKind`] has all of it. A status that is not 2xx is no error.
    pub async fn send(self) -> Result<Response, Error> {
        self.egress.send(self.outgoing?).await
    }

    pub(super) fn change(
        mut self,
        change: impl FnOnce(&mut Outgoing) -> Result<(), Error>,
    ) -> Self {
        if let Ok(outgoing) = &mut self.outgoing
            && let Err(error) = change(outgoing)
        {
            self.outgoing = Err(error);
        }
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.outgoing.as_ref().ok().map(|outgoing| &outgoing.method);
        f.debug_struct("Request").field("method", &method).finish_non_exhaustive()
    }
}

/// A header that a tool may set: none of those that are not for tools, but these.
pub(super) fn header_name(name: &str, allowed: &[HeaderName]) -> Result<HeaderName, Error> {
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("a header's name is none"))?;
    let is_refused = NOT_FOR_TOOLS.contains(&name) || UNKNOWN_NAMES.contains(&name.as_str());
    if is_refused && !allowed.contains(&name) {
        return Err(refused(format!("the header `{name}` is not set by tools")));
    }
    Ok(name)
}

pub(super) fn refused(text: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Request, text)
}

/// Percent-encoded, all but the unreserved characters (RFC 3986, section 2.3).
fn encoded(segment: &str) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

/// What says who asks, where a message ends, and how it is encoded.
const NOT_FOR_TOOLS: [HeaderName; 12] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::EXPECT,
    header::ACCEPT_ENCODING,
];

/// The same, without a constant of their own.
const UNKNOWN_NAMES: [&str; 3] = ["keep-alive", "proxy-connection", "http2-settings"];
