//! [`Standing`]: what is left of a limit, for the client.

use std::{sync::Arc, time::Duration};

use http::HeaderValue;
use smallvec::SmallVec;

use super::{Rate, Taken};
use crate::json::write_number;

/// Where a call stands with a limit.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    quota: Arc<Quota>,
    remaining: u32,
    /// When there will be more: for a refused call, as much as it needs.
    more_in: Duration,
}

/// Of one call, which has no more limits than these but for rare ones.
pub(crate) type Standings = SmallVec<[Standing; 4]>;

/// What is told of a limit, whatever is left of it: written once.
#[derive(Debug)]
pub(crate) struct Quota {
    rate: Rate,
    /// By who is counted and the window, such as `"caller-60s"`.
    name: String,
    policy: HeaderValue,
}

impl Quota {
    pub(crate) fn new(per: &'static str, rate: Rate) -> Arc<Self> {
        // Rust writes microseconds with a letter that a header has no word for (RFC 9651, section 3.3.3).
        let name = format!("\"{per}-{:?}\"", rate.period()).replace('µ', "u");
        let window = seconds(rate.period());
        // A window of less than a second cannot be said: that of a second has as many more.
        let quota = u128::from(rate.count()) * u128::from(window) * 1_000_000_000
            / rate.period().as_nanos();
        let policy = header(format!("{name};q={};w={window}", quota.min(LARGEST)));
        Arc::new(Self { rate, name, policy })
    }
}

impl Standing {
    pub(crate) fn new(quota: &Arc<Quota>, taken: Taken) -> Self {
        let (remaining, more_in) = match taken {
            Taken::Admitted { remaining } => (remaining, quota.rate.interval()),
            // What is left is not enough for this call; a client should not count on it.
            Taken::Refused { retry_after, .. } => (0, retry_after),
        };
        Self { quota: Arc::clone(quota), remaining, more_in }
    }

    /// The value of `RateLimit-Policy`: a name, the quota and its window in whole seconds.
    pub(crate) fn policies(standings: &[Self]) -> HeaderValue {
        if let [standing] = standings {
            return standing.quota.policy.clone();
        }
        let policies: Vec<&[u8]> =
            standings.iter().map(|standing| standing.quota.policy.as_bytes()).collect();
        HeaderValue::from_bytes(&policies.join(&b", "[..])).expect("headers and a comma are one")
    }

    /// The value of `RateLimit`: what is left, and when there will be more.
    pub(crate) fn limits(standings: &[Self]) -> HeaderValue {
        let mut text = Vec::with_capacity(48 * standings.len());
        for (index, Self { quota, remaining, more_in }) in standings.iter().enumerate() {
            text.extend_from_slice(if index == 0 { b"" } else { b", " });
            text.extend_from_slice(quota.name.as_bytes());
            text.extend_from_slice(b";r=");
            write_number(u64::from(*remaining), &mut text);
            text.extend_from_slice(b";t=");
            write_number(seconds(*more_in), &mut text);
        }
        header(text)
    }
}

fn header(text: impl Into<Vec<u8>>) -> HeaderValue {
    text.into().try_into().expect("names, digits and punctuation are a header")
}

/// Rounded up.
pub(crate) fn seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

/// RFC 9651, section 3.3.1.
const LARGEST: u128 = 999_999_999_999_999;
