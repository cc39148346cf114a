//! [`RateLimit`]: how often a tool may be called; [`RateLimits`]: how often a server may be asked.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use super::{Guard, Stage};
use crate::{
    answer::Answer,
    call::Call,
    refusal::Refusal,
    store::{
        Place, Rate, Taken,
        limiter::Limiter,
        standing::{Quota, Standing},
    },
};

pub(super) mod holder;
mod limits;

#[cfg(test)]
mod tests;

use holder::{OfCall, Whose};
pub use limits::RateLimits;
pub(crate) use limits::Wide;

/// How often a tool may be called: `#[rate_limit("60/min", per = caller, burst = 10)]`.
///
/// - The rate is a count per `s`, `min`, `h` or `day`.
/// - `per` says whose calls are counted together: `caller` (the default), `ip`, `tenant`, `tool`, or
///   what an expression makes of the call.
/// - `burst` is how many calls may come at once; by default as many as the count.
/// - `cost` is an expression: how many calls this one counts as. 0 is free; one that costs more than
///   the burst is never admitted, and says so.
///
/// Expressions are evaluated on each call, before its arguments are read, with `call: &Call` and
/// `caller: Option<&Caller>` in scope. `per` makes of them anything that has a text
/// ([`Display`](std::fmt::Display)), `cost` a `u32`.
///
/// Several may stand at one tool; each has to admit the call. They are asked one after the other, the
/// one that comes back soonest first, wherever it stands. **A call that one of them refuses has
/// spent of those before it, and nothing of the others**: who floods a tool with `10/s` and
/// `1000/day` does not use up the day.
///
/// A refused call is told when to try again: `retry_after_ms` in its result. Over HTTP replies say what
/// is left, in the headers `RateLimit-Policy` and `RateLimit`
/// ([draft-ietf-httpapi-ratelimit-headers-10](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)).
/// The status stays 200, so that the model is told; the [server's own limits](RateLimits) answer 429.
///
/// Counts are held in the memory of the process, or in the [store](crate::Server::store) of the server,
/// for all replicas together; see [`RateLimit`].
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Look something up.
/// #[tool(read_only)]
/// #[rate_limit("10/s", per = ip)]
/// #[rate_limit("1000/day", per = caller, burst = 50)]
/// #[rate_limit("100/min", per = caller.map_or("nobody", |caller| caller.subject()))]
/// async fn look_up(word: String) -> String {
///     word
/// }
///
/// /// Make a picture.
/// #[tool]
/// #[rate_limit("600/h", per = tenant, cost = if caller.is_some_and(|it| it.has_role("batch")) { 10 } else { 1 })]
/// async fn draw(what: String) -> String {
///     what
/// }
/// ```
pub use mcp_secure_macros::rate_limit;

/// Admits so many calls in a time, for each caller, address, tenant or tool.
///
/// The algorithm is GCRA; see [`Rate`]. Over any time `t`, no more than `burst + t * count / period`
/// calls are admitted.
///
/// ```
/// use std::time::Duration;
/// use mcp_secure::guard::{Guard, rate_limit::{Per, RateLimit}};
///
/// let limit = RateLimit::new(60, Duration::from_secs(60)).burst(10).per(Per::Caller);
/// assert_eq!(limit.describe(), "60/min per caller, burst 10");
/// ```
///
/// # Replicas
///
/// With a [store](crate::store) all replicas count together, by the store's clock. Each also counts
/// on its own: a replica never admits more than the rate, also while the store is away, slow, or
/// restarted without its data.
///
/// # Defaults
///
/// - `burst` is the count: a caller who was quiet for the period may spend it at once.
/// - [`Per::Caller`]: one caller cannot use up what another needs.
/// - 100,000 keys, see [`max_keys`](RateLimit::max_keys).
///
/// # What it does not do
///
/// - Each guard counts on its own: two tools with `60/min` admit 120 calls together.
/// - A call that a later guard or the rules refuse has been counted. Guessing is limited too.
/// - It does not limit how many calls run at the same time.
pub struct RateLimit {
    whose: Whose,
    cost: Option<OfCall<u32>>,
    limiter: Limiter,
    /// As clients are told of it.
    quota: OnceLock<Arc<Quota>>,
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
    /// The issuer and tenant of the caller; for one without a tenant, as [`Per::Caller`].
    Tenant,
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
        let limiter = Limiter::new(Rate::new(count, period));
        Self { whose: Whose::default(), cost: None, limiter, quota: OnceLock::new() }
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
        self.limiter.set_rate(self.limiter.rate().burst(burst));
        self
    }

    /// Counts for each caller, address, tenant or tool. The default is [`Per::Caller`].
    #[must_use]
    pub fn per(mut self, per: Per) -> Self {
        self.whose.per = per;
        self
    }

    /// Counts for each text that is made of the call.
    #[must_use]
    pub fn per_key(mut self, key: impl Fn(&Call) -> String + Send + Sync + 'static) -> Self {
        self.whose.by = Some(Box::new(key));
        self
    }

    /// Counts a call as so many. The default is 1.
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&Call) -> u32 + Send + Sync + 'static) -> Self {
        self.cost = Some(Box::new(cost));
        self
    }

    /// Its expressions, as they are written.
    #[doc(hidden)]
    #[must_use]
    pub fn with_written(mut self, expressions: &'static str) -> Self {
        self.whose.written = expressions;
        self
    }

    /// Keeps count of at most so many keys in this process: callers, addresses, tenants or tools.
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
        self.limiter.set_max_keys(max_keys);
        self
    }

    /// Notes what is left, for the client; refuses.
    fn judge(&self, call: &Call, taken: Taken) -> Result<(), Refusal> {
        let quota = self.quota.get_or_init(|| Quota::new(self.whose.name(), self.limiter.rate()));
        call.note(Standing::new(quota, taken));
        match taken {
            Taken::Admitted { .. } => Ok(()),
            Taken::Refused { retry_after, .. } => Err(Refusal::RateLimited { retry_after }),
        }
    }
}

impl Guard for RateLimit {
    fn name(&self) -> &'static str {
        "rate_limit"
    }

    fn describe(&self) -> String {
        let rate = self.limiter.rate();
        let (each, burst) = (rate.per_period(), rate.at_once());
        let cost = if self.cost.is_some() { ", by cost" } else { "" };
        format!("{each} per {}, burst {burst}{cost}", self.whose.name())
    }

    fn written(&self) -> &'static str {
        self.whose.written
    }

    fn stage(&self) -> Stage {
        Stage::Rate
    }

    fn comes_back(&self) -> Duration {
        self.limiter.rate().refill()
    }

    fn place(&self, place: &Place<'_>) {
        if let Some(store) = place.store() {
            self.limiter.share(store, place.key(&self.describe()));
        }
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        let cost = self.cost.as_ref().map_or(1, |cost| cost(call));
        if cost > self.limiter.rate().at_once() {
            let message: Cow<'static, str> = "this asks for too much at once; ask for less".into();
            return Answer::Now(Err(Refusal::denied("rate_limit", message)));
        }
        let holder = self.whose.holder(call);
        match self.limiter.take(&holder, cost) {
            Answer::Now(taken) => Answer::Now(self.judge(call, taken)),
            Answer::Later(taken) => Answer::later(async move { self.judge(call, taken.await) }),
        }
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RateLimit").field(&self.describe()).finish()
    }
}
