//! What makes a request regular: its headers and its metadata ask for nothing but an answer.

use http::{HeaderMap, HeaderName, header};

use crate::json::{Capabilities, Envelope, Meta};

/// Which rules a request follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    /// Those of 2026-07-28.
    Newest,
    /// Those of the versions before, over HTTP and without a session.
    Older,
}

/// What a regular request says of its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) generation: Generation,
    /// Whether a tool could say something to it while it runs, or ask it for something.
    listens: bool,
}

impl Client {
    /// One that a tool that talks has nothing to say to: there is no progress token, no level
    /// of a log, no capability.
    pub(super) const SILENT: Self = Self { generation: Generation::Newest, listens: false };
}

/// The client, if the request is regular. `headers` is `None` where the transport has none.
pub(super) fn client(envelope: &Envelope<'_>, headers: Option<&HeaderMap>) -> Option<Client> {
    match (&envelope.meta, headers) {
        (Some(meta), headers) => {
            let client = newest(meta)?;
            headers.is_none_or(|headers| agree(headers, envelope)).then_some(client)
        }
        (None, Some(headers)) => is_older(headers)
            // A log message goes out without being asked for.
            .then_some(Client { generation: Generation::Older, listens: true }),
        // A session on standard input and output knows what it speaks.
        (None, None) => None,
    }
}

/// Metadata of the newest version that asks for nothing but an answer; what has to be there is.
fn newest(meta: &Meta<'_>) -> Option<Client> {
    let listens = meta.capabilities? == Capabilities::Something;
    let is_newest = meta.version.as_deref() == Some(NEWEST);
    let is_regular = is_newest && meta.has_plain_client && !meta.has_others;
    is_regular.then_some(Client { generation: Generation::Newest, listens })
}

/// The headers of the newest version say the same as the body, each once. In one pass: every call has
/// them.
fn agree(headers: &HeaderMap, envelope: &Envelope<'_>) -> bool {
    let (mut versions, mut methods, mut names, mut accepts) = (0, 0, 0, 0);
    for (name, value) in headers {
        let value = value.as_bytes();
        let (count, is_right) = match name.as_str() {
            "accept" => (&mut accepts, str::from_utf8(value).is_ok_and(takes_both)),
            "mcp-protocol-version" => (&mut versions, value == NEWEST.as_bytes()),
            "mcp-method" => (&mut methods, value == envelope.method.as_bytes()),
            // An encoded name is for the SDK to decode.
            "mcp-name" => (&mut names, is_name(value, envelope.params_name.as_deref())),
            // Where clients copy arguments into headers, the SDK compares the two.
            name if name.starts_with("mcp-param-") => return false,
            _ => continue,
        };
        *count += 1;
        if !is_right {
            return false;
        }
    }
    let expected_names = usize::from(envelope.params_name.is_some());
    (versions, methods, names, accepts) == (1, 1, expected_names, 1)
}

fn is_name(value: &[u8], name: Option<&str>) -> bool {
    name.is_some_and(|name| value == name.as_bytes() && !name.starts_with("=?"))
}

/// The headers of an older version, and none of the newest.
fn is_older(headers: &HeaderMap) -> bool {
    let version = headers.contains_key(PROTOCOL_VERSION);
    let is_known = || only(headers, &PROTOCOL_VERSION).is_some_and(|v| OLDER.contains(&v));
    (!version || is_known())
        && accepts_both(headers)
        && !headers
            .keys()
            .any(|name| name.as_str().starts_with("mcp-") && *name != PROTOCOL_VERSION)
}

/// The client takes either form of a reply.
fn accepts_both(headers: &HeaderMap) -> bool {
    only(headers, &header::ACCEPT).is_some_and(takes_both)
}

fn takes_both(accept: &str) -> bool {
    // As the official clients send it.
    if accept == "application/json, text/event-stream" {
        return true;
    }
    let accepts = |essence| accept.split(',').any(|media_type| media_type.trim() == essence);
    accepts("application/json") && accepts("text/event-stream")
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value)?.to_str().ok()
}

/// The newest protocol version.
const NEWEST: &str = "2026-07-28";

/// Those before; a request without the header is of one of them.
const OLDER: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

const PROTOCOL_VERSION: HeaderName = HeaderName::from_static("mcp-protocol-version");
