//! [`Rate`]: how much in a time.

use std::{fmt, num::NonZeroU32, time::Duration};

/// So much in a time, and so much at once.
///
/// The algorithm is GCRA, a leaky bucket that needs one number per key: what was taken comes back one by
/// one, every `period / count`, and at most `burst` is there for whoever was quiet. Over any time
/// `t`, no more than `burst + t * count / period` is taken.
///
/// ```
/// use mcp_secure::store::Rate;
///
/// let rate = Rate::per_minute(60).burst(10);
/// assert_eq!(rate.to_string(), "60/min, burst 10");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    count: NonZeroU32,
    period: Duration,
    burst: NonZeroU32,
}

impl Rate {
    /// `count` in each `period`, all of which may come at once.
    ///
    /// # Panics
    ///
    /// If `count` or `period` is zero, or the period is longer than a century.
    pub fn new(count: u32, period: Duration) -> Self {
        let count = NonZeroU32::new(count).expect("a rate limit must admit at least one call");
        assert!(!period.is_zero(), "the period of a rate limit must be longer than zero");
        Self { count, period, burst: count }.checked()
    }

    /// So many in a second.
    ///
    /// # Panics
    ///
    /// If `count` is zero.
    pub fn per_second(count: u32) -> Self {
        Self::new(count, Duration::from_secs(1))
    }

    /// So many in a minute.
    ///
    /// # Panics
    ///
    /// If `count` is zero.
    pub fn per_minute(count: u32) -> Self {
        Self::new(count, Duration::from_secs(60))
    }

    /// So many at once after a quiet time. The default is the count of the rate.
    ///
    /// # Panics
    ///
    /// If `burst` is zero, or would take longer than a century to come back.
    #[must_use]
    pub fn burst(mut self, burst: u32) -> Self {
        self.burst = NonZeroU32::new(burst).expect("the burst of a rate limit must be at least 1");
        self.checked()
    }

    /// How much in a [period](Self::period).
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    /// The time in which the count comes back.
    pub fn period(&self) -> Duration {
        self.period
    }

    /// How much at once.
    pub fn at_once(&self) -> u32 {
        self.burst.get()
    }

    /// The rate without its burst, in words.
    pub(crate) fn per_period(self) -> impl fmt::Display {
        PerPeriod(self)
    }

    /// The time in which one comes back, rounded up: never more than the rate.
    pub fn interval(&self) -> Duration {
        Duration::from_nanos(self.interval_nanos())
    }

    /// The time in which all of the burst comes back.
    pub(crate) fn refill(&self) -> Duration {
        Duration::from_nanos(self.interval_nanos() * u64::from(self.burst.get()))
    }

    pub(crate) fn interval_nanos(&self) -> u64 {
        let nanos = self.period.as_nanos().div_ceil(u128::from(self.count.get()));
        u64::try_from(nanos).unwrap_or(u64::MAX)
    }

    /// Times are nanoseconds in 64 bits, which overflow after five centuries.
    fn checked(self) -> Self {
        // Of the rate as it is told: an interval is rounded up, by a nanosecond at most.
        let refill = self.period.as_nanos() * u128::from(self.burst.get());
        assert!(
            refill <= CENTURY.as_nanos() * u128::from(self.count.get()),
            "a rate limit must come back to its full burst within a century; \
             lower the burst or the period",
        );
        self
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, burst {}", self.per_period(), self.burst)
    }
}

/// `60/min`, as `#[rate_limit]` reads it; `5/1.5s` where the period has no word there.
struct PerPeriod(Rate);

impl fmt::Display for PerPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rate { count, period, .. } = self.0;
        match PERIODS.iter().find(|(_, seconds)| Duration::from_secs(*seconds) == period) {
            Some((word, _)) => write!(f, "{count}/{word}"),
            None => write!(f, "{count}/{period:?}"),
        }
    }
}

/// What periods are called, with their seconds.
pub(crate) const PERIODS: [(&str, u64); 4] = [("s", 1), ("min", 60), ("h", 3600), ("day", 86_400)];

const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
