//! [`TraceContext`]: which trace a call belongs to, as its client says.

use std::fmt;

use http::{HeaderMap, HeaderName};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::json::Meta;

/// The trace that a request continues (W3C Trace Context, section 3.2).
///
/// Taken from `_meta.traceparent` of the request (MCP 2026-07-28, SEP-414), or else, over HTTP,
/// from the header `traceparent`. One that is not well-formed is none: it keeps no call out.
///
/// It is what the client says, and proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceContext {
    trace_id: u128,
    parent_id: u64,
    is_sampled: bool,
}

impl TraceContext {
    /// Reads a `traceparent`. Of a version that is not known yet, what it has in common with the
    /// first one (section 3.2.4).
    pub fn parse(text: &str) -> Option<Self> {
        let (head, rest) = text.split_at_checked(LENGTH)?;
        let mut parts = head.split('-');
        let version = hex::<2>(parts.next()?)?;
        let trace_id = hex::<32>(parts.next()?)?;
        let parent_id = u64::try_from(hex::<16>(parts.next()?)?).ok()?;
        let flags = hex::<2>(parts.next()?)?;
        let is_whole = match version {
            0 => rest.is_empty(),
            0xff => false,
            _ => rest.is_empty() || rest.starts_with('-'),
        };
        let is_sampled = flags & 1 == 1;
        let is_valid = is_whole && parts.next().is_none() && trace_id != 0 && parent_id != 0;
        is_valid.then_some(Self { trace_id, parent_id, is_sampled })
    }

    /// What `_meta` of a message says, or else the header: a proxy may know only that one.
    pub(crate) fn of(meta: Option<&Meta<'_>>, headers: Option<&HeaderMap>) -> Option<Self> {
        let in_metadata = |meta: &Meta<'_>| Self::parse(meta.traceparent.as_deref()?);
        meta.and_then(in_metadata).or_else(|| headers.and_then(in_headers))
    }

    /// The trace, as 32 hexadecimal digits where it is shown.
    pub fn trace_id(self) -> u128 {
        self.trace_id
    }

    /// The span of the client that the call is a part of.
    pub fn parent_id(self) -> u64 {
        self.parent_id
    }

    /// Whether the client records the trace.
    pub fn is_sampled(self) -> bool {
        self.is_sampled
    }
}

/// `traceparent`, for a request that a tool makes on behalf of the call.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trace_id, parent_id, is_sampled } = self;
        write!(f, "00-{trace_id:032x}-{parent_id:016x}-{:02x}", u8::from(*is_sampled))
    }
}

/// As members of an [event](crate::audit::Event).
impl Serialize for TraceContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("TraceContext", 2)?;
        members.serialize_field("trace_id", &format_args!("{:032x}", self.trace_id))?;
        members.serialize_field("parent_id", &format_args!("{:016x}", self.parent_id))?;
        members.end()
    }
}

/// Two of them are none (W3C Trace Context, section 3.2.1).
fn in_headers(headers: &HeaderMap) -> Option<TraceContext> {
    let mut values = headers.get_all(TRACEPARENT).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value)?.to_str().ok().and_then(TraceContext::parse)
}

/// Lower-case digits, exactly so many.
fn hex<const DIGITS: usize>(text: &str) -> Option<u128> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_hex = text.len() == DIGITS && text.bytes().all(is_digit);
    u128::from_str_radix(text, 16).ok().filter(|_| is_hex)
}

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Of version 00, in bytes.
const LENGTH: usize = 55;

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn the_first_version_is_read_and_written() {
        let trace = TraceContext::parse(TRACE).expect("well-formed");
        assert_eq!(trace.trace_id(), 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);
        assert_eq!((trace.parent_id(), trace.is_sampled()), (0x00f0_67aa_0ba9_02b7, true));
        assert_eq!(trace.to_string(), TRACE);
        let silent = TRACE.replace("-01", "-00");
        assert!(!TraceContext::parse(&silent).expect("well-formed").is_sampled());
    }

    #[test]
    fn of_later_versions_what_they_have_in_common() {
        let later = TRACE.replacen("00", "cc", 1);
        for text in [later.clone(), format!("{later}-what-comes")] {
            assert_eq!(TraceContext::parse(&text), TraceContext::parse(TRACE), "{text}");
        }
    }

    #[test]
    fn what_is_not_well_formed_is_none() {
        for text in [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
            " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0é",
            "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        ] {
            assert_eq!(TraceContext::parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_headers_are_none() {
        let trace = http::HeaderValue::from_static(TRACE);
        let mut headers = HeaderMap::new();
        assert_eq!(TraceContext::of(None, Some(&headers)), None);
        headers.append("traceparent", trace.clone());
        assert_eq!(TraceContext::of(None, Some(&headers)), TraceContext::parse(TRACE));
        headers.append("traceparent", trace);
        assert_eq!(TraceContext::of(None, Some(&headers)), None);
    }
}
