//! The issuer from the environment.

use std::env::{self, VarError};

use super::{super::jwt::check_url, Jwks};
use crate::Error;

impl Jwks {
    /// Accepts the tokens of the issuer that the environment variable `MCP_ISSUER` names, by its
    /// URL and as [`discover`](Self::discover) does; `None` without the variable. So that the
    /// operator decides whose tokens are taken:
    ///
    /// ```no_run
    /// use mcp_secure::{auth::Jwks, prelude::*};
    ///
    /// # fn main() -> mcp_secure::Result<()> {
    /// let server = Server::new("notes", "1.0.0");
    /// let server = match Jwks::from_env()? {
    ///     Some(issuer) => server.auth(issuer),
    ///     None => server.auth(Jwt::from_env()?),
    /// };
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Clients ask the issuer for a token for the URL by which they know the server (RFC 8707),
    /// and most issuers put that into `aud`: `MCP_AUDIENCE` is then this URL.
    ///
    /// # Errors
    ///
    /// If the variable is empty, not UTF-8 or no URL: who has set it does not want another
    /// authenticator instead.
    pub fn from_env() -> crate::Result<Option<Self>> {
        Self::from_variable(env::var(VARIABLE))
    }

    pub(super) fn from_variable(value: Result<String, VarError>) -> crate::Result<Option<Self>> {
        match value {
            Ok(issuer) => {
                check_url(&issuer)
                    .map_err(|error| error.context(format!("{VARIABLE} is no issuer")))?;
                Ok(Some(Self::discover(issuer)))
            }
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(Error::new(format!("{VARIABLE} is not UTF-8"))),
        }
    }
}

const VARIABLE: &str = "MCP_ISSUER";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn without_the_variable_there_is_none() {
        assert!(Jwks::from_variable(Err(VarError::NotPresent)).unwrap().is_none());
        let issuer = Jwks::from_variable(Ok("https://login.example/realms/a".to_owned())).unwrap();
        assert_eq!(format!("{:?}", issuer.unwrap()), "[\"https://login.example/realms/a\"]");
    }

    #[test]
    fn a_mistake_is_not_taken_for_none() {
        for mistake in
            ["", " ", "yes", "http://login.example", "https://user@login.example", "https://"]
        {
            let error = Jwks::from_variable(Ok(mistake.to_owned())).unwrap_err().to_string();
            assert!(error.starts_with("MCP_ISSUER is no issuer"), "{mistake}: {error}");
            assert!(!error.contains("user@"), "{error}");
        }
        let unreadable = VarError::NotUnicode(Default::default());
        assert!(Jwks::from_variable(Err(unreadable)).is_err());
    }
}
