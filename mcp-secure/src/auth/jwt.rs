//! JSON Web Tokens: [`Jwt`], the [keys](Key) that it verifies them with, and [`TokenIssuer`],
//! which signs tokens for development.
//!
//! # What is promised
//!
//! A token becomes a [`Caller`] only if all of this holds:
//!
//! - **Form** (RFC 7515, section 3.1): at most 8 KiB, three segments of base64url without
//!   padding, in the one canonical spelling of their bytes. Nothing is trimmed or repaired.
//! - **Signature** (RFC 7515, section 5.2): of the first two segments, by one of our keys. It is
//!   checked before a byte of the claims is parsed, so that no parser sees what the holder of
//!   the key has not signed.
//! - **Algorithm** (RFC 8725, sections 3.1 and 3.2): the key decides it, never the token. The
//!   header must say exactly the name that belongs to the key. A public key is never
//!   taken for a secret.
//! - **Choice of the key**: with one key, the header is not parsed before the signature either.
//!   With several, it is (strictly, and up to 2 KiB), and its `kid` and `alg` choose among our
//!   keys; they are compared with names, and are never a path, a query or a URL. At most four
//!   keys are tried for a token.
//! - **Header**: `typ`, if there, is `JWT` or `at+jwt` (in any case, with or without
//!   `application/`; RFC 8725, section 3.11). `crit`, `b64`, `enc` and `zip` are refused: none of
//!   their extensions is understood here. So are keys and places of keys (`jwk`, `jku`,
//!   `x5c`, `x5u`), and tokens within tokens (`cty` of `JWT`).
//! - **JSON** (RFC 8725, section 2.4): header and claims are objects in UTF-8, and no object in them
//!   has a name twice.
//! - **`exp`** is there and not past; **`nbf`** and **`iat`**, if there, are not to come. All
//!   three with a leeway of [30 seconds](Jwt::leeway); all are numbers between 1970 and the
//!   year 9999, with or without a fraction (RFC 7519, section 2). A text is no date, and
//!   neither are milliseconds.
//! - **Lifetime**: `exp` is at most [24 hours](Jwt::max_lifetime) after `iat`, or after now
//!   where there is no `iat`. Who steals a token has it until it ends.
//! - **`iss`** is exactly the [issuer](Jwt::issuer), where one was given; with a public key one must
//!   be given.
//! - **`aud`** (RFC 8725, section 3.9) is there and names this server, byte for byte, alone or in
//!   a list. There is no switch that turns this off.
//! - **Kind** (RFC 8725, section 3.12): an ID token, a logout token or a refresh token is refused
//!   where it can be told: by `nonce` (unless `typ` is `at+jwt`), `at_hash`, `c_hash`, `s_hash`,
//!   `events`, by Keycloak's `typ` and Cognito's `token_use`.
//! - **`sub`** is a text of 1 to 256 bytes that is not blank and has no control characters.
//! - **`scope`** (RFC 8693, section 4.2), or **`scp`** (a text or a list), if there, is made
//!   of scopes (RFC 6749, section 3.3). Where both are there, both say the same.
//!
//! # What is not promised
//!
//! - A bearer token is good for whoever holds it, as often as they like, until it ends or is
//!   [revoked](crate::auth::revocations); one that is bound to a key or a certificate (`cnf`) is
//!   good with it alone.
//! - A shared secret verifies and signs. Who runs this server can make tokens for every
//!   other server with the same secret; give each its own, or use a key pair.
//! - This is RFC 7519 with the advice of RFC 8725, and reads the access tokens of RFC 9068,
//!   but does not ask for all that the latter demands: `typ` may be `JWT` or missing (unless
//!   [`access_tokens_only`](Jwt::access_tokens_only)), `iat`, `jti` and `client_id` may be missing.
//! - Encrypted tokens (JWE), Ed448 and secp256k1 are not read here.
//! - Copies of the secret in this module are overwritten when dropped. Its copy in the
//!   environment of the process stays, and so does the caller's.

use std::{
    collections::BTreeSet,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{Accepted, Audience, Authenticator, Credential, Rejected, Token};
use crate::{Error, answer::Answer, caller::Caller};

mod algorithm;
mod claims;
mod environment;
mod header;
mod issuer;
mod key;
mod keys;
mod path;
mod published;
mod secret;
pub(super) mod self_signed;
pub(super) mod strict;
mod terms;
pub(super) mod verify;

#[cfg(test)]
mod tests;

pub use algorithm::Algorithm;
#[cfg(feature = "introspection")]
pub(super) use claims::judge_answer as judge_claims;
pub(super) use claims::{is_scope, is_subject};
pub use issuer::{DevelopmentToken, TokenIssuer};
pub use key::Key;
#[cfg(any(test, feature = "testing"))]
pub(crate) use key::rsa_components;
pub(super) use secret::check as check_secret;

pub(super) use keys::Keys;
pub(super) use terms::{Policy, Terms, check_url, policy_methods};
use verify::Compact;

/// Accepts JSON Web Tokens that were signed with one of its keys: a shared secret, or the
/// private half of a public key that is given here.
///
/// The [module](self) says what is checked. The `aud` that tokens must carry is the server's
/// own, unless [`audience`](Self::audience) names another.
///
/// ```
/// use std::time::Duration;
/// use mcp_secure::auth::Jwt;
///
/// # fn main() -> mcp_secure::Result<()> {
/// # let secret = "q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
/// let jwt = Jwt::hs256(secret)?
///     .issuer("https://login.example.com")
///     .max_lifetime(Duration::from_secs(15 * 60));
///
/// // The secret is not shown, and a guessable one does not start.
/// assert_eq!(format!("{jwt:?}"), "Jwt(HS256, ..)");
/// let error = Jwt::hs256("your-256-bit-secret").unwrap_err();
/// assert!(error.to_string().contains("published"));
/// # Ok(())
/// # }
/// ```
#[must_use = "an authenticator does nothing until a server has it"]
pub struct Jwt {
    keys: Keys,
    /// If the first key can sign.
    tokens: Option<TokenIssuer>,
    ephemeral: bool,
    issuer: Option<String>,
    policy: Policy,
    /// Once the server is prepared.
    terms: Option<Arc<Terms>>,
    authorization_servers: Vec<String>,
    clock: Clock,
}

impl Jwt {
    /// Takes a shared secret from the program, for HS256. For longer ones there is
    /// [`Key::secret`].
    ///
    /// ```
    /// use mcp_secure::auth::Jwt;
    ///
    /// assert!(Jwt::hs256("too short").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_env`](Self::from_env). A secret of arbitrary bytes, such as 32 random ones,
    /// is not searched for white space.
    pub fn hs256(secret: impl AsRef<[u8]>) -> crate::Result<Self> {
        Ok(Self::keys([Key::secret(Algorithm::Hs256, secret)?]))
    }

    /// Takes a public key in PEM, for tokens of somebody else, whom [`issuer`](Self::issuer)
    /// names.
    ///
    /// # Errors
    ///
    /// As [`Key::pem`].
    pub fn pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> crate::Result<Self> {
        Ok(Self::keys([Key::pem(algorithm, pem)?]))
    }

    /// Takes these keys: of an issuer that exchanges its keys, the old ones and the new ones. The
    /// first one signs development tokens, if it is a secret.
    ///
    /// The `kid` of a token chooses the key of this [id](Key::id), or the ones without. Without a
    /// `kid`, all keys of the algorithm are tried, if they are four or fewer.
    pub fn keys(keys: impl IntoIterator<Item = Key>) -> Self {
        let keys: Vec<_> = keys.into_iter().collect();
        Self {
            tokens: keys.first().and_then(TokenIssuer::of),
            keys: Keys::new(keys),
            ephemeral: false,
            issuer: None,
            policy: Policy::default(),
            terms: None,
            authorization_servers: Vec::new(),
            clock: SystemTime::now,
        }
    }

    /// What tokens must carry in `iss`. Default: `iss` is not looked at, since whoever has the
    /// secret is an issuer. With a public key, the server does not start without.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    policy_methods!();

    /// Where clients get tokens: the URL of an authorization server that signs with one of the
    /// keys, for the protected resource metadata (RFC 9728, section 2). May be called several
    /// times. Default: none.
    pub fn authorization_server(mut self, url: impl Into<String>) -> Self {
        self.authorization_servers.push(url.into());
        self
    }

    #[cfg(test)]
    pub(crate) fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        if let Some(tokens) = &mut self.tokens {
            tokens.set_clock(clock);
        }
        self
    }

    fn judge(&self, token: &str) -> Result<Caller, Rejected> {
        // Before `prepare` there is no audience, and without an audience no token is ours.
        let terms = self.terms.as_ref().ok_or(Rejected::Unavailable)?;
        let now = (self.clock)().duration_since(UNIX_EPOCH).map_err(|_| Rejected::Unavailable)?;
        verify::verify(&Compact::parse(token)?, &self.keys, terms, now)
    }
}

impl Authenticator for Jwt {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        let token = credential.token().ok_or(Rejected::Malformed);
        Answer::Now(token.and_then(|token| self.judge(token.dangerous_reveal())))
    }

    /// Three segments (RFC 7515, section 3.1).
    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        let dots =
            |token: &Token| memchr::memchr_iter(b'.', token.dangerous_reveal().as_bytes()).count();
        credential.token().map(dots) == Some(2)
    }

    /// A good signature stays good, and its dates are judged on each call.
    fn keeps(&self, _: &Credential<'_>) -> Option<Duration> {
        Some(KEEP)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> crate::Result<()> {
        self.keys.check()?;
        if self.issuer.is_none() && self.keys.iter().any(|key| !key.algorithm().is_symmetric()) {
            return Err(Error::new(
                "the issuer of `Jwt` is missing: who has the private key signs for others too; \
                 name it with `.issuer(..)`",
            ));
        }
        let terms = Arc::new(Terms::new(&self.policy, self.issuer.as_deref(), server)?);
        self.authorization_servers.iter().try_for_each(|url| check_url(url))?;
        if let Some(tokens) = &mut self.tokens {
            tokens.set_terms(Arc::clone(&terms));
        }
        self.terms = Some(terms);
        Ok(())
    }

    fn issuer(&self) -> Option<&TokenIssuer> {
        self.tokens.as_ref()
    }

    fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.authorization_servers.clone()
    }

    fn accepts(&self) -> Vec<Accepted> {
        let mut accepted = self.policy.accepted("Jwt", "JSON Web Tokens").kept(KEEP);
        accepted.issuer.clone_from(&self.issuer);
        let names: BTreeSet<_> = self.keys.iter().map(|key| key.algorithm().name()).collect();
        accepted.algorithms = names.into_iter().map(str::to_owned).collect();
        accepted.keys = Some(self.keys.iter().count() as u64);
        vec![accepted]
    }
}

/// Does not show the keys.
impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jwt(")?;
        for key in self.keys.iter() {
            write!(f, "{}, ", key.algorithm())?;
        }
        f.write_str("..)")
    }
}

/// Tells the time; tests have their own.
pub(crate) type Clock = fn() -> SystemTime;

/// So long a key that is withdrawn may still let in who came with it before.
const KEEP: Duration = Duration::from_secs(5 * 60);
