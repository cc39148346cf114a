//! [`Folding`]: refusals at a bounded rate, and how many there were beyond it.

use std::{
    borrow::Cow,
    collections::HashMap,
    net::IpAddr,
    time::{Duration, Instant},
};

use super::{Event, Kind};

/// What was written and folded in this period.
pub(super) struct Folding {
    began: Instant,
    /// How long it is.
    length: Duration,
    written: u32,
    alike: HashMap<Alike, Count>,
}

/// Events that are alike.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Alike {
    event: Kind,
    verdict: &'static str,
    transport: &'static str,
    peer: Option<IpAddr>,
    subject: Option<Box<str>>,
    /// Why, of a credential: one of a few reasons.
    reason: Option<Box<str>>,
}

#[derive(Default)]
struct Count {
    written: u32,
    folded: u64,
}

/// What is to be done with an event.
pub(super) struct Taken {
    /// To be told before it: what was folded in a period that is over.
    pub(super) told: Vec<Event<'static>>,
    pub(super) next: Then,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Then {
    Write,
    Fold,
    /// The first of this period, which has so long to go.
    FoldFirst(Period, Duration),
}

/// Which period it was, for who comes back to end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period(Instant);

impl Default for Folding {
    fn default() -> Self {
        Self { began: Instant::now(), length: SHORTEST, written: 0, alike: HashMap::new() }
    }
}

impl Folding {
    pub(super) fn take(&mut self, event: &Event<'_>) -> Taken {
        let is_over = self.began.elapsed() >= self.length;
        let told = if is_over { self.end_of_period() } else { Vec::new() };
        let is_first = self.alike.values().all(|count| count.folded == 0);
        let mut alike = Alike::of(event);
        if self.alike.len() >= MOST_KINDS && !self.alike.contains_key(&alike) {
            // From too many places to tell them apart.
            alike = Alike { peer: None, subject: None, reason: None, ..alike };
        }
        let count = self.alike.entry(alike).or_default();
        let next = if count.written < PER_KIND && self.written < IN_ALL {
            count.written += 1;
            self.written += 1;
            Then::Write
        } else {
            count.folded += 1;
            let rest = self.length.saturating_sub(self.began.elapsed());
            if is_first { Then::FoldFirst(Period(self.began), rest) } else { Then::Fold }
        };
        Taken { told, next }
    }

    /// What was folded; a new period begins. While a flood lasts each is twice as long as the one
    /// before: else it would soon drive what is older out of the files that are kept.
    pub(super) fn end_of_period(&mut self) -> Vec<Event<'static>> {
        let Self { alike, length, .. } = std::mem::take(self);
        let folded = alike.into_iter().filter(|(_, count)| count.folded > 0);
        let told: Vec<_> = folded.map(|(alike, count)| alike.event(count.folded)).collect();
        if !told.is_empty() {
            self.length = (length * 2).min(LONGEST);
        }
        told
    }

    /// The same, if this period still goes on. In a flood an event that comes has often ended it, and the
    /// next one has its whole time.
    pub(super) fn end_of(&mut self, period: Period) -> Vec<Event<'static>> {
        if Period(self.began) == period { self.end_of_period() } else { Vec::new() }
    }
}

impl Alike {
    fn of(event: &Event<'_>) -> Self {
        Self {
            event: event.event,
            verdict: event.verdict,
            transport: event.transport,
            peer: event.peer,
            subject: event.subject.as_deref().map(Into::into),
            reason: (event.event == Kind::Authentication)
                .then(|| event.detail.as_deref().map(Into::into))
                .flatten(),
        }
    }

    fn event(self, folded: u64) -> Event<'static> {
        let Self { event, verdict, transport, peer, subject, reason } = self;
        Event {
            peer,
            detail: reason.map(|reason| Cow::Owned(reason.into())),
            subject: subject.map(|subject| Cow::Owned(subject.into())),
            folded: Some(folded),
            ..Event::new(event, verdict, transport)
        }
    }
}

impl Event<'_> {
    /// Whether it is a refusal: nothing ran.
    pub(super) fn can_be_folded(&self) -> bool {
        !(self.event == Kind::Call && has_run(self.verdict))
    }
}

/// Whether a call that ended so has run, at least for a while.
pub(crate) fn has_run(verdict: &str) -> bool {
    matches!(
        verdict,
        "ok" | "tool_error" | "internal" | "timed_out" | "output_too_large" | "cancelled"
    )
}

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// How many are written in full in a period: of those that are alike, and in all.
pub(super) const PER_KIND: u32 = 20;
pub(super) const IN_ALL: u32 = 100;

/// How many kinds are told apart; each takes about 200 bytes.
pub(super) const MOST_KINDS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(folding: &mut Folding) -> Option<Period> {
        let event = Event::new(Kind::Request, "forbidden_host", "http");
        (0..=PER_KIND).find_map(|_| match folding.take(&event).next {
            Then::FoldFirst(period, _) => Some(period),
            Then::Write | Then::Fold => None,
        })
    }

    /// Who ends a period that an event has ended already would cut the next one short, and begin anew
    /// with the shortest.
    #[test]
    fn each_period_of_a_flood_is_longer_than_the_one_before() {
        let mut folding = Folding::default();
        let mut length = SHORTEST;
        for _ in 0..10 {
            let period = fold(&mut folding).expect("the first that is folded");
            assert_eq!(folding.end_of_period().len(), 1);
            length = (length * 2).min(LONGEST);
            assert_eq!(folding.length, length);
            assert!(folding.end_of(period).is_empty());
            assert_eq!(folding.length, length);
        }
        assert_eq!(length, LONGEST);
        let period = fold(&mut folding).expect("the first that is folded");
        assert_eq!(folding.end_of(period).len(), 1);
        // And begins anew once it is over.
        assert!(folding.end_of_period().is_empty());
        assert_eq!(folding.length, SHORTEST);
    }
}
