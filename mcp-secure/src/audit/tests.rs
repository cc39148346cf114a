#![allow(clippy::unwrap_used)]

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    event::printable,
    fold::{IN_ALL, MOST_KINDS, PER_KIND},
    *,
};
use crate::{
    auth::Rejected,
    call::Origin,
    caller::Caller,
    refusal::Refusal,
    rule::{Violation, Violations},
    trace::TraceContext,
};

/// Keeps what it takes.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Value>>>);

impl Sink for Kept {
    fn record(&self, event: &Event<'_>) {
        self.0.lock().unwrap().push(serde_json::to_value(event).unwrap());
    }
}

impl Kept {
    fn audit() -> (Self, Audit) {
        let kept = Self::default();
        (kept.clone(), Audit::new(vec![Box::new(kept)]))
    }

    fn events(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

fn from(address: u32) -> Origin {
    Origin::Http(Some(IpAddr::V4(Ipv4Addr::from_bits(address))))
}

#[test]
fn an_event_says_who_what_why_and_how_long() {
    let (kept, audit) = Kept::audit();
    let claims = json!({ "iss": "https://issuer.example", "jti": "7", "email": "a@b.example" });
    let caller = Caller::new("ada").with_claims(claims.as_object().unwrap().clone());
    let trace = TraceContext::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    let called = Called { tool: "read", caller: Some(&caller), origin: from(1), trace };
    let mut violations = Violations::default();
    violations.push(Violation::new("filename", "must be a name").at("name"));
    let record = Record::begin(&audit, called);
    let id = record.id().to_string();
    record.end(Some(&Refusal::InvalidArguments(violations)));

    let mut event = kept.events().remove(0);
    let members = event.as_object_mut().unwrap();
    assert!(members.remove("micros").unwrap().is_u64());
    let time = members.remove("time").unwrap();
    assert_eq!(time.as_str().unwrap().len(), "2026-11-23T17:31:27.000Z".len());
    let expected = json!({
        "version": 1,
        "event": "call",
        "verdict": "invalid_arguments",
        "call": id,
        "tool": "read",
        "subject": "ada",
        "issuer": "https://issuer.example",
        "transport": "http",
        "peer": "0.0.0.1",
        "violations": [{ "pointer": "/name", "rule": "filename" }],
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "parent_id": "00f067aa0ba902b7",
    });
    assert_eq!(event, expected);
}

#[test]
fn a_record_that_is_dropped_says_that_the_client_went_away() {
    let (kept, audit) = Kept::audit();
    let called = Called { tool: "read", caller: None, origin: Origin::Stdio, trace: None };
    drop(Record::begin(&audit, called));
    assert_eq!(kept.events()[0]["verdict"], "cancelled");
}

#[test]
fn the_text_of_an_error_is_in_no_event() {
    let (kept, audit) = Kept::audit();
    let called = Called { tool: "read", caller: None, origin: Origin::Stdio, trace: None };
    let failed = Refusal::Failed(crate::Error::new("no such row: canary"));
    Record::begin(&audit, called).end(Some(&failed));
    let event = kept.events()[0].to_string();
    assert!(event.contains("internal") && !event.contains("canary"), "{event}");
}

#[test]
fn names_from_outside_are_printable_and_short() {
    for (name, shown) in [
        ("read_note", "read_note"),
        ("résumé", "résumé"),
        ("a\nverdict=ok", "a\u{fffd}verdict=ok"),
        ("a\u{1b}[2Jb", "a\u{fffd}[2Jb"),
        ("a\u{202e}b\u{200b}", "a\u{fffd}b\u{fffd}"),
        ("\u{85}\u{9b}", "\u{fffd}\u{fffd}"),
    ] {
        assert_eq!(printable(name), shown);
    }
    assert_eq!(printable(&"x".repeat(1000)).len(), 128);
}

/// How many are told whole, and how many they stand for in all.
fn total(events: &[Value]) -> (u64, u64) {
    let stands_for = |event: &Value| event.get("folded").and_then(Value::as_u64);
    let whole = events.iter().filter(|event| stands_for(event).is_none()).count() as u64;
    (whole, whole + events.iter().filter_map(stands_for).sum::<u64>())
}

#[test]
fn a_flood_of_refusals_is_folded_and_counted() {
    let (kept, audit) = Kept::audit();
    for _ in 0..5000 {
        audit.refused_request(from(1), "forbidden_host", "host");
    }
    audit.refused_request(from(2), "forbidden_host", "host");
    drop(audit);
    let events = kept.events();
    let (whole, all) = total(&events);
    assert_eq!(all, 5001);
    assert!(whole <= 3 * u64::from(PER_KIND) + 1, "{whole}");
    assert!(events.iter().any(|event| event["peer"] == "0.0.0.2"));
}

#[test]
fn what_was_folded_is_told_also_when_nothing_else_happens() {
    let (kept, audit) = Kept::audit();
    for _ in 0..PER_KIND + 5 {
        audit.refused_request(from(1), "forbidden_host", "host");
    }
    let began = Instant::now();
    while total(&kept.events()).1 < u64::from(PER_KIND) + 5 {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", kept.events());
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(audit);
}

#[test]
fn a_flood_from_everywhere_is_bounded_in_all() {
    const MANY: u32 = 20_000;
    let (kept, audit) = Kept::audit();
    for address in 0..MANY {
        audit.refused_request(from(address), "forbidden_host", "host");
    }
    drop(audit);
    let events = kept.events();
    assert_eq!(total(&events).1, u64::from(MANY));
    let most = (MOST_KINDS + 1 + IN_ALL as usize) * 4;
    assert!(events.len() <= most, "{}", events.len());
}

#[test]
fn why_credentials_were_refused_is_told_of_those_that_are_folded() {
    let (kept, audit) = Kept::audit();
    for why in [Rejected::Expired, Rejected::Malformed].repeat(50) {
        audit.refused_credential(from(1), why);
    }
    drop(audit);
    let events = kept.events();
    let folded: Vec<_> = events.iter().filter(|event| event.get("folded").is_some()).collect();
    assert!(folded.len() >= 2 && folded.iter().all(|event| event["detail"].is_string()));
}

#[test]
fn calls_that_ran_are_never_folded() {
    let (kept, audit) = Kept::audit();
    let called = Called { tool: "read", caller: None, origin: from(1), trace: None };
    let failed = || Refusal::Failed(crate::Error::new("no"));
    for _ in 0..300 {
        Record::begin(&audit, called).end(None);
        Record::begin(&audit, called).end(Some(&failed()));
        Record::begin(&audit, called).end(Some(&Refusal::TimedOut));
        drop(Record::begin(&audit, called));
    }
    assert_eq!(kept.events().len(), 1200);
}

#[test]
fn what_is_folded_from_many_threads_is_counted_once() {
    let (kept, audit) = Kept::audit();
    std::thread::scope(|scope| {
        for address in 0..8 {
            let audit = &audit;
            scope.spawn(move || {
                for _ in 0..5000 {
                    audit.refused_request(from(address), "forbidden_host", "host");
                }
            });
        }
    });
    drop(audit);
    assert_eq!(total(&kept.events()).1, 40_000);
}
