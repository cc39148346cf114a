//! Redirects: each is a URL of somebody else's, and judged anew.

use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use url::Url;

use super::{Egress, Error, ErrorKind, Response, request::Outgoing};

impl Egress {
    /// Asks, and asks where it is sent on to, as far as that is allowed.
    pub(super) async fn follow(&self, mut outgoing: Outgoing) -> Result<Response, Error> {
        let mut left = self.0.limits.redirects;
        loop {
            let response = self.0.exchange(&outgoing).await?;
            if self.0.limits.redirects == 0 || !is_redirect(&outgoing.method, response.status) {
                return Ok(response);
            }
            let Some(location) = response.headers.get(header::LOCATION) else {
                return Ok(response);
            };
            left = left.checked_sub(1).ok_or_else(|| refused("one redirect too many"))?;
            let location = location.to_str().map_err(|_| refused("a redirect to no URL"))?;
            let next = self.next(&outgoing.url, location)?;
            if next.origin() != outgoing.url.origin() {
                outgoing.headers = for_others(&outgoing.headers);
            }
            outgoing.url = next;
        }
    }

    /// Where a redirect leads, if that may be fetched.
    pub(super) fn next(&self, from: &Url, location: &str) -> Result<Url, Error> {
        if !location.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(refused("a redirect to what programs read differently"));
        }
        let start = &location[..location.find(['/', '?', '#']).unwrap_or(location.len())];
        // What names a scheme is judged as it was written, the rest as it was joined: joining
        // reads `https:x` in a way of its own.
        let text = if start.contains(':') {
            location.to_owned()
        } else {
            from.join(location).map_err(|_| refused("a redirect to no URL"))?.into()
        };
        let refused_for = |error: Error| refused("a redirect is refused").caused_by(error);
        let next = self.destination(&text).map_err(refused_for)?;
        if from.scheme() == "https" && next.scheme() != "https" {
            return Err(refused("a redirect from https to http"));
        }
        Ok(next)
    }
}

fn is_redirect(method: &Method, status: StatusCode) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
        && matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What another origin may learn of the request.
fn for_others(headers: &HeaderMap) -> HeaderMap {
    let harmless = |name: &HeaderName| HARMLESS.contains(name);
    headers
        .iter()
        .filter(|(name, _)| harmless(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn refused(text: &'static str) -> Error {
    Error::new(ErrorKind::Redirect, text)
}

const HARMLESS: [HeaderName; 3] = [header::ACCEPT, header::ACCEPT_LANGUAGE, header::USER_AGENT];
