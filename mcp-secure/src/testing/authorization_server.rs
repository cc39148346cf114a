//! [`AuthorizationServer`]: an issuer of tokens for tests.

use std::{
    collections::HashMap,
    fmt,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use super::SigningKey;
use crate::auth::jwt::Algorithm;

mod clients;
mod exchange;
mod faults;
mod metadata;
mod token;

pub use faults::Fault;

use clients::Clients;

/// An authorization server (OAuth 2.1) in this process, for tests of your own: it has metadata
/// (RFC 8414, OpenID Connect Discovery 1.0), keys (RFC 7517), client credentials, and
/// authorization codes with PKCE (RFC 7636, S256 only). It exchanges its keys and fails when told.
///
/// It listens on loopback, on a port of its own, without TLS; asks no user anything; and forgets
/// everything when dropped. It is not fit for use.
///
/// ```
/// # #[cfg(feature = "jwks")] {
/// use mcp_secure::{auth::Jwks, prelude::*, testing::AuthorizationServer};
///
/// /// Tell who the caller is.
/// #[tool(read_only)]
/// #[require_auth(scope = "profile")]
/// async fn whoami(caller: Caller) -> String {
///     caller.subject().to_owned()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let issuer = AuthorizationServer::start().await?;
/// let server = Server::new("whoami", "1.0.0")
///     .auth(Jwks::discover(issuer.issuer()))
///     .tools(tools![whoami]);
///
/// // Ten minutes of `ada` for the server named `whoami`.
/// let token = issuer.token("ada", "whoami", "profile");
/// let ada = server.client()?.with_token(token).await.expect("a good token");
/// let reply = ada.call("whoami", serde_json::json!({})).await.expect("its scope is there");
/// assert_eq!(reply.text(), "ada");
/// # Ok(())
/// # }
/// # }
/// ```
pub struct AuthorizationServer {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    address: SocketAddr,
    issuer: String,
    state: Mutex<State>,
}

struct State {
    /// The last one signs.
    keys: Vec<SigningKey>,
    /// Instead of the keys.
    published: Option<Value>,
    max_age: Option<Duration>,
    claims: Map<String, Value>,
    faults: Vec<(String, Fault)>,
    requests: HashMap<String, usize>,
    clients: Clients,
}

impl AuthorizationServer {
    /// Starts one that signs by ES256.
    ///
    /// # Errors
    ///
    /// If there is no port or no key.
    pub async fn start() -> crate::Result<Self> {
        Self::start_at(Algorithm::Es256, "").await
    }

    /// Starts one that signs by this algorithm, under a path (`/realms/staff`), or none.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start). Also if the algorithm is one of shared secrets.
    pub async fn start_at(algorithm: Algorithm, path: &str) -> crate::Result<Self> {
        let key = SigningKey::generate(algorithm)?.id("key-1");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            address,
            issuer: format!("http://{address}{path}"),
            state: Mutex::new(State {
                keys: vec![key],
                published: None,
                max_age: None,
                claims: Map::new(),
                faults: Vec::new(),
                requests: HashMap::new(),
                clients: Clients::default(),
            }),
        });
        let task = tokio::spawn(exchange::serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, task })
    }

    /// Its identifier, which its tokens have in `iss`.
    pub fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    /// Where its keys are.
    pub fn keys_url(&self) -> String {
        format!("{}/jwks", self.shared.issuer)
    }

    /// A token of this subject for this audience with these scopes (`a b`), good for ten minutes.
    pub fn token(&self, subject: &str, audience: &str, scope: &str) -> String {
        self.sign(&self.claims(subject, audience, scope))
    }

    /// The claims of such a token, to be changed before they are [signed](Self::sign).
    pub fn claims(&self, subject: &str, audience: &str, scope: &str) -> Value {
        self.shared.claims(subject, audience, scope)
    }

    /// Puts this claim into all tokens from now on, as an issuer does with a tenant or roles.
    pub fn claim(&self, name: &str, value: Value) {
        self.shared.lock().claims.insert(name.to_owned(), value);
    }

    /// A token of these claims, whatever they are.
    pub fn sign(&self, claims: &Value) -> String {
        self.shared.sign(claims)
    }

    /// Signs with another key from now on. The old ones stay published.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn rotate(&self) -> crate::Result<()> {
        let mut state = self.shared.lock();
        let algorithm = state.keys.last().map_or(Algorithm::Es256, SigningKey::algorithm);
        let id = format!("key-{}", state.keys.len() + 1);
        state.keys.push(SigningKey::generate(algorithm)?.id(id));
        Ok(())
    }

    /// Publishes only the key that signs.
    pub fn retire_old_keys(&self) {
        let mut state = self.shared.lock();
        let old = state.keys.len() - 1;
        let signing = state.keys.split_off(old);
        let others = std::mem::replace(&mut state.keys, signing);
        drop(others);
    }

    /// Publishes this document instead of its keys.
    pub fn publish(&self, keys: Value) {
        self.shared.lock().published = Some(keys);
    }

    /// Says that its keys may be kept for so long (`Cache-Control: max-age`).
    pub fn max_age(&self, max_age: Duration) {
        self.shared.lock().max_age = Some(max_age);
    }

    /// Fails so when asked for a path that begins with this, until it [recovers](Self::recover).
    /// `/` is all of it, and `/.well-known` the metadata.
    pub fn fail(&self, path: &str, fault: Fault) {
        self.shared.lock().faults.push((path.to_owned(), fault));
    }

    /// Fails no more.
    pub fn recover(&self) {
        self.shared.lock().faults.clear();
    }

    /// How often it was asked for paths that begin with this.
    pub fn requests(&self, path: &str) -> usize {
        let state = self.shared.lock();
        let asked = state.requests.iter().filter(|(asked, _)| asked.starts_with(path));
        asked.map(|(_, times)| times).sum()
    }

    /// Lets a client get tokens of its own by its secret (RFC 6749, section 4.4).
    pub fn client(&self, id: &str, secret: &str) {
        self.shared.lock().clients.add_confidential(id, secret);
    }

    /// Lets a client without a secret get tokens of its user by codes (RFC 6749, section 4.1; RFC
    /// 7636). The user agrees to everything at once.
    pub fn public_client(&self, id: &str, redirect_uri: &str, user: &str) {
        self.shared.lock().clients.add_public(id, redirect_uri, user);
    }
}

impl Drop for AuthorizationServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for AuthorizationServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationServer")
            .field("issuer", &self.shared.issuer)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands in front of every path.
    fn path(&self) -> &str {
        let origin = "http://".len() + self.address.to_string().len();
        &self.issuer[origin..]
    }

    fn claims(&self, subject: &str, audience: &str, scope: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut claims = json!({
            "iss": self.issuer,
            "sub": subject,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME.as_secs(),
            "jti": random(),
            "scope": scope,
        });
        if let Some(claims) = claims.as_object_mut() {
            claims.extend(self.lock().claims.clone());
        }
        claims
    }

    fn sign(&self, claims: &Value) -> String {
        let state = self.lock();
        state.keys.last().map(|key| key.token(claims)).unwrap_or_default()
    }
}

/// What nobody guesses.
fn random() -> String {
    let mut bytes = [0; 16];
    match rand::fill(&mut bytes) {
        Ok(()) => URL_SAFE_NO_PAD.encode(bytes),
        Err(_) => String::new(),
    }
}

const LIFETIME: Duration = Duration::from_secs(600);
