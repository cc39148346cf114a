//! What a server counts for its operator: decisions, durations, connections and answers.
//!
//! Counted where the decision is made, before the [audit record](crate::audit) folds what is alike:
//! nothing is missing in a flood. A count is an atomic of its own, made when the server starts: an
//! admitted call neither allocates nor waits for it. Without [`Server::metrics`] nothing is counted.
//!
//! Labels are names that the program declares, and words of fixed lists; what comes from outside (a
//! name that is no tool's, a subject, an address, an argument) is never one. So the number of series
//! is bounded by the program.
//!
//! [`Server::metrics`]: crate::Server::metrics

use std::time::SystemTime;

use http::StatusCode;

mod calls;
mod cells;
mod page;

pub(crate) use calls::Calls;
use cells::{Counter, Gauge, Held, Labelled};
pub(crate) use page::{Kind, Page};

/// What is counted of a server, but for the calls of its tools, which stand at the tools.
pub(crate) struct Metrics {
    pub(crate) started: SystemTime,
    /// Calls of names that no tool has.
    pub(crate) unknown: Calls,
    /// Credentials that were not accepted, by reason.
    pub(crate) credentials: Labelled,
    /// Requests that were refused before they named a tool, by reason.
    pub(crate) requests: Labelled,
    /// Answers over HTTP, by status.
    pub(crate) answers: Labelled,
    /// Connections that are open.
    pub(crate) open: Gauge,
    pub(crate) accepted: Counter,
    /// Connections that the server has closed, by reason.
    pub(crate) closed: Labelled,
    /// Bytes of bodies that were read, and of answers whose length is known.
    pub(crate) received: Counter,
    pub(crate) sent: Counter,
    /// Audit events that were not written one by one.
    pub(crate) folded: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            started: SystemTime::now(),
            unknown: Calls::new([]),
            credentials: Labelled::new(REJECTED),
            requests: Labelled::new(REFUSED),
            answers: Labelled::new(STATUSES),
            open: Gauge::default(),
            accepted: Counter::default(),
            closed: Labelled::new(CLOSED),
            received: Counter::default(),
            sent: Counter::default(),
            folded: Counter::default(),
        }
    }
}

impl Metrics {
    /// Counts a connection, and that it is open for as long as what is returned lives.
    pub(crate) fn connection(&self) -> Held<'_> {
        self.accepted.add(1);
        self.open.hold()
    }

    /// Counts an answer over HTTP.
    pub(crate) fn answer(&self, status: StatusCode, bytes: Option<u64>) {
        self.answers.count(status.as_str());
        self.sent.add(bytes.unwrap_or_default());
    }
}

/// The word for a connection from an address that has too many.
pub(crate) const TOO_MANY: &str = "too_many_of_address";
/// The word for a connection whose handshake did not come to its end.
pub(crate) const HANDSHAKE: &str = "handshake";

/// The word for a connection that another one needed the place of.
pub(crate) const MADE_ROOM: &str = "made_room";

/// The words for connections that are cut: nothing has come, a reply is not taken, requests are made to be
/// given up, frames ask for nothing but work.
pub(crate) const SILENT: &str = "silent";
pub(crate) const SLOW: &str = "slow";
pub(crate) const ABUSED: &str = "abused";
pub(crate) const FLOODED: &str = "flooded";

const CLOSED: &[&str] = &[TOO_MANY, HANDSHAKE, MADE_ROOM, SILENT, SLOW, ABUSED, FLOODED, OTHER];

/// The reasons of [`Rejected`](crate::auth::Rejected), without what is said after a colon.
const REJECTED: &[&str] = &[
    "malformed",
    "unknown",
    "unknown_key",
    "bad_signature",
    "wrong_issuer",
    "wrong_audience",
    "wrong_type",
    "missing_claim",
    "too_long",
    "not_yet_valid",
    "expired",
    "revoked",
    "wrong_binding",
    "bad_proof",
    "nonce_needed",
    "unavailable",
    OTHER,
];

/// The verdicts on requests that name no tool yet; those of the audit record, and more.
const REFUSED: &[&str] = &[
    "forbidden_host",
    "untrusted_peer",
    "rate_limited",
    "too_many_headers",
    "not_found",
    "method_not_allowed",
    "media_type",
    "body_too_large",
    "no_room_for_body",
    "no_room_for_reply",
    "slow_body",
    "bad_request",
    OTHER,
];

const STATUSES: &[&str] = &[
    "200", "202", "400", "401", "403", "404", "405", "406", "408", "413", "415", "429", "431",
    "500", "503", OTHER,
];

/// For what a list does not name.
const OTHER: &str = "other";
