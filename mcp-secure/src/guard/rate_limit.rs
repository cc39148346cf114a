//! [`RateLimit`]: how often a tool may be called.

use std::{fmt, num::NonZeroU32, time::Duration};

use super::{Guard, Stage};
use crate::{answer::Answer, call::Call, refusal::Refusal};

mod buckets;
pub(super) mod key;

#[cfg(test)]
mod tests;

use buckets::{Buckets, Time};
use key::Keys;

/// How often a tool may be called: `#[rate_limit("60/min", per = caller, burst = 10)]`.
///
/// - The rate is a count per `s`, `min`, `h` or `day`.
/// - `per` says whose calls are counted together: `caller` (the default), `ip` or `tool`.
/// - `burst` is how many calls may come at once; by default as many as the count.
///
/// Several may stand at one tool; each has to admit the call. A refused one is told when to
/// try again. Counts are held in the memory of the process; see [`RateLimit`].
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Look something up.
/// #[tool(read_only)]
/// #[rate_limit("10/s", per = ip)]
/// #[rate_limit("1000/day", per = caller, burst = 50)]
/// async fn look_up(word: String) -> String {
///     word
/// }
/// ```
pub use mcp_secure_macros::rate_limit;

/// Admits so many calls in a time, for each caller, address or tool.
///
/// The algorithm is GCRA, a leaky bucket that needs one number per key: calls come back one by
/// one, every `period / count`, and at most `burst` of them wait for whoever was quiet. Over
/// any time `t`, no more than `burst + t * count / period` calls are admitted.
///
/// ```
/// use std::time::Duration;
/// use mcp_secure::guard::{Guard, rate_limit::{Per, RateLimit}};
///
/// let limit = RateLimit::new(60, Duration::from_secs(60)).burst(10).per(Per::Caller);
/// assert_eq!(limit.describe(), "60/60s per caller, burst 10");
/// ```
///
/// # Defaults
///
/// - `burst` is the count: a caller who was quiet for the period may spend it at once.
/// - [`Per::Caller`]: one caller cannot use up what another needs.
/// - 100,000 keys, see [`max_keys`](RateLimit::max_keys).
///
/// # What it does not do
///
/// - Each guard counts on its own, and each process: two tools with `60/min` admit 120 calls
///   together, two replicas as many again.
/// - A call that a later guard or the rules refuse has been counted. Guessing is limited too.
/// - It does not limit how many calls run at the same time.
pub struct RateLimit {
    count: NonZeroU32,
    period: Duration,
    burst: NonZeroU32,
    per: Per,
    max_keys: usize,
    time: Time,
    keys: Keys,
    buckets: Buckets,
}

/// What has a bucket of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Per {
    /// The issuer and subject of the caller; for an anonymous one, as [`Per::Ip`].
    #[default]
    Caller,
    /// The address of the peer: an IPv4 address, or the /64 network of an IPv6 address, which
    /// is the smallest that one customer is given (RFC 6177). Behind a proxy the peer is the
    /// proxy, unless the server has been told to trust it.
    ///
    /// Peers without an address share one bucket.
    Ip,
    /// The tool: all callers share one bucket.
    Tool,
}

impl RateLimit {
    /// Admits `count` calls in each `period`.
    ///
    /// # Panics
    ///
    /// If `count` or `period` is zero, or the period is longer than a century.
    pub fn new(count: u32, period: Duration) -> Self {
        let count = NonZeroU32::new(count).expect("a rate limit must admit at least one call");
        assert!(!period.is_zero(), "the period of a rate limit must be longer than zero");
        let time = Time::monotonic();
        let buckets = Buckets::new(interval(count, period), count, MAX_KEYS, time.clone());
        Self {
            count,
            period,
            burst: count,
            per: Per::default(),
            max_keys: MAX_KEYS,
            time,
            keys: Keys::random(),
            buckets,
        }
    }

    /// Admits up to `burst` calls at once after a quiet time.
    ///
    /// The default is the count of the rate.
    ///
    /// # Panics
    ///
    /// If `burst` is zero, or would take longer than a century to come back.
    #[must_use]
    pub fn burst(mut self, burst: u32) -> Self {
        self.burst = NonZeroU32::new(burst).expect("the burst of a rate limit must be at least 1");
        self.empty()
    }

    /// Counts for each caller, address or tool. The default is [`Per::Caller`].
    #[must_use]
    pub fn per(mut self, per: Per) -> Self {
        self.per = per;
        self
    }

    /// Keeps count of at most so many keys: callers, addresses or tools.
    ///
    /// When there are more, those that have been quiet long enough to have their whole burst
    /// back are forgotten, at most once a second. If that leaves no room, all further keys
    /// share **one** bucket of the same rate, until there is room: a flood of new keys is
    /// slowed down as if it were one, and never finds a call without a limit. Keys that have
    /// a bucket keep it. The default is 100,000, some five megabytes when full.
    ///
    /// # Panics
    ///
    /// If `max_keys` is zero.
    #[must_use]
    pub fn max_keys(mut self, max_keys: usize) -> Self {
        assert!(max_keys > 0, "a rate limit must keep count of at least one key");
        self.max_keys = max_keys;
        self.empty()
    }

    /// The same limit with nothing counted.
    fn empty(mut self) -> Self {
        let interval = interval(self.count, self.period);
        self.buckets = Buckets::new(interval, self.burst, self.max_keys, self.time.clone());
        self
    }
}

impl Guard for RateLimit {
    fn name(&self) -> &'static str {
        "rate_limit"
    }

    fn describe(&self) -> String {
        let Self { count, period, burst, per, .. } = self;
        format!("{count}/{period:?} {per}, burst {burst}")
    }

    fn stage(&self) -> Stage {
        Stage::Rate
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        let key = self.keys.key(self.per, call);
        Answer::Now(
            self.buckets.take(key).map_err(|retry_after| Refusal::RateLimited { retry_after }),
        )
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RateLimit").field(&self.describe()).finish()
    }
}

impl fmt::Display for Per {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Caller => "per caller",
            Self::Ip => "per ip",
            Self::Tool => "per tool",
        })
    }
}

/// The time in which one call comes back, rounded up: never more than the rate.
fn interval(count: NonZeroU32, period: Duration) -> Duration {
    let nanos = period.as_nanos().div_ceil(u128::from(count.get()));
    u64::try_from(nanos).map_or(Duration::MAX, Duration::from_nanos)
}

const MAX_KEYS: usize = 100_000;
