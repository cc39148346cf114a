//! What is counted in: atomics, whose order among each other is of no matter.

use std::{
    sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Only grows.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// How many there are now.
#[derive(Default)]
pub(crate) struct Gauge(AtomicI64);

/// One of them, until it is dropped.
pub(crate) struct Held<'a>(&'a Gauge);

impl Gauge {
    pub(crate) fn hold(&self) -> Held<'_> {
        self.0.fetch_add(1, Relaxed);
        Held(self)
    }

    pub(crate) fn get(&self) -> i64 {
        self.0.load(Relaxed)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Relaxed);
    }
}

/// A counter for each word of a list, whose last one is for all others.
pub(crate) struct Labelled {
    words: Box<[&'static str]>,
    counters: Box<[Counter]>,
}

impl Labelled {
    pub(crate) fn new(words: impl Into<Box<[&'static str]>>) -> Self {
        let words = words.into();
        let counters = words.iter().map(|_| Counter::default()).collect();
        Self { words, counters }
    }

    /// Counts one for the word; a list is as short as its frequent words stand at its begin.
    pub(crate) fn count(&self, word: &str) {
        let at = self.words.iter().position(|known| *known == word);
        if let Some(counter) = at.map_or(self.counters.last(), |at| self.counters.get(at)) {
            counter.add(1);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.words.iter().copied().zip(self.counters.iter().map(Counter::get))
    }
}

/// How many took at most so long, for each of some bounds.
pub(crate) struct Durations {
    /// The last one is for what took longer than all bounds.
    counters: [Counter; BOUNDS.len() + 1],
    nanos: Counter,
}

impl Durations {
    pub(crate) fn new() -> Self {
        Self { counters: std::array::from_fn(|_| Counter::default()), nanos: Counter::default() }
    }

    pub(crate) fn add(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let at = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        self.counters[at].add(1);
        self.nanos.add(took.as_nanos().try_into().unwrap_or(u64::MAX));
    }

    /// The bounds in seconds, each with how many took at most so long; how many there are, and how
    /// many seconds they took together.
    pub(crate) fn read(&self) -> ([(f64, u64); BOUNDS.len()], u64, f64) {
        let mut count = 0;
        let buckets = std::array::from_fn(|at| {
            count += self.counters[at].get();
            (BOUNDS[at], count)
        });
        let all = count + self.counters[BOUNDS.len()].get();
        (buckets, all, self.nanos.get() as f64 / 1e9)
    }
}

/// In seconds: from a call that computes a little to one that takes the whole of its time.
const BOUNDS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0, 30.0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_in_the_list_is_counted_as_the_last() {
        let counts = Labelled::new(["a", "b", "other"]);
        ["a", "b", "b", "canary", "", "other"].iter().for_each(|word| counts.count(word));
        assert_eq!(counts.iter().collect::<Vec<_>>(), [("a", 1), ("b", 2), ("other", 3)]);
    }

    #[test]
    fn what_threads_count_adds_up() {
        let (counts, durations, gauge) =
            (Labelled::new(["a", "other"]), Durations::new(), Gauge::default());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for turn in 0..1_000 {
                        let _held = gauge.hold();
                        counts.count(if turn % 4 == 0 { "a" } else { "b" });
                        durations.add(Duration::from_millis(turn));
                        assert!((1..=8).contains(&gauge.get()));
                    }
                });
            }
        });
        assert_eq!(counts.iter().collect::<Vec<_>>(), [("a", 2_000), ("other", 6_000)]);
        let (_, count, sum) = durations.read();
        assert_eq!((count, sum.round() as u64, gauge.get()), (8_000, 3_996, 0));
    }

    #[test]
    fn durations_add_up() {
        let durations = Durations::new();
        for micros in [0, 500, 501, 1_000_000, 29_999_999, 30_000_001, u64::MAX / 2_000] {
            durations.add(Duration::from_micros(micros));
        }
        let (buckets, count, sum) = durations.read();
        let at = |bound: f64| buckets.iter().find(|(of, _)| *of == bound).map(|(_, count)| *count);
        assert_eq!(
            (at(0.0005), at(0.001), at(1.0), at(30.0)),
            (Some(2), Some(3), Some(4), Some(5))
        );
        assert_eq!(count, 7);
        assert!(sum > 60.0 && buckets.is_sorted_by_key(|(bound, _)| *bound));
    }

    #[test]
    fn what_is_held_is_let_go() {
        let gauge = Gauge::default();
        let held = [gauge.hold(), gauge.hold()];
        assert_eq!(gauge.get(), 2);
        drop(held);
        assert_eq!(gauge.get(), 0);
    }
}
