//! [`Credit`]: how many frames a client of HTTP/2 may send that cost it nothing, and us some work.

use std::time::Duration;

use tokio::time::Instant;

/// What is left of them. It comes back with time, and with what the connection is there for: requests, and
/// replies that are taken.
pub(super) struct Credit {
    left: u32,
    counted: Instant,
}

impl Credit {
    pub(super) fn new() -> Self {
        Self { left: MOST, counted: Instant::now() }
    }

    /// `false` if there is not so much left.
    pub(super) fn spend(&mut self, cost: u32, now: Instant) -> bool {
        let seconds = now.saturating_duration_since(self.counted).as_secs_f64();
        let back = (seconds * PER_SECOND) as u32;
        // A part of one is kept for the next time.
        self.counted +=
            Duration::from_secs_f64(f64::from(back) / PER_SECOND).min(now - self.counted);
        self.earn(back);
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// For a request: its windows, its end, and some more.
    pub(super) fn earn_for_request(&mut self) {
        self.earn(10);
    }

    /// For so many bytes of a reply: no client has a reason to widen its windows more often.
    pub(super) fn earn_for_reply(&mut self, bytes: usize) {
        self.earn(u32::try_from(bytes / 512).unwrap_or(MOST).saturating_add(2));
    }

    fn earn(&mut self, frames: u32) {
        self.left = self.left.saturating_add(frames).min(MOST);
    }
}

/// As nghttp2 has it for what it calls glitches.
const MOST: u32 = 1_000;
const PER_SECOND: f64 = 33.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of ten thousand it takes at that moment.
    fn taken(credit: &mut Credit, now: Instant) -> usize {
        (0..10_000).take_while(|_| credit.spend(1, now)).count()
    }

    #[test]
    fn so_many_are_forgiven_and_come_back_with_time() {
        let mut credit = Credit::new();
        let start = credit.counted;
        assert_eq!(taken(&mut credit, start), 1_000);
        assert_eq!(taken(&mut credit, start + Duration::from_secs(10)), 330);
        assert_eq!(taken(&mut credit, start + Duration::from_secs(10_000)), 1_000, "and no more");
    }

    #[test]
    fn looks_in_between_lose_no_time() {
        let mut credit = Credit::new();
        let start = credit.counted;
        taken(&mut credit, start);
        let looks = (1..=1_000).map(|step| start + step * Duration::from_millis(10));
        let taken = looks.filter(|now| credit.spend(1, *now)).count();
        assert!((328..=330).contains(&taken), "{taken}");
    }

    #[test]
    fn requests_and_replies_bring_some_and_save_none_up() {
        let mut credit = Credit::new();
        let start = credit.counted;
        (0..1_000).for_each(|_| credit.earn_for_request());
        assert_eq!(taken(&mut credit, start), 1_000);
        credit.earn_for_request();
        assert_eq!(taken(&mut credit, start), 10);
        credit.earn_for_reply(16 << 10);
        assert_eq!(taken(&mut credit, start), 34);
        credit.earn_for_reply(usize::MAX);
        assert_eq!(taken(&mut credit, start), 1_000);
    }
}
