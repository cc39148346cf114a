//! [`Complaints`]: lines of the log that clients can cause, at a bounded rate.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

#[cfg(test)]
pub(crate) mod heard;

/// Complaints of one kind, of which one is written in ten seconds: a flood of what they are about fills
/// no disk.
#[derive(Debug, Default)]
pub(crate) struct Complaints(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    written: Option<Instant>,
    passed_over: u64,
}

impl Complaints {
    /// Whether one may be written now, and how many were passed over since the last one.
    pub(crate) fn next(&self) -> Option<u64> {
        self.next_at(Instant::now())
    }

    fn next_at(&self, now: Instant) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.written.is_some_and(|written| now.saturating_duration_since(written) < PAUSE) {
            state.passed_over += 1;
            return None;
        }
        let passed_over = state.passed_over;
        *state = State { written: Some(now), passed_over: 0 };
        Some(passed_over)
    }
}

const PAUSE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_written_in_ten_seconds_and_tells_of_the_others() {
        let (complaints, start) = (Complaints::default(), Instant::now());
        let next = |millis| complaints.next_at(start + Duration::from_millis(millis));
        assert_eq!(next(0), Some(0));
        assert_eq!([next(0), next(1), next(9_999)], [None; 3]);
        assert_eq!(next(10_000), Some(3));
        assert_eq!(next(10_001), None);
        assert_eq!(next(25_000), Some(1));
        assert_eq!(next(35_000), Some(0));
    }
}
