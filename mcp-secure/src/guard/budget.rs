//! [`Budget`]: how much may be used in an hour, a day, a week or a month.

use std::{
    fmt,
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use super::{
    Guard, Stage,
    rate_limit::{
        Per,
        holder::{OfCall, Whose},
    },
};
use crate::{
    answer::Answer,
    call::Call,
    refusal::Refusal,
    store::{Key, Place, Shared},
};

mod counters;
mod window;

#[cfg(test)]
mod tests;

use counters::Counters;
use window::{Period, Window};

/// How much of a tool may be used in an hour, a day, a week or a month:
/// `#[budget("1000/day", per = caller, cost = 5)]`.
///
/// - The budget is an amount per `h`, `day`, `week` or `month`.
/// - `per` says whose calls are counted together: `caller` (the default), `ip`, `tenant`, `tool`, or
///   what an expression makes of the call.
/// - `cost` is an expression, a `u64`: as how much this call counts. The default is 1, and 0 is free;
///   a call that costs more than the whole budget is never admitted, and says so.
///
/// Expressions are as those of a [rate limit](macro@super::rate_limit): evaluated on each call, before
/// its arguments are read, with `call: &Call` and `caller: Option<&Caller>` in scope.
///
/// A call that finds too little left is told when the budget begins anew (`retry_after_ms`). It is
/// asked after all other guards: a call that one of them refuses spends nothing. One whose arguments
/// are then refused, or which fails, has spent. Several may stand at one tool; a call that the
/// second refuses has spent of the first.
///
/// # Windows
///
/// Windows are those of the calendar, in UTC: the hour, the day, the week from Monday (ISO 8601), the
/// month. All of a budget may be spent at once, and at the turn of a window that of two: for
/// evenness, put a [`#[rate_limit]`](macro@super::rate_limit) beside it.
///
/// # Restarts and replicas
///
/// With a [store](crate::Server::store) the budget is that of all replicas together, and survives
/// their restart as the store does: it is kept under the names of server and tool, the budget and the
/// caller. **While the store is away, nothing is admitted**: "busy, try again". A rate comes back by
/// itself, and can be held in each process meanwhile; a budget that each of them gave out anew would
/// be none.
///
/// Without a store it is kept in the memory of the process, and begins anew with it.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Translate.
/// #[tool(open_world)]
/// #[budget("100000/month", per = tenant)]
/// #[budget("1000/day", per = caller, cost = if caller.is_some_and(|it| it.has_role("trial")) { 10 } else { 1 })]
/// async fn translate(text: String) -> String {
///     text
/// }
/// ```
pub use mcp_secure_macros::budget;

/// Admits so much in a window of the calendar; see the [attribute](macro@budget).
///
/// Without a store it keeps count of 100,000 keys in a window; all further ones share one budget of the
/// same amount, until the next window: a flood of new keys never finds a call without a limit.
pub struct Budget {
    amount: u64,
    window: Window,
    whose: Whose,
    cost: Option<OfCall<u64>>,
    /// Where it is counted, and under which key, if the server has a store.
    shared: OnceLock<(Shared, Key)>,
    counters: Counters,
    clock: fn() -> SystemTime,
}

impl Budget {
    /// So much in an hour of the clock.
    ///
    /// # Panics
    ///
    /// If it is zero, or more than 2⁶³ − 1.
    pub fn hourly(amount: u64) -> Self {
        Self::new(amount, Window::Hour)
    }

    /// So much in a day, UTC.
    ///
    /// # Panics
    ///
    /// If it is zero, or more than 2⁶³ − 1.
    pub fn daily(amount: u64) -> Self {
        Self::new(amount, Window::Day)
    }

    /// So much in a week from Monday, UTC.
    ///
    /// # Panics
    ///
    /// If it is zero, or more than 2⁶³ − 1.
    pub fn weekly(amount: u64) -> Self {
        Self::new(amount, Window::Week)
    }

    /// So much in a month of the calendar, UTC.
    ///
    /// # Panics
    ///
    /// If it is zero, or more than 2⁶³ − 1.
    pub fn monthly(amount: u64) -> Self {
        Self::new(amount, Window::Month)
    }

    fn new(amount: u64, window: Window) -> Self {
        assert!((1..=i64::MAX as u64).contains(&amount), "a budget is an amount of 1 to 2^63 - 1");
        Self {
            amount,
            window,
            whose: Whose::default(),
            cost: None,
            shared: OnceLock::new(),
            counters: Counters::new(MOST_KEYS),
            clock: SystemTime::now,
        }
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

    /// Counts a call as so much. The default is 1.
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&Call) -> u64 + Send + Sync + 'static) -> Self {
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

    async fn spend_shared(
        &self,
        (store, key): &(Shared, Key),
        holder: Key,
        cost: u64,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let period = self.window.around(now);
        // Each window has a counter of its own, which outlives it in nobody's way.
        let key = key.of_part(&period.start.to_be_bytes()).of_part(holder.to_string().as_bytes());
        match store.count(key, cost, self.amount, period.ends()).await {
            Ok(counted) if counted.admitted => Ok(()),
            Ok(_) => Err(Self::spent(period, now)),
            Err(_away) => Err(Refusal::busy("budget: the store is away", RETRY_AFTER)),
        }
    }

    fn spent(period: Period, now: SystemTime) -> Refusal {
        let retry_after = period.ends().duration_since(now).unwrap_or_default();
        Refusal::RateLimited { retry_after: retry_after.max(RETRY_AFTER) }
    }
}

impl Guard for Budget {
    fn name(&self) -> &'static str {
        "budget"
    }

    fn describe(&self) -> String {
        let per = self.whose.name();
        let cost = if self.cost.is_some() { ", by cost" } else { "" };
        format!("{}/{} per {per}{cost}", self.amount, self.window)
    }

    fn written(&self) -> &'static str {
        self.whose.written
    }

    fn stage(&self) -> Stage {
        Stage::Budget
    }

    fn place(&self, place: &Place<'_>) {
        if let Some(store) = place.store() {
            // Not by its place among the guards: a guard more shall not give it out anew.
            let budget = self.describe();
            let parts = [place.server, place.tool, "budget", &budget].map(str::as_bytes);
            let _ = self.shared.set((store.clone(), Key::of(&parts)));
        }
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        let cost = self.cost.as_ref().map_or(1, |cost| cost(call));
        if cost > self.amount {
            let message = "this asks for too much at once; ask for less";
            return Answer::Now(Err(Refusal::denied("budget", message)));
        }
        if cost == 0 {
            return Answer::Now(Ok(()));
        }
        let (holder, now) = (Key::of(&[&self.whose.holder(call)]), (self.clock)());
        if let Some(shared) = self.shared.get() {
            return Answer::later(self.spend_shared(shared, holder, cost, now));
        }
        let spent = self.counters.spend(self.window.around(now), holder, cost, self.amount);
        Answer::Now(spent.map_err(|period| Self::spent(period, now)))
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Budget").field(&self.describe()).finish()
    }
}

const MOST_KEYS: usize = 100_000;
const RETRY_AFTER: Duration = Duration::from_secs(1);
