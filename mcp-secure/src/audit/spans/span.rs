//! [`Span`]: one call, as OpenTelemetry has it (OTLP 1.x, in JSON).

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::{
    audit::Event,
    refusal::{INVALID_PARAMS, code},
};

/// What spans come from.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) version: String,
}

/// What is kept of a call.
pub(super) struct Span {
    trace_id: u128,
    span_id: u64,
    parent_id: Option<u64>,
    begun: SystemTime,
    ended: SystemTime,
    /// `None` where no tool has the name.
    tool: Option<String>,
    verdict: &'static str,
    guard: Option<String>,
    transport: &'static str,
    call: String,
}

impl Span {
    /// The span of a call; none where the client does not record its trace, or named nothing.
    pub(super) fn of(event: &Event<'_>) -> Option<Self> {
        let (call, trace) = (event.call?, event.trace);
        if trace.is_some_and(|trace| !trace.is_sampled()) {
            return None;
        }
        let id = call.number();
        let named = event.tool.as_deref().filter(|name| !name.is_empty())?;
        Some(Self {
            trace_id: trace.map_or(id, |trace| trace.trace_id()),
            // Both are random; none is nothing.
            span_id: (id as u64).max(1),
            parent_id: trace.map(|trace| trace.parent_id()),
            begun: event.time.checked_sub(event.took?)?,
            ended: event.time,
            tool: (event.verdict != "unknown_tool").then(|| named.to_owned()),
            verdict: event.verdict,
            guard: event.guard.as_deref().map(str::to_owned),
            transport: if event.transport == "stdio" { "pipe" } else { "tcp" },
            call: call.to_string(),
        })
    }

    fn json(&self) -> Value {
        let name = match &self.tool {
            Some(tool) => format!("tools/call {tool}"),
            None => "tools/call".to_owned(),
        };
        let error = error(self.verdict);
        let attributes = [
            ("mcp.method.name", Some("tools/call")),
            ("gen_ai.operation.name", Some("execute_tool")),
            ("gen_ai.tool.name", self.tool.as_deref()),
            ("network.transport", Some(self.transport)),
            ("error.type", error.as_deref()),
            ("mcp_secure.verdict", Some(self.verdict)),
            ("mcp_secure.guard", self.guard.as_deref()),
            ("mcp_secure.call", Some(&self.call)),
        ];
        let attributes: Vec<Value> =
            attributes.into_iter().filter_map(|(key, text)| Some(attribute(key, text?))).collect();
        let mut span = json!({
            "traceId": format!("{:032x}", self.trace_id),
            "spanId": format!("{:016x}", self.span_id),
            "flags": if self.parent_id.is_some() { SAMPLED | HAS_IS_REMOTE | IS_REMOTE } else { SAMPLED },
            "name": name,
            "kind": SERVER,
            "startTimeUnixNano": nanos(self.begun),
            "endTimeUnixNano": nanos(self.ended),
            "attributes": attributes,
            "status": if error.is_some() { json!({ "code": ERROR }) } else { json!({}) },
        });
        if let Some(parent) = self.parent_id {
            span["parentSpanId"] = format!("{parent:016x}").into();
        }
        span
    }
}

/// The body of a request to a collector.
pub(super) fn document(service: &Service, spans: &[Span]) -> Vec<u8> {
    let resource = [
        attribute("service.name", &service.name),
        attribute("service.version", &service.version),
        attribute("telemetry.sdk.language", "rust"),
        attribute("telemetry.sdk.name", "mcp-secure"),
        attribute("telemetry.sdk.version", VERSION),
    ];
    let spans: Vec<Value> = spans.iter().map(Span::json).collect();
    let scope = json!({ "name": "mcp-secure", "version": VERSION });
    json!({
        "resourceSpans": [{
            "resource": { "attributes": resource },
            "scopeSpans": [{ "scope": scope, "spans": spans }],
        }],
    })
    .to_string()
    .into_bytes()
}

/// As the conventions have it: the code of a JSON-RPC error, or `tool_error` for a result that says
/// that it is one.
fn error(verdict: &str) -> Option<String> {
    match verdict {
        "ok" => None,
        "cancelled" => Some(verdict.to_owned()),
        "unknown_tool" => Some(INVALID_PARAMS.to_string()),
        "unauthenticated" => Some(code(401).to_string()),
        "insufficient_scope" | "missing_role" => Some(code(403).to_string()),
        _ => Some("tool_error".to_owned()),
    }
}

fn attribute(key: &str, text: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": text } })
}

/// As text: JSON's numbers are not precise enough.
fn nanos(time: SystemTime) -> String {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// `SpanKind` and `StatusCode` of OTLP.
const SERVER: u8 = 2;
const ERROR: u8 = 2;
/// `SpanFlags` of OTLP: the low byte is that of W3C Trace Context.
const SAMPLED: u32 = 1;
const HAS_IS_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;
