//! [`Event`]: what one decision was, in the words of the published schema.

use std::{
    borrow::Cow,
    net::IpAddr,
    time::{Duration, SystemTime},
};

use serde::Serialize;

use crate::{
    call::CallId, moment, refusal::Refusal, rule::invisible::is_invisible, trace::TraceContext,
};

mod text;

/// The version of the schema, `docs/audit.schema.json`. A member may be added without a new one;
/// none is removed or means something else.
pub const VERSION: u32 = 1;

/// One decision of the server. Serialized, it is what the schema says.
///
/// There are no arguments in it, no results, no credentials, no claims but the subject and the
/// issuer, and no text of an error: that one is logged beside it, with the same `call`. Texts that
/// came from outside, as the name of an unknown tool, are short and printable.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Event<'a> {
    /// [`VERSION`].
    pub version: u32,
    /// When it was decided.
    #[serde(serialize_with = "moment::serialize")]
    pub time: SystemTime,
    /// What was decided about.
    pub event: Kind,
    /// `ok`, or why not: the [kind](crate::refusal::Refusal::kind) of the refusal, or what the
    /// transport found wrong with a request.
    pub verdict: &'static str,
    /// The correlation id of the call, which a masked error shows its client.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "call_id")]
    pub call: Option<CallId>,
    /// The tool that was called, as the client named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<Cow<'a, str>>,
    /// `sub` of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Cow<'a, str>>,
    /// `iss` of the caller, where its credential has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Cow<'a, str>>,
    /// `http`, `stdio` or `memory`; `none` where no client is concerned.
    pub transport: &'static str,
    /// The address of the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<IpAddr>,
    /// The guard that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guard: Option<Cow<'a, str>>,
    /// The rules that refused, each with the JSON pointer of the argument.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub violations: Cow<'a, [Broken]>,
    /// What else is to be said, in words of the server's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Cow<'a, str>>,
    /// How long it took, in microseconds.
    #[serde(rename = "micros", skip_serializing_if = "Option::is_none", serialize_with = "micros")]
    pub took: Option<Duration>,
    /// The trace that the client says the call belongs to.
    #[serde(flatten)]
    pub trace: Option<TraceContext>,
    /// How many events like this one it stands for: those that were not written, because there
    /// were too many of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folded: Option<u64>,
}

/// What was decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A call of a tool.
    Call,
    /// A credential.
    Authentication,
    /// A request, before it named anything.
    Request,
    /// The store that replicas share: whether it can be asked.
    Store,
    /// In files: a server writes from here on.
    Start,
    /// In files: events that could not be kept.
    Lost,
}

/// A rule that an argument broke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Broken {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// Which rule.
    pub rule: String,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Authentication => "authentication",
            Self::Request => "request",
            Self::Store => "store",
            Self::Start => "start",
            Self::Lost => "lost",
        }
    }
}

impl<'a> Event<'a> {
    pub(super) fn new(event: Kind, verdict: &'static str, transport: &'static str) -> Self {
        Self {
            version: VERSION,
            time: SystemTime::now(),
            event,
            verdict,
            call: None,
            tool: None,
            subject: None,
            issuer: None,
            transport,
            peer: None,
            guard: None,
            violations: Cow::Borrowed(&[]),
            detail: None,
            took: None,
            trace: None,
            folded: None,
        }
    }

    /// What of a refusal may be told.
    pub(super) fn refused(&mut self, refusal: &'a Refusal) {
        self.verdict = refusal.kind();
        match refusal {
            Refusal::InvalidArguments(violations) => {
                let broken = violations.iter().map(|violation| Broken {
                    pointer: printable(violation.pointer()).into_owned(),
                    rule: printable(violation.rule()).into_owned(),
                });
                self.violations = broken.collect();
            }
            Refusal::Denied { guard, .. } => self.guard = Some(printable(guard)),
            Refusal::Failed(_) => {}
            _ => {
                let detail = refusal.detail();
                self.detail = (!detail.is_empty()).then(|| printable(&detail).into_owned().into());
            }
        }
    }

    /// What is said beyond the verdict, in one line.
    pub(super) fn line(&self) -> String {
        let broken =
            self.violations.iter().map(|Broken { pointer, rule }| format!("{pointer} {rule}"));
        let detail = self.detail.as_deref().map(str::to_owned);
        broken.chain(detail).collect::<Vec<_>>().join(", ")
    }
}

/// A text that came from outside, fit for a line of a log: short, and without characters that
/// move the cursor, hide text or turn its direction.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let is_fit = |c: char| !c.is_control() && !is_invisible(c);
    let is_plain = text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    if text.len() <= LONGEST && (is_plain || text.chars().all(is_fit)) {
        return text.into();
    }
    let fit = text.chars().take(LONGEST).map(|c| if is_fit(c) { c } else { '\u{fffd}' });
    fit.collect::<String>().into()
}

/// In characters.
const LONGEST: usize = 128;

fn call_id<S: serde::Serializer>(id: &Option<CallId>, serializer: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => serializer.serialize_str(str::from_utf8(&id.digits()).expect("digits")),
        None => serializer.serialize_none(),
    }
}

fn micros<S: serde::Serializer>(took: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    took.map(in_micros).serialize(serializer)
}

fn in_micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
