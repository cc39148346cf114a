//! [`Meta`]: what a request says of itself and of its client.

use std::borrow::Cow;

use crate::json::{
    scan::{ScanError, Scanner},
    string::RawString,
};

/// The members of `params._meta`, as far as they are read here (MCP 2026-07-28, "_meta").
#[derive(Debug, Default)]
pub(crate) struct Meta<'a> {
    /// The raw JSON text of all of it.
    pub(crate) text: &'a str,
    /// The version of the protocol, if it is a string.
    pub(crate) version: Option<Cow<'a, str>>,
    /// The trace of the client (W3C Trace Context), if it is a string.
    pub(crate) traceparent: Option<Cow<'a, str>>,
    /// Whether the client tells its name and its version, and nothing else of itself.
    pub(crate) has_plain_client: bool,
    /// What the client can do, if all of that is known and comes without settings.
    pub(crate) capabilities: Option<Capabilities>,
    /// Whether there are members that only the SDK knows.
    pub(crate) has_others: bool,
}

/// What the client can do, for a tool that talks to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capabilities {
    Nothing,
    Something,
}

impl<'a> Meta<'a> {
    /// Reads it from an object, which must be next.
    pub(super) fn read(scanner: &mut Scanner<'a>) -> Result<Self, ScanError> {
        let mut meta = Self::default();
        let start = scanner.position();
        scanner.enter_object()?;
        while let Some(key) = scanner.next_key()? {
            match key.as_ref() {
                "io.modelcontextprotocol/protocolVersion" => {
                    meta.version = scanner.string()?.map(RawString::unescape);
                }
                "io.modelcontextprotocol/clientInfo" => {
                    meta.has_plain_client = is_plain_client(scanner)?;
                }
                "io.modelcontextprotocol/clientCapabilities" => {
                    meta.capabilities = capabilities(scanner)?;
                }
                "traceparent" => meta.traceparent = scanner.string()?.map(RawString::unescape),
                "tracestate" | "baggage" => {
                    scanner.value()?;
                }
                _ => {
                    scanner.value()?;
                    meta.has_others = true;
                }
            }
        }
        meta.text = scanner.since(start);
        Ok(meta)
    }
}

fn is_plain_client(scanner: &mut Scanner<'_>) -> Result<bool, ScanError> {
    if scanner.peek() != Some(b'{') {
        return scanner.value().map(|_| false);
    }
    let (mut name, mut version, mut others) = (false, false, false);
    scanner.enter_object()?;
    while let Some(key) = scanner.next_key()? {
        let is_text = scanner.string()?.is_some();
        match key.as_ref() {
            "name" => name = is_text,
            "version" => version = is_text,
            _ => others = true,
        }
    }
    Ok(name && version && !others)
}

fn capabilities(scanner: &mut Scanner<'_>) -> Result<Option<Capabilities>, ScanError> {
    if scanner.peek() != Some(b'{') {
        return scanner.value().map(|_| None);
    }
    let (mut found, mut are_plain) = (Capabilities::Nothing, true);
    scanner.enter_object()?;
    while let Some(key) = scanner.next_key()? {
        found = Capabilities::Something;
        let is_known = matches!(key.as_ref(), "elicitation" | "sampling" | "roots");
        are_plain &= scanner.value()? == "{}" && is_known;
    }
    Ok(are_plain.then_some(found))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::json::scan::Limits;

    fn read(text: &str) -> Meta<'_> {
        let mut scanner = Scanner::from_text(text, Limits::default());
        let meta = Meta::read(&mut scanner).unwrap();
        scanner.finish().unwrap();
        assert_eq!(meta.text, text);
        meta
    }

    fn client(text: &str) -> bool {
        read(&format!(r#"{{"io.modelcontextprotocol/clientInfo":{text}}}"#)).has_plain_client
    }

    fn capabilities(text: &str) -> Option<Capabilities> {
        let text = format!(r#"{{"io.modelcontextprotocol/clientCapabilities":{text}}}"#);
        read(&text).capabilities
    }

    #[test]
    fn texts_are_read_whatever_their_spelling() {
        let meta = read(
            r#"{"io.modelcontextprotocol\/protocolVersion":"2026\u002d07-28",
                "traceparent":"00\u002d","tracestate":{},"baggage":1}"#,
        );
        assert_eq!(meta.version.as_deref(), Some("2026-07-28"));
        assert_eq!(meta.traceparent.as_deref(), Some("00-"));
        assert!(!meta.has_others && !meta.has_plain_client && meta.capabilities.is_none());
        let meta = read(r#"{"io.modelcontextprotocol/protocolVersion":1,"traceparent":null}"#);
        assert!(meta.version.is_none() && meta.traceparent.is_none() && !meta.has_others);
        for other in [r#"{"progressToken":1}"#, r#"{"":{}}"#, r#"{"Traceparent":""}"#] {
            assert!(read(other).has_others, "{other}");
        }
    }

    #[test]
    fn a_client_is_plain_with_its_name_and_version() {
        assert!(client(r#"{"version":"1","name":"bench"}"#));
        for other in [
            "null",
            "1",
            "[]",
            "{}",
            r#"{"name":"a"}"#,
            r#"{"name":"a","version":1}"#,
            r#"{"name":null,"version":""}"#,
            r#"{"name":"a","version":"","title":"b"}"#,
            r#"[{"name":"a","version":""}]"#,
        ] {
            assert!(!client(other), "{other}");
        }
    }

    #[test]
    fn capabilities_are_known_without_settings() {
        assert_eq!(capabilities("{}"), Some(Capabilities::Nothing));
        for some in [r#"{"roots":{}}"#, r#"{"elicitation":{},"sampling":{}}"#] {
            assert_eq!(capabilities(some), Some(Capabilities::Something), "{some}");
        }
        for other in [
            "null",
            "[]",
            r#"{"roots":{"listChanged":true}}"#,
            r#"{"roots":null}"#,
            r#"{"tasks":{}}"#,
            r#"{"roots":{},"":{}}"#,
        ] {
            assert_eq!(capabilities(other), None, "{other}");
        }
    }
}
