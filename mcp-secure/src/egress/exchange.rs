//! One request, one response, within the bounds.

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, StatusCode, Uri, header, uri::PathAndQuery};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body as _, Incoming};
use url::{Position, Url};

use super::{
    Body, Error, ErrorKind, Inner, Response, connect::Connection, request::Outgoing,
    resolve::Judged,
};

impl Inner {
    /// Asks whom the URL names, and nobody else.
    pub(super) async fn exchange(&self, outgoing: &Outgoing) -> Result<Response, Error> {
        let request = written(outgoing)?;
        let url = &outgoing.url;
        let host = url.host().ok_or_else(|| Error::new(ErrorKind::Url, "the URL has no host"))?;
        let addresses = Judged::of(host, &*self.resolver, &self.networks).await?;
        let mut connection = Connection::open(url, &addresses, &self.tls, &self.limits).await?;
        let response = connection.sender.send_request(request).await.map_err(http)?;
        let (head, body) = response.into_parts();
        if head.status == StatusCode::SWITCHING_PROTOCOLS {
            return Err(Error::new(ErrorKind::Http, "the server changes the protocol, unasked"));
        }
        let encodings = head.headers.get_all(header::CONTENT_ENCODING);
        if encodings.iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            let text = "the server encodes the body, though it was asked not to";
            return Err(Error::new(ErrorKind::Content, text));
        }
        let body = read(body, self.limits.body).await?;
        Ok(Response { status: head.status, headers: head.headers, body })
    }
}

/// The request as it is sent. Its target and its `Host` come from the one URL.
fn written(outgoing: &Outgoing) -> Result<Request<Body>, Error> {
    let url = &outgoing.url;
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let refused = || Error::new(ErrorKind::Url, "the URL is no target of a request");
    if target.len() > LONGEST_TARGET {
        return Err(Error::new(ErrorKind::Url, "the URL is too long"));
    }
    let target: PathAndQuery = target.parse().map_err(|_| refused())?;
    let host = HeaderValue::from_str(&authority(url)).map_err(|_| refused())?;
    let mut request = Request::new(Full::new(outgoing.body.clone()));
    *request.method_mut() = outgoing.method.clone();
    *request.uri_mut() = Uri::from(target);
    let headers = request.headers_mut();
    headers.insert(header::HOST, host);
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("mcp-secure"));
    headers.extend(outgoing.headers.clone());
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    // No answer can be taken for that of another call.
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    // RFC 9110, section 8.6.
    let expects_a_body = matches!(outgoing.method, Method::POST | Method::PUT | Method::PATCH);
    if expects_a_body && outgoing.body.is_empty() {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(request)
}

/// The host, and the port where it is not that of the scheme.
pub(super) fn authority(url: &Url) -> String {
    url[Position::BeforeHost..Position::AfterPort].to_owned()
}

/// All of a body, if it is not larger than allowed.
async fn read(mut body: Incoming, at_most: usize) -> Result<Bytes, Error> {
    let too_large = || Error::new(ErrorKind::TooLarge, "the body is larger than allowed");
    let announced = body.size_hint().lower();
    if announced > at_most as u64 {
        return Err(too_large());
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // Trailers are dropped.
        let Ok(data) = frame.map_err(http)?.into_data() else { continue };
        if data.len() > at_most - bytes.len() {
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

fn http(error: hyper::Error) -> Error {
    Error::new(ErrorKind::Http, "the server does not answer in HTTP/1.1 as allowed")
        .caused_by(error)
}

/// What servers take at most, as a rule.
const LONGEST_TARGET: usize = 8 << 10;
