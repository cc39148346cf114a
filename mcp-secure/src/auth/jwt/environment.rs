//! The secret from the environment.

use std::env::{self, VarError};

use aws_lc_rs::rand;
use zeroize::Zeroizing;

use super::{Algorithm, Jwt, Key, secret};
use crate::Error;

impl Jwt {
    /// Takes the secret for HS256 from the environment variable `JWT_SECRET`, as it is: it is
    /// not decoded from base64 or hexadecimal.
    ///
    /// Without the variable, the secret is made up and lost at exit. A server with such a
    /// secret does not leave the machine ([`is_ephemeral`](crate::auth::Authenticator::is_ephemeral)).
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

    pub(super) fn from_variable(value: Result<String, VarError>) -> crate::Result<Self> {
        match value.map(Zeroizing::new) {
            Ok(secret) => {
                secret::check(secret.as_bytes(), secret::MIN_BYTES)
                    .map_err(|weakness| Error::new(format!("{VARIABLE} {weakness}")))?;
                Self::unchecked(secret.as_bytes())
            }
            Err(VarError::NotPresent) => Self::with_made_up_secret(),
            Err(VarError::NotUnicode(_)) => Err(Error::new(format!(
                "{VARIABLE} is not UTF-8; encode the secret, for example as base64"
            ))),
        }
    }

    pub(super) fn with_made_up_secret() -> crate::Result<Self> {
        let mut secret = Zeroizing::new([0; secret::MIN_BYTES]);
        rand::fill(secret.as_mut_slice())
            .map_err(|_| Error::new("the system's random number generator failed"))?;
        Ok(Self { ephemeral: true, ..Self::unchecked(secret.as_slice())? })
    }

    fn unchecked(secret: &[u8]) -> crate::Result<Self> {
        Ok(Self::keys([Key::with_secret(Algorithm::Hs256, secret)?]))
    }
}

const VARIABLE: &str = "JWT_SECRET";
