//! [`Redis`]: a store for several replicas.

use std::{
    fmt,
    net::IpAddr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use redis::{
    Client, FromRedisValue, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use serde_json::{Value, json};

use super::{Counted, Key, Rate, Store, Taken};
use crate::{
    answer::Answer,
    auth::{
        dpop::ReplayStore,
        revocations::{Page, Revocation, RevocationStore},
    },
    danger,
    error::{Error, Result},
};

/// A [store](super) in Redis, of version 6 or newer, or Valkey (feature `redis`).
///
/// ```no_run
/// use mcp_secure::{prelude::*, store::Redis};
///
/// # async fn run() -> mcp_secure::Result<()> {
/// # let server = Server::new("notes", "1.0.0");
/// let server = server.store(Redis::connect("redis://127.0.0.1:6379").await?);
/// # Ok(())
/// # }
/// ```
///
/// # What is promised
///
/// - **One script on the server decides**, at once and by the server's clock: of two replicas, none
///   takes what the other has taken. A clock that is turned back holds nobody up for longer than a
///   full burst takes to come back.
/// - **Every key ends**: rates when their bucket is full, counters and proofs when they end, a
///   revoked token when it ends. Revoked subjects stay. A script touches one key, or several of one
///   hash tag, so it runs on a cluster's node too.
/// - **The password** is in no error, log or `Debug`. It crosses a network only by TLS (`rediss://`, with
///   rustls and the system's certificate authorities): `redis://` is for this machine.
///
/// # What is not promised
///
/// - What Redis loses, it has lost: restarted empty, it counts from zero (each process still holds to
///   the rate on its own), takes a proof again within its minute, and tells a replica that starts
///   afterwards of no older revocation. Turn on `appendonly` where that matters, and
///   `maxmemory-policy noeviction`.
/// - Times are kept in tenths of a microsecond: a rate is held to within 1 % up to 100,000 a second.
/// - Redirections between nodes of a cluster, and sentinels, are not followed.
#[derive(Clone)]
pub struct Redis {
    connection: ConnectionManager,
    place: String,
    namespace: String,
    scripts: std::sync::Arc<Scripts>,
}

struct Scripts {
    take: Script,
    count: Script,
    revoke: Script,
    revoked: Script,
}

impl Redis {
    /// Connects: `redis://127.0.0.1:6379`, `redis+unix:///run/redis.sock`, or with TLS
    /// `rediss://:password@redis.example.com:6379/0`.
    ///
    /// # Errors
    ///
    /// The text is no such URL, or leads elsewhere without TLS; nobody answers there, or refuses the
    /// password. A server that has never reached its store does not start; afterwards it connects
    /// again on its own.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::open(url, false).await
    }

    /// As [`connect`](Self::connect), and without TLS wherever it leads: the password and all
    /// commands then cross the network as plain text.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    #[track_caller]
    pub fn dangerous_plain_connect(url: &str) -> impl Future<Output = Result<Self>> + Send {
        danger::tell("dangerous_plain_connect");
        Self::open(url, true)
    }

    /// Begins each key with this name. The default is `mcp-secure`. Servers of different names share
    /// nothing in any case, but for what they have revoked.
    #[must_use]
    pub fn namespace(mut self, name: impl Into<String>) -> Self {
        self.namespace = name.into();
        self
    }

    async fn open(url: &str, plain: bool) -> Result<Self> {
        let client = Client::open(url).map_err(|_| {
            Error::new(
                "the URL of the store is not one of Redis; write for example redis://127.0.0.1:6379",
            )
        })?;
        let info = client.get_connection_info();
        if let redis::ConnectionAddr::Tcp(host, _) = info.addr()
            && !plain
            && !is_this_machine(host)
        {
            return Err(Error::new(
                "the store is not on this machine and its URL is not one of TLS; write rediss://, or \
                 use `Redis::dangerous_plain_connect`",
            ));
        }
        let place = format!("redis at {}", info.addr());
        let settings = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_min_delay(Duration::from_millis(50))
            .set_max_delay(Duration::from_millis(100))
            .set_connection_timeout(Some(Duration::from_secs(2)))
            .set_response_timeout(Some(Duration::from_secs(1)))
            .set_pipeline_buffer_size(1024);
        let connection = ConnectionManager::new_with_config(client, settings)
            .await
            .map_err(|error| Error::from(error).context(format!("{place} is not reached")))?;
        let scripts = Scripts {
            take: Script::new(include_str!("redis/take.lua")),
            count: Script::new(include_str!("redis/count.lua")),
            revoke: Script::new(include_str!("redis/revoke.lua")),
            revoked: Script::new(include_str!("redis/revoked.lua")),
        };
        let namespace = "mcp-secure".to_owned();
        Ok(Self { connection, place, namespace, scripts: scripts.into() })
    }

    /// `kind` keeps apart what is kept under equal keys.
    fn key(&self, kind: &str, key: impl fmt::Display) -> String {
        format!("{}:{{{key}}}:{kind}", self.namespace)
    }

    async fn run<T: FromRedisValue>(&self, script: redis::ScriptInvocation<'_>) -> Result<T> {
        let mut connection = self.connection.clone();
        Ok(script.invoke_async(&mut connection).await?)
    }
}

impl Store for Redis {
    fn describe(&self) -> String {
        self.place.clone()
    }

    fn take(&self, key: Key, rate: Rate, cost: u32) -> Answer<'_, Result<Taken>> {
        Answer::later(async move {
            let mut script = self.scripts.take.key(self.key("rate", key));
            let interval = rate.interval_nanos().div_ceil(TICK);
            script.arg(interval).arg(rate.at_once()).arg(cost);
            let (admitted, remaining, wait): (bool, u32, u64) = self.run(script).await?;
            Ok(if admitted {
                Taken::Admitted { remaining }
            } else {
                let retry_after = Duration::from_nanos(wait.saturating_mul(TICK));
                Taken::Refused { retry_after, remaining }
            })
        })
    }

    fn count(
        &self,
        key: Key,
        amount: u64,
        most: u64,
        until: SystemTime,
    ) -> Answer<'_, Result<Counted>> {
        Answer::later(async move {
            let mut script = self.scripts.count.key(self.key("count", key));
            // Its numbers are exact up to there.
            let (amount, most) = (amount.min(MOST + 1), most.min(MOST));
            script.arg(amount).arg(most).arg(millis_to(until));
            let (admitted, total) = self.run(script).await?;
            Ok(Counted { admitted, total })
        })
    }
}

impl ReplayStore for Redis {
    fn spend(&self, id: [u8; 16], until: SystemTime) -> Answer<'_, Result<bool>> {
        Answer::later(async move {
            let key = self.key("spent", format_args!("{:032x}", u128::from_be_bytes(id)));
            let mut command = redis::cmd("SET");
            // A proof that ends in this moment is remembered a little longer.
            command.arg(key).arg(1).arg("NX").arg("PX").arg(millis_to(until) + 1_000);
            let mut connection = self.connection.clone();
            let set: Option<String> = command.query_async(&mut connection).await?;
            Ok(set.is_some())
        })
    }
}

impl RevocationStore for Redis {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        let (text, ends) = match revocation {
            Revocation::Token { id, until } => {
                let until = since_1970(*until);
                (json!({ "token": id, "until": until }), until.to_string())
            }
            Revocation::Subject { subject, before } => {
                (json!({ "subject": subject, "before": since_1970(*before) }), "+inf".to_owned())
            }
        };
        Answer::later(async move {
            let mut script = self.scripts.revoke.key(self.key("revoked", "revocations"));
            script.key(self.key("ends", "revocations")).key(self.key("last", "revocations"));
            script.arg(text.to_string()).arg(ends).arg(since_1970(SystemTime::now()));
            match self.run::<bool>(script).await? {
                true => Ok(()),
                false => Err(Error::new("more than 100,000 are revoked in the store")),
            }
        })
    }

    /// The cursor names the life of the data, and the place in it: data that was lost begins anew.
    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        Answer::later(async move {
            let (life, from) = cursor.split_once('/').unwrap_or_default();
            let mut script = self.scripts.revoked.key(self.key("revoked", "revocations"));
            script.key(self.key("last", "revocations")).arg(life).arg(from);
            let (life, last, texts): (String, String, Vec<String>) = self.run(script).await?;
            let revocations: Option<Vec<_>> = texts.iter().map(|text| read(text)).collect();
            let revocations =
                revocations.ok_or_else(|| Error::new("the store holds what is no revocation"))?;
            Ok(Page { revocations, cursor: format!("{life}/{last}") })
        })
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redis").field(&self.place).finish()
    }
}

fn read(text: &str) -> Option<Revocation> {
    let value: Value = serde_json::from_str(text).ok()?;
    let name = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let moment =
        |key: &str| UNIX_EPOCH.checked_add(Duration::from_micros(value.get(key)?.as_u64()?));
    match name("token") {
        Some(id) => Some(Revocation::Token { id, until: moment("until")? }),
        None => Some(Revocation::Subject { subject: name("subject")?, before: moment("before")? }),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    address.map_or(host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

/// In microseconds, rounded up.
fn since_1970(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos().div_ceil(1_000)).unwrap_or(MOST).min(MOST)
}

/// From now, at least one.
fn millis_to(until: SystemTime) -> u64 {
    let left = until.duration_since(SystemTime::now()).unwrap_or_default();
    u64::try_from(left.as_millis()).unwrap_or(MOST).clamp(1, CENTURY)
}

/// Up to there the numbers of Redis's scripts are exact.
const MOST: u64 = (1 << 53) - 1;
/// In milliseconds.
const CENTURY: u64 = 100 * 365 * 24 * 60 * 60 * 1_000;
/// In nanoseconds: what the scripts count in.
const TICK: u64 = 100;

#[cfg(test)]
mod tests;
