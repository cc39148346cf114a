//! [`Token`]: a secret that came in as text.

use std::fmt;

use zeroize::Zeroizing;

/// A token or a key as it came in, without its scheme (RFC 6750, section 2.1).
///
/// Neither `Debug` nor `Display` shows it, and it is overwritten when dropped. It ends at the
/// front door: a tool receives a [`Caller`](crate::caller::Caller), which does not hold it, and so
/// cannot pass it on to anybody else.
///
/// ```
/// use mcp_secure::auth::Token;
///
/// assert_eq!(format!("{:?}", Token::new("hunter2")), "Token(redacted)");
/// ```
///
/// ```compile_fail
/// println!("{}", mcp_secure::auth::Token::new("hunter2"));
/// ```
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes a token, without its scheme.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Zeroizing::new(token.into()))
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
