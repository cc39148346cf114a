//! Authentication: how a [`Caller`] is made.
//!
//! A server has at most one [`Authenticator`], which may be made of [several](Authenticator::or).
//! It sees a [credential](Credential) once per request, before any tool is named, and answers
//! with a caller or a reason. A credential is taken from the `Authorization` header, or from the
//! environment on stdio; never from the query and never from a tool argument.

use std::time::Duration;

use http::HeaderName;

use crate::{answer::Answer, caller::Caller, type_name::type_name};

mod accepted;
mod alternatives;
pub mod api_keys;
mod cache;
pub mod client_cert;
mod confirmation;
mod credential;
pub mod dpop;
#[cfg(feature = "introspection")]
pub mod introspection;
#[cfg(feature = "jwks")]
pub mod jwks;
pub mod jwt;
mod rejected;
pub mod revocations;
mod token;
mod verifier;
mod watched;

pub use accepted::{Accepted, ProofTerms};
pub use alternatives::Alternatives;
pub use api_keys::ApiKeys;
pub use client_cert::ClientCert;
pub use credential::{ClientCertificate, Credential, Proof, Scheme};
pub use dpop::Dpop;
#[cfg(feature = "introspection")]
pub use introspection::Introspection;
#[cfg(feature = "jwks")]
pub use jwks::Jwks;
pub use jwt::Jwt;
pub use rejected::Rejected;
pub use revocations::Revocations;
pub use token::Token;
pub(crate) use verifier::Verifier;

/// Makes a [`Caller`] from a [`Credential`].
///
/// What every credential is held to, whoever verifies it, is not its affair: a token that is bound
/// to a certificate (RFC 8705) or a key (RFC 9449) is refused without it.
///
/// ```
/// use mcp_secure::{answer::Answer, auth::{Authenticator, Credential, Rejected}, caller::Caller};
///
/// /// Knows one token.
/// struct One;
///
/// impl Authenticator for One {
///     fn verify<'a>(
///         &'a self,
///         credential: &'a Credential<'_>,
///     ) -> Answer<'a, Result<Caller, Rejected>> {
///         let token = credential.token().map(|token| token.dangerous_reveal());
///         Answer::Now(match token {
///             Some("an example, compared in no constant time") => Ok(Caller::new("ada")),
///             _ => Err(Rejected::Unknown),
///         })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an authenticator",
    label = "does not implement `mcp_secure::auth::Authenticator`",
    note = "write `.auth(Jwt::from_env()?)`"
)]
pub trait Authenticator: Send + Sync + 'static {
    /// Verifies the credential: all of it, on each call (it may have expired since).
    fn verify<'a>(&'a self, credential: &'a Credential<'_>)
    -> Answer<'a, Result<Caller, Rejected>>;

    /// Whether the credential is of the kind that this authenticator verifies, by a look at its
    /// form that costs nothing and decides nothing. By default every token is, and a
    /// certificate alone is not.
    ///
    /// A token that nobody recognizes is refused; a certificate that nobody recognizes is that of
    /// an anonymous client.
    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        credential.token().is_some()
    }

    /// For how long at most the server may remember a caller that this authenticator has verified
    /// by such a credential. By default it does not.
    ///
    /// Only for a verdict that depends on the token and on nothing else of the request. What is
    /// remembered ends with [`Caller::expires`] in any case, and with a revocation.
    fn keeps(&self, credential: &Credential<'_>) -> Option<Duration> {
        let _ = credential;
        None
    }

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

    /// Whether a client without a credential is told to come back with a token: by a challenge
    /// (`WWW-Authenticate: Bearer`, RFC 6750, section 3). By default it is.
    fn takes_tokens(&self) -> bool {
        true
    }

    /// Whether the keys that the command `apikey` makes are of use here.
    fn takes_keys(&self) -> bool {
        false
    }

    /// The header from which keys are taken beside `Authorization`, such as `X-API-Key`. By
    /// default none is.
    fn key_header(&self) -> Option<&HeaderName> {
        None
    }

    /// What it is, for the [posture report](crate::posture): never a secret. By default the name of
    /// its type.
    fn describe(&self) -> String {
        type_name::<Self>()
    }

    /// What it accepts and what that is held to, for the [posture report](crate::posture): never a
    /// secret. By default nothing is said but its type.
    fn accepts(&self) -> Vec<Accepted> {
        vec![Accepted::by(self.describe())]
    }

    /// This authenticator or another: `jwt.or(keys)`.
    fn or<B: Authenticator>(self, other: B) -> Alternatives<Self, B>
    where
        Self: Sized,
    {
        Alternatives::new(self, other)
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
