//! [`Standing`]: what is left of a limit, for the client.

use std::{fmt::Write as _, time::Duration};

use smallvec::SmallVec;

use super::{Rate, Taken};

/// Where a call stands with a limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    per: &'static str,
    rate: Rate,
    remaining: u32,
    /// When there will be more: for a refused call, as much as it needs.
    more_in: Duration,
}

/// Of one call.
pub(crate) type Standings = SmallVec<[Standing; 1]>;

impl Standing {
    pub(crate) fn new(per: &'static str, rate: Rate, taken: Taken) -> Self {
        let (remaining, more_in) = match taken {
            Taken::Admitted { remaining } => (remaining, rate.interval()),
            // What is left is not enough for this call; a client should not count on it.
            Taken::Refused { retry_after, .. } => (0, retry_after),
        };
        Self { per, rate, remaining, more_in }
    }

    /// The value of `RateLimit-Policy`: a name, the quota and its window in whole seconds.
    pub(crate) fn policies(standings: &[Self]) -> String {
        list(standings, |standing, text| {
            let Self { rate, .. } = standing;
            let window = seconds(rate.period());
            // A window of less than a second cannot be said: that of a second has as many more.
            let quota = u128::from(rate.count()) * u128::from(window) * 1_000_000_000
                / rate.period().as_nanos();
            let _ = write!(text, ";q={};w={window}", quota.min(LARGEST));
        })
    }

    /// The value of `RateLimit`: what is left, and when there will be more.
    pub(crate) fn limits(standings: &[Self]) -> String {
        list(standings, |standing, text| {
            let _ = write!(text, ";r={};t={}", standing.remaining, seconds(standing.more_in));
        })
    }
}

/// A list of RFC 9651: each limit by the name of who is counted and its window, such as `"caller-60s"`.
fn list(standings: &[Standing], describe: impl Fn(&Standing, &mut String)) -> String {
    let mut text = String::new();
    for (index, standing) in standings.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        let Standing { per, rate, .. } = standing;
        let _ = write!(text, "{separator}\"{per}-{:?}\"", rate.period());
        describe(standing, &mut text);
    }
    text
}

/// Rounded up.
pub(crate) fn seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

/// RFC 9651, section 3.3.1.
const LARGEST: u128 = 999_999_999_999_999;
