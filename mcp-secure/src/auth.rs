//! Authentication: how a [`Caller`] is made.
//!
//! A server has at most one [`Authenticator`]. It sees a credential once per request,
//! before any tool is named, and answers with a caller or a reason. A credential is taken
//! from the `Authorization` header, or from the environment on stdio; never from the query
//! and never from a tool argument.

use std::fmt;

use crate::{answer::Answer, caller::Caller};

pub mod jwt;

pub use jwt::Jwt;

/// Makes a [`Caller`] from a bearer token.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an authenticator",
    label = "does not implement `mcp_secure::auth::Authenticator`",
    note = "write `.auth(Jwt::from_env()?)`"
)]
pub trait Authenticator: Send + Sync + 'static {
    /// Verifies the token: all of it, on each call (a token may have expired since).
    fn verify<'a>(&'a self, token: &'a Token) -> Answer<'a, Result<Caller, Rejected>>;

    /// Told once, before the server starts: the name that tokens for this server carry in
    /// `aud`, unless the authenticator was given one.
    ///
    /// # Errors
    ///
    /// What keeps the server from starting.
    fn prepare(&mut self, server: &Audience<'_>) -> crate::Result<()> {
        let _ = server;
        Ok(())
    }

    /// The issuer of development tokens, if this authenticator can sign its own.
    fn issuer(&self) -> Option<&jwt::TokenIssuer> {
        None
    }

    /// Whether the key was made up at start: such a server must not leave the machine.
    fn is_ephemeral(&self) -> bool {
        false
    }

    /// URLs of the authorization servers whose tokens are accepted, for the protected
    /// resource metadata (RFC 9728).
    fn authorization_servers(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The name that a token must carry in `aud` to be for this server.
#[derive(Clone, Copy, Debug)]
pub struct Audience<'a>(pub(crate) &'a str);

impl Audience<'_> {
    /// The name.
    pub fn as_str(&self) -> &str {
        self.0
    }
}

/// A bearer token as it came in (RFC 6750).
///
/// Neither `Debug` nor `Display` shows it, and it is overwritten when dropped.
pub struct Token(zeroize::Zeroizing<String>);

impl Token {
    /// Takes a token, without its scheme.
    pub fn new(token: impl Into<String>) -> Self {
        Self(zeroize::Zeroizing::new(token.into()))
    }

    /// The token, for an authenticator to verify.
    pub fn dangerous_reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(redacted)")
    }
}

/// Why a token was not accepted. For the audit record: the client only learns
/// `invalid_token` (RFC 6750, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// Not a token of the kind that this authenticator reads.
    Malformed,
    /// Signed with another key or algorithm, or not at all.
    BadSignature,
    /// Past its `exp`, with the leeway.
    Expired,
    /// Before its `nbf`, with the leeway.
    NotYetValid,
    /// Good for longer than this server accepts.
    TooLong,
    /// For another audience, or for none.
    WrongAudience,
    /// From another issuer, or from none.
    WrongIssuer,
    /// A claim that must be there is missing or of the wrong type.
    MissingClaim(&'static str),
    /// The verifier could not be reached; nothing is known of the token.
    Unavailable,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "malformed",
            Self::BadSignature => "bad_signature",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::TooLong => "too_long",
            Self::WrongAudience => "wrong_audience",
            Self::WrongIssuer => "wrong_issuer",
            Self::MissingClaim(claim) => return write!(f, "missing_claim:{claim}"),
            Self::Unavailable => "unavailable",
        })
    }
}

impl std::error::Error for Rejected {}
