//! JSON Web Tokens signed with a shared secret (HS256): [`Jwt`], and [`TokenIssuer`], which
//! signs tokens for development.
//!
//! # What is promised
//!
//! A token becomes a [`Caller`] only if all of this holds:
//!
//! - **Form** (RFC 7515, section 3.1): at most 8 KiB, three segments of base64url without
//!   padding, in the one canonical spelling of their bytes. Nothing is trimmed or repaired.
//! - **Signature** (RFC 7515, section 5.2): HMAC-SHA-256 of the first two segments under the
//!   secret. It is computed before a byte of the header or of the claims is parsed, so that
//!   no parser sees what the secret's holder has not signed, and compared in constant time.
//! - **Algorithm** (RFC 8725, sections 3.1 and 3.2): the key decides it, never the token. The
//!   header must say exactly `HS256`.
//! - **Header**: `typ`, if there, is `JWT` or `at+jwt` (in any case, with or without
//!   `application/`; RFC 8725, section 3.11). `crit`, `b64`, `enc` and `zip` are refused: none of
//!   their extensions is understood here. So are keys and places of keys (`jwk`, `jku`,
//!   `x5c`, `x5u`), and tokens within tokens (`cty` of `JWT`). `kid` is never looked up.
//! - **JSON** (RFC 8725, section 2.4): header and claims are objects in UTF-8, and no object in them
//!   has a name twice.
//! - **`exp`** is there and not past; **`nbf`** and **`iat`**, if there, are not to come. All
//!   three with a leeway of [30 seconds](Jwt::leeway); all are numbers between 1970 and the
//!   year 9999, with or without a fraction (RFC 7519, section 2). A text is no date, and
//!   neither are milliseconds.
//! - **Lifetime**: `exp` is at most [24 hours](Jwt::max_lifetime) after `iat`, or after now
//!   where there is no `iat`. Who steals a token has it until it ends.
//! - **`aud`** (RFC 8725, section 3.9) is there and names this server, byte for byte, alone or in
//!   a list. There is no switch that turns this off.
//! - **`iss`** is exactly the [issuer](Jwt::issuer), where one was given.
//! - **`sub`** is a text of 1 to 256 bytes that is not blank and has no control characters.
//! - **`scope`** (RFC 8693, section 4.2), or **`scp`** (a text or a list), if there, is made
//!   of scopes (RFC 6749, section 3.3). Where both are there, both say the same.
//!
//! # What is not promised
//!
//! - A bearer token is good for whoever holds it, as often as they like, until it ends:
//!   there is no replay detection by `jti`, no revocation and no proof of possession.
//! - A shared secret verifies and signs. Who runs this server can make tokens for every
//!   other server with the same secret; give each its own.
//! - This is RFC 7519 with the advice of RFC 8725, and reads the access tokens of RFC 9068,
//!   but does not ask for all that the latter demands: `typ` may be `JWT` or missing, `iss`,
//!   `iat`, `jti` and `client_id` may be missing.
//! - Encrypted tokens (JWE), other algorithms and public keys are not read here.
//! - Copies of the secret in this module are overwritten when dropped. Its copy in the
//!   environment of the process stays, and so does the caller's.

use std::{
    env::{self, VarError},
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::rand;
use jsonwebtoken::DecodingKey;
use zeroize::Zeroizing;

use super::{Audience, Authenticator, Credential, Rejected, Token};
use crate::{Error, answer::Answer, caller::Caller};

mod claims;
mod issuer;
mod published;
mod secret;
mod strict;
mod terms;
mod verify;

#[cfg(test)]
mod tests;

pub(super) use claims::{is_scope, is_subject};
pub use issuer::{DevelopmentToken, TokenIssuer};

use terms::Terms;

/// Accepts JSON Web Tokens that were signed with a shared secret (HS256).
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
pub struct Jwt {
    key: DecodingKey,
    tokens: TokenIssuer,
    ephemeral: bool,
    audience: Option<String>,
    issuer: Option<String>,
    leeway: Duration,
    max_lifetime: Duration,
    authorization_servers: Vec<String>,
    clock: Clock,
}

impl Jwt {
    /// Takes the secret from the environment variable `JWT_SECRET`, as it is: it is not
    /// decoded from base64 or hexadecimal.
    ///
    /// Without the variable, the secret is made up and lost at exit. A server with such a
    /// secret does not leave the machine ([`is_ephemeral`](Authenticator::is_ephemeral)).
    ///
    /// ```no_run
    /// # fn main() -> mcp_secure::Result<()> {
    /// let jwt = mcp_secure::auth::Jwt::from_env()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the variable is set to a secret that can be guessed: an empty one, one that is
    /// published in documentation or made of the words of such, one shorter than 32 bytes (RFC 7518,
    /// section 3.2), or one of trivial variety. Also if it begins or ends with white space,
    /// such as the line feed of a file, or is not UTF-8. The error says how to make a good
    /// one and never shows the secret.
    pub fn from_env() -> crate::Result<Self> {
        Self::from_variable(env::var(VARIABLE))
    }

    /// Takes the secret from the program.
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
        let secret = secret.as_ref();
        secret::check(secret).map_err(|weakness| {
            Error::new(format!("the secret given to `Jwt::hs256` {weakness}"))
        })?;
        Ok(Self::with_secret(secret, false))
    }

    /// What tokens must carry in `aud`. Default: the name that the server has.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// What tokens must carry in `iss`. Default: `iss` is not looked at, since whoever has the
    /// secret is an issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// How far the clocks of issuer and server may be apart. Default: 30 seconds. The server
    /// does not start with more than 120.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How long a token may live: `exp` after `iat`, or after now where there is no `iat`.
    /// Default: 24 hours. A token that lives longer is refused from its first use on, not
    /// cut short, so that the mistake shows when it is made.
    #[must_use]
    pub fn max_lifetime(mut self, max_lifetime: Duration) -> Self {
        self.max_lifetime = max_lifetime;
        self
    }

    /// Where clients get tokens: the URL of an authorization server that has the same
    /// secret, for the protected resource metadata (RFC 9728, section 2). May be called
    /// several times. Default: none.
    #[must_use]
    pub fn authorization_server(mut self, url: impl Into<String>) -> Self {
        self.authorization_servers.push(url.into());
        self
    }

    fn from_variable(value: Result<String, VarError>) -> crate::Result<Self> {
        match value.map(Zeroizing::new) {
            Ok(secret) => {
                secret::check(secret.as_bytes())
                    .map_err(|weakness| Error::new(format!("{VARIABLE} {weakness}")))?;
                Ok(Self::with_secret(secret.as_bytes(), false))
            }
            Err(VarError::NotPresent) => Self::with_made_up_secret(),
            Err(VarError::NotUnicode(_)) => Err(Error::new(format!(
                "{VARIABLE} is not UTF-8; encode the secret, for example as base64"
            ))),
        }
    }

    fn with_made_up_secret() -> crate::Result<Self> {
        let mut secret = Zeroizing::new([0; secret::MIN_BYTES]);
        rand::fill(secret.as_mut_slice())
            .map_err(|_| Error::new("the system's random number generator failed"))?;
        Ok(Self::with_secret(secret.as_slice(), true))
    }

    fn with_secret(secret: &[u8], ephemeral: bool) -> Self {
        Self {
            key: DecodingKey::from_secret(secret),
            tokens: TokenIssuer::new(secret),
            ephemeral,
            audience: None,
            issuer: None,
            leeway: DEFAULT_LEEWAY,
            max_lifetime: DEFAULT_MAX_LIFETIME,
            authorization_servers: Vec::new(),
            clock: SystemTime::now,
        }
    }

    #[cfg(test)]
    pub(crate) fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self.tokens.set_clock(clock);
        self
    }

    fn judge(&self, token: &str) -> Result<Caller, Rejected> {
        // Before `prepare` there is no audience, and without an audience no token is ours.
        let terms = self.tokens.terms().ok_or(Rejected::Unavailable)?;
        let now = (self.clock)().duration_since(UNIX_EPOCH).map_err(|_| Rejected::Unavailable)?;
        verify::verify(token, &self.key, terms, now)
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
        let is_jws = |token: &Token| token.dangerous_reveal().split('.').count() == 3;
        credential.token().is_some_and(is_jws)
    }

    fn prepare(&mut self, server: &Audience<'_>) -> crate::Result<()> {
        let terms = Terms {
            audience: self.audience.as_deref().unwrap_or(server.as_str()).to_owned(),
            issuer: self.issuer.clone(),
            leeway: self.leeway,
            max_lifetime: self.max_lifetime,
        };
        terms.check()?;
        self.authorization_servers.iter().try_for_each(|url| terms::check_url(url))?;
        self.tokens.set_terms(terms);
        Ok(())
    }

    fn issuer(&self) -> Option<&TokenIssuer> {
        Some(&self.tokens)
    }

    fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.authorization_servers.clone()
    }
}

/// Does not show the secret.
impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jwt(HS256, ..)")
    }
}

/// Tells the time; tests have their own.
pub(crate) type Clock = fn() -> SystemTime;

const VARIABLE: &str = "JWT_SECRET";
const DEFAULT_LEEWAY: Duration = Duration::from_secs(30);
const DEFAULT_MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
