//! The trace that a message says it belongs to.

use std::borrow::Cow;

use http::HeaderMap;
use memchr::memmem;
use serde::Deserialize;

use crate::{json::Envelope, trace::TraceContext};

/// What `_meta` says, or else the header: a proxy may know only that one.
pub(super) fn of(
    message: Option<&Envelope<'_>>,
    headers: Option<&HeaderMap>,
) -> Option<TraceContext> {
    let named = message.and_then(|message| message.meta).and_then(in_metadata);
    named.or_else(|| headers.and_then(in_headers))
}

fn in_metadata(meta: &str) -> Option<TraceContext> {
    #[derive(Deserialize)]
    struct Meta<'a> {
        #[serde(borrow)]
        traceparent: Option<Cow<'a, str>>,
    }

    // Most clients have none, and reading costs.
    memmem::find(meta.as_bytes(), b"traceparent")?;
    let Meta { traceparent } = serde_json::from_str(meta).ok()?;
    TraceContext::parse(&traceparent?)
}

/// Two of them are none (W3C Trace Context, section 3.2.1).
fn in_headers(headers: &HeaderMap) -> Option<TraceContext> {
    let mut values = headers.get_all("traceparent").iter();
    let value = values.next()?;
    values.next().is_none().then_some(value)?.to_str().ok().and_then(TraceContext::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_headers_are_none() {
        const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let trace = http::HeaderValue::from_static(TRACE);
        let mut headers = HeaderMap::new();
        assert_eq!(of(None, Some(&headers)), None);
        headers.append("traceparent", trace.clone());
        assert_eq!(of(None, Some(&headers)), TraceContext::parse(TRACE));
        headers.append("traceparent", trace);
        assert_eq!(of(None, Some(&headers)), None);
    }
}
