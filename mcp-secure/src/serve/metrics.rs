//! What the [metrics](crate::metrics) of a server are when they are read. `docs/operations.md` is made
//! from this page.

use std::time::UNIX_EPOCH;

use super::door::Door;
use crate::{
    audit::spans_lost,
    guard::resource_guard,
    metrics::{Kind, Metrics, Page},
};

/// All families, in the text format of Prometheus; none where nothing is counted.
pub(super) fn page(door: &Door) -> String {
    let mut page = Page::default();
    let Some(metrics) = door.gate.audit().metrics() else { return page.finish() };
    server(&mut page, door, metrics);
    calls(&mut page, door, metrics);
    http(&mut page, metrics);
    beside(&mut page, door, metrics);
    page.finish()
}

fn server(page: &mut Page, door: &Door, metrics: &Metrics) {
    let identity = &door.identity;
    page.family(Kind::Gauge, "mcp_secure_server_info", "Always 1: the name and the version.")
        .sample(&[("name", &identity.name), ("version", &identity.version)], 1);
    let started = metrics.started.duration_since(UNIX_EPOCH).unwrap_or_default();
    page.family(
        Kind::Gauge,
        "mcp_secure_start_time_seconds",
        "When the server started, in seconds since 1970.",
    )
    .sample(&[], started.as_secs_f64());
}

/// A tool that was never called has its `ok` alone: a server may have thousands of tools.
fn calls(page: &mut Page, door: &Door, metrics: &Metrics) {
    let tools = || door.gate.all().filter_map(|tool| Some((&*tool.name, tool, tool.calls()?)));
    let named = || {
        let tools = tools().map(|(name, _, calls)| (name, calls));
        tools.chain([(NO_TOOL, &metrics.unknown)])
    };
    let mut family = page.family(
        Kind::Counter,
        "mcp_secure_calls_total",
        "Calls that have ended, by their verdict, as the audit record names it. All names that no \
         tool has are one.",
    );
    for (name, calls) in named() {
        let is_called = calls.is_called();
        let verdicts = calls.verdicts.iter().take(if is_called { usize::MAX } else { 1 });
        family.each(&[("tool", name)], "verdict", verdicts);
    }
    let mut family = page.family(
        Kind::Counter,
        "mcp_secure_guard_refusals_total",
        "Calls that a guard has refused, by its name.",
    );
    for (name, calls) in named().filter(|(_, calls)| calls.is_called()) {
        family.each(&[("tool", name)], "guard", calls.guards.iter());
    }
    let mut family = page.family(
        Kind::Histogram,
        "mcp_secure_call_duration_seconds",
        "How long the calls took that have run, in seconds.",
    );
    for (name, calls) in named().filter(|(_, calls)| calls.is_called()) {
        family.durations(&[("tool", name)], &calls.durations);
    }
    let mut family =
        page.family(Kind::Gauge, "mcp_secure_calls_running", "Calls that are running.");
    for (name, tool, _) in tools() {
        family.sample(&[("tool", name)], door.gate.running(tool));
    }
}

fn http(page: &mut Page, metrics: &Metrics) {
    page.family(Kind::Gauge, "mcp_secure_connections_open", "Connections that are open.")
        .sample(&[], metrics.open.get());
    page.family(Kind::Counter, "mcp_secure_connections_total", "Connections that were accepted.")
        .sample(&[], metrics.accepted.get());
    page.family(
        Kind::Counter,
        "mcp_secure_connections_closed_total",
        "Connections that the server has closed, by reason.",
    )
    .each(&[], "reason", metrics.closed.iter());
    page.family(
        Kind::Counter,
        "mcp_secure_requests_refused_total",
        "Requests that were refused before they named a tool, by reason.",
    )
    .each(&[], "reason", metrics.requests.iter());
    page.family(
        Kind::Counter,
        "mcp_secure_credentials_refused_total",
        "Credentials that were not accepted, by reason.",
    )
    .each(&[], "reason", metrics.credentials.iter());
    page.family(Kind::Counter, "mcp_secure_answers_total", "Answers over HTTP, by their status.")
        .each(&[], "status", metrics.answers.iter());
    page.family(
        Kind::Counter,
        "mcp_secure_received_bytes_total",
        "Bytes of bodies that were read.",
    )
    .sample(&[], metrics.received.get());
    page.family(
        Kind::Counter,
        "mcp_secure_sent_bytes_total",
        "Bytes of bodies that were sent, but for those that stream.",
    )
    .sample(&[], metrics.sent.get());
}

fn beside(page: &mut Page, door: &Door, metrics: &Metrics) {
    let standing = match door.gate.store_answers() {
        None => "local",
        Some(true) => "shared",
        Some(false) => "away",
    };
    let standings = ["local", "shared", "away"].map(|word| (word, u64::from(word == standing)));
    page.family(
        Kind::Gauge,
        "mcp_secure_store_standing",
        "1 at where limits are counted: by this process alone, in the shared store, or, while that \
         one is away, by this process.",
    )
    .each(&[], "standing", standings);
    let audit = door.gate.audit();
    page.family(
        Kind::Gauge,
        "mcp_secure_audit_keeping",
        "1 while audit events are kept; 0 while they cannot be, and calls are refused.",
    )
    .sample(&[], u8::from(audit.is_keeping()));
    page.family(
        Kind::Counter,
        "mcp_secure_audit_events_folded_total",
        "Audit events of refusals that are told together with others like them.",
    )
    .sample(&[], metrics.folded.get());
    page.family(
        Kind::Counter,
        "mcp_secure_audit_events_lost_total",
        "Audit events that could not be kept.",
    )
    .sample(&[], audit.lost());
    page.family(
        Kind::Counter,
        "mcp_secure_spans_lost_total",
        "Spans that the collector of OpenTelemetry did not take.",
    )
    .sample(&[], spans_lost());
    let mut family = page.family(
        Kind::Gauge,
        "mcp_secure_resource_used_ratio",
        "How much is used, from 0 to 1, as resource guards see it; only where there is one.",
    );
    for (resource, used) in resource_guard::used().into_iter().flatten() {
        family.sample(&[("resource", resource)], used);
    }
}

/// Of the text format.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// No tool can have this name.
const NO_TOOL: &str = "(unknown)";
