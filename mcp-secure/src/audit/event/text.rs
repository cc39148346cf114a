//! The JSON text of an [event](Event), as serde would write it: without looking at the names of members,
//! and without formatting. Each call has one.

use serde::Serialize;

use super::{Event, in_micros};
use crate::json::{write_number, write_string};

impl Event<'_> {
    pub(in crate::audit) fn write_json(&self, out: &mut Vec<u8>) {
        // With all members named, so that a new one is not forgotten.
        let Self {
            version,
            time,
            event,
            verdict,
            call,
            tool,
            subject,
            issuer,
            transport,
            peer,
            guard,
            violations,
            detail,
            took,
            trace,
            folded,
        } = self;
        let mut object = Object { out };
        object.number("{\"version\":", u64::from(*version));
        object.plain(",\"time\":\"", crate::moment::text(*time).as_ref());
        object.plain(",\"event\":\"", event.name().as_bytes());
        object.text(",\"verdict\":", Some(verdict));
        if let Some(call) = call {
            object.plain(",\"call\":\"", &call.digits());
        }
        object.text(",\"tool\":", tool.as_deref());
        object.text(",\"subject\":", subject.as_deref());
        object.text(",\"issuer\":", issuer.as_deref());
        object.text(",\"transport\":", Some(transport));
        object.other(",\"peer\":", peer.as_ref());
        object.text(",\"guard\":", guard.as_deref());
        object.other(",\"violations\":", Some(violations).filter(|them| !them.is_empty()));
        object.text(",\"detail\":", detail.as_deref());
        if let Some(took) = took {
            object.number(",\"micros\":", in_micros(*took));
        }
        if let Some(trace) = trace {
            object.plain(",\"trace_id\":\"", format!("{:032x}", trace.trace_id()).as_bytes());
            object.plain(",\"parent_id\":\"", format!("{:016x}", trace.parent_id()).as_bytes());
        }
        if let Some(folded) = folded {
            object.number(",\"folded\":", *folded);
        }
        object.out.push(b'}');
    }
}

/// Each name comes with what is before and behind it.
struct Object<'a> {
    out: &'a mut Vec<u8>,
}

impl Object<'_> {
    fn name(&mut self, name: &str) {
        self.out.extend_from_slice(name.as_bytes());
    }

    fn number(&mut self, name: &str, number: u64) {
        self.name(name);
        write_number(number, self.out);
    }

    /// A text in which nothing is escaped.
    fn plain(&mut self, name_and_quote: &str, text: &[u8]) {
        self.name(name_and_quote);
        self.out.extend_from_slice(text);
        self.out.push(b'"');
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.name(name);
            write_string(text, self.out);
        }
    }

    fn other(&mut self, name: &str, value: Option<&impl Serialize>) {
        if let Some(value) = value {
            self.name(name);
            serde_json::to_writer(&mut *self.out, value).expect("plain data, into memory");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::{
        audit::{Broken, Kind},
        call::CallId,
        trace::TraceContext,
    };

    #[test]
    fn it_is_what_serde_writes() {
        let mut event = Event::new(Kind::Call, "ok", "http");
        let same = |event: &Event<'_>| {
            let mut written = Vec::new();
            event.write_json(&mut written);
            assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string(event).unwrap());
        };
        same(&event);
        event.call = Some(CallId::random());
        event.tool = Some("a \"tool\"\n\u{1}\u{1f600}".into());
        event.subject = Some("ada".into());
        event.issuer = Some("https://issuer.example".into());
        event.guard = Some("rate_limit".into());
        event.detail = Some("why".into());
        event.took = Some(Duration::from_nanos(1_234_567));
        event.trace =
            TraceContext::parse("00-0bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        event.folded = Some(u64::MAX);
        let broken = |pointer: &str| Broken { pointer: pointer.into(), rule: "length".into() };
        event.violations = vec![broken("/a~1b"), broken("/\"")].into();
        for peer in ["127.0.0.1", "2001:db8::1", "::ffff:192.0.2.1"] {
            event.peer = Some(peer.parse().unwrap());
            same(&event);
        }
        for (event_is, took) in [
            (Kind::Authentication, Duration::ZERO),
            (Kind::Request, Duration::MAX),
            (Kind::Store, Duration::from_micros(9)),
            (Kind::Start, Duration::from_micros(10)),
            (Kind::Lost, Duration::from_secs(1)),
        ] {
            (event.event, event.took) = (event_is, Some(took));
            same(&event);
        }
        for seconds in [0, 951_782_400, 253_402_300_799, 253_402_300_800] {
            event.time = UNIX_EPOCH + Duration::new(seconds, 7_999_999);
            same(&event);
        }
    }
}
