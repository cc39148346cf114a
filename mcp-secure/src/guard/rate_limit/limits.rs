//! [`RateLimits`]: how often a server may be asked.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    mem,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::holder::Holder;
use crate::{
    call::Origin,
    caller::Caller,
    posture::{self, Declared},
    refusal::Refusal,
    store::{Key, Rate, Shared, Taken, limiter::Limiter},
};

/// How often a server may be asked, whatever is asked for. A request over a limit is refused at the door:
/// 429 with `Retry-After` over HTTP, the error −31429 on standard input and output.
///
/// | limit | default | counts |
/// |---|---|---|
/// | [`per_address`](Self::per_address) | 200 a second, 2,000 at once | every request, before anything of it but its head is read |
/// | [`per_caller`](Self::per_caller) | 50 a second, 500 at once | every message with a good credential, before a tool is looked for |
/// | [`failed_authentication`](Self::failed_authentication) | 10 a minute, 30 at once | credentials that were not accepted |
///
/// The defaults are far above what a client needs that works for people, and are a guard rail: they
/// hold for clients beyond this machine, in each process. A limit that is set holds for all, and with
/// a [store](crate::Server::store) for all replicas together.
///
/// ```
/// use mcp_secure::{guard::rate_limit::RateLimits, prelude::*, store::Rate};
///
/// let limits = RateLimits::new()
///     .per_address(Rate::per_second(20))
///     .per_caller(Rate::per_minute(300).burst(50));
/// let server = Server::new("notes", "1.0.0").rate_limits(limits);
/// ```
///
/// # Failed authentication
///
/// Is counted by address, of IPv6 by /64. While an address has none left, its credentials are not
/// even looked at, **but for those that were accepted before, in the last half hour**: who guesses
/// does not lock out who shares the address. Credentials that are sent at the same time are judged at the same
/// time: as many more guesses as the address has connections. With a
/// [store](crate::Server::store) it is counted by all replicas together, also at the default; while the store is
/// away, in each process. That a token cannot be verified now (503), or that its proof is told to come with a
/// nonce, is nobody's failure.
#[derive(Clone, Debug, Default)]
#[must_use = "limits do nothing until a server has them"]
pub struct RateLimits {
    address: Option<Rate>,
    caller: Option<Rate>,
    failures: Option<Rate>,
}

impl RateLimits {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many requests one address may send; of IPv6, one /64. Not on standard input and output.
    pub fn per_address(mut self, rate: Rate) -> Self {
        self.address = Some(rate);
        self
    }

    /// How many messages one caller may send, over all connections.
    pub fn per_caller(mut self, rate: Rate) -> Self {
        self.caller = Some(rate);
        self
    }

    /// What a reviewer is told of them.
    pub(crate) fn review(&self) -> posture::Rates {
        let told = |set: &Option<Rate>, default: Rate| posture::Rate {
            says: set.as_ref().unwrap_or(&default).to_string(),
            declared: if set.is_some() { Declared::Server } else { Declared::Default },
        };
        posture::Rates {
            per_address: told(&self.address, per_address()),
            per_caller: told(&self.caller, per_caller()),
            failed_authentication: told(&self.failures, failures()),
        }
    }

    /// How many credentials of one address may fail.
    pub fn failed_authentication(mut self, rate: Rate) -> Self {
        self.failures = Some(rate);
        self
    }
}

/// The limits of a server that runs.
pub(crate) struct Wide {
    address: Limit,
    caller: Limit,
    failures: Limit,
    accepted: Accepted,
}

struct Limit {
    limiter: Limiter,
    /// Whether it holds for this machine too.
    is_set: bool,
}

impl Wide {
    pub(crate) fn new(limits: &RateLimits, server: &str, store: Option<&Shared>) -> Self {
        let limit = |set: Option<Rate>, default: Rate, what: &str, is_shared: bool| {
            let rate = set.unwrap_or(default);
            let limiter = Limiter::new(rate);
            if let Some(store) = store
                && is_shared
            {
                let rate = rate.to_string();
                limiter.share(store, Key::of(&[server, what, &rate].map(str::as_bytes)));
            }
            Limit { limiter, is_set: set.is_some() }
        };
        Self {
            address: limit(limits.address, per_address(), "address", limits.address.is_some()),
            caller: limit(limits.caller, per_caller(), "caller", limits.caller.is_some()),
            // Who guesses is told so by all replicas in any case; those who do not are not asked about.
            failures: limit(limits.failures, failures(), "failures", true),
            accepted: Accepted::default(),
        }
    }

    /// Whether the address may send a request.
    pub(crate) async fn request(&self, origin: Origin) -> Result<(), Refusal> {
        if !matches!(origin, Origin::Http(_)) || !self.address.holds(origin) {
            return Ok(());
        }
        let holder = Holder::address(origin.ip()).bytes();
        admitted(self.address.limiter.take(&holder, 1).get().await)
    }

    /// Whether the caller may send a message.
    pub(crate) async fn caller(&self, caller: &Caller, origin: Origin) -> Result<(), Refusal> {
        if !self.caller.holds(origin) {
            return Ok(());
        }
        let holder = Holder::caller(caller).bytes();
        admitted(self.caller.limiter.take(&holder, 1).get().await)
    }

    /// Whether a credential of this address may be looked at.
    pub(crate) async fn guess(&self, credential: &[u8], origin: Origin) -> Result<(), Refusal> {
        // A store is asked about new credentials alone.
        if !self.failures.holds(origin) || self.accepted.holds(credential) {
            return Ok(());
        }
        let holder = Holder::address(origin.ip()).bytes();
        match self.failures.limiter.take(&holder, 0).get().await {
            Taken::Admitted { remaining: 1.. } => Ok(()),
            _ => {
                let retry_after = self.failures.limiter.rate().interval();
                Err(Refusal::RateLimited { retry_after })
            }
        }
    }

    /// A credential of this address was accepted, or not.
    pub(crate) async fn guessed(&self, credential: &[u8], origin: Origin, is_good: bool) {
        if !self.failures.holds(origin) {
            return;
        }
        if is_good {
            self.accepted.add(credential);
        } else {
            let holder = Holder::address(origin.ip()).bytes();
            let _ = self.failures.limiter.take(&holder, 1).get().await;
        }
    }
}

// The defaults.

fn per_address() -> Rate {
    Rate::per_second(200).burst(2_000)
}

fn per_caller() -> Rate {
    Rate::per_second(50).burst(500)
}

fn failures() -> Rate {
    Rate::per_minute(10).burst(30)
}

impl Limit {
    fn holds(&self, origin: Origin) -> bool {
        let is_beyond = |ip: std::net::IpAddr| !ip.to_canonical().is_loopback();
        self.is_set || origin.ip().is_some_and(is_beyond)
    }
}

fn admitted(taken: Taken) -> Result<(), Refusal> {
    match taken {
        Taken::Admitted { .. } => Ok(()),
        Taken::Refused { retry_after, .. } => Err(Refusal::RateLimited { retry_after }),
    }
}

/// Which credentials were accepted of late: hashes of 10,000 at least, for half an hour at least. Two
/// sets that take turns.
#[derive(Default)]
pub(super) struct Accepted {
    hash: RandomState,
    sets: Mutex<Sets>,
}

#[derive(Default)]
struct Sets {
    young: HashSet<u64>,
    old: HashSet<u64>,
    began: Option<Instant>,
}

impl Accepted {
    pub(super) fn add(&self, credential: &[u8]) {
        self.add_at(credential, Instant::now());
    }

    pub(super) fn add_at(&self, credential: &[u8], now: Instant) {
        let name = self.hash.hash_one(credential);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.turn(now);
        if sets.young.len() >= MOST && !sets.young.contains(&name) {
            sets.old = mem::take(&mut sets.young);
            sets.began = Some(now);
        }
        sets.young.insert(name);
    }

    fn holds(&self, credential: &[u8]) -> bool {
        self.holds_at(credential, Instant::now())
    }

    pub(super) fn holds_at(&self, credential: &[u8], now: Instant) -> bool {
        let name = self.hash.hash_one(credential);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.turn(now);
        sets.young.contains(&name) || sets.old.contains(&name)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.young.len() + sets.old.len()
    }
}

impl Sets {
    fn turn(&mut self, now: Instant) {
        let age = now.saturating_duration_since(*self.began.get_or_insert(now));
        if age < TURN {
            return;
        }
        self.old = mem::take(&mut self.young);
        if age >= TURN * 2 {
            self.old = HashSet::new();
        }
        self.began = Some(now);
    }
}

const MOST: usize = 10_000;
const TURN: Duration = Duration::from_secs(30 * 60);
