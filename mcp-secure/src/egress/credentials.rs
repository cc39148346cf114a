//! Who asks: credentials are sent where a method says so, from a [`Secret`].

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, header};
use zeroize::Zeroizing;

use super::request::{Request, header_name, refused};
use crate::secret::Secret;

/// Credentials. They are sent to the origin of the URL and to no other, whatever redirects say;
/// and over `http`, where [`Builder::dangerous_plain_http`](super::Builder::dangerous_plain_http)
/// allows that, in plain. Copies that the HTTP library makes are freed, not zeroed.
impl Request {
    /// Sends a bearer token (RFC 6750). It is one of the tool's own: that of a caller was issued
    /// for this server, and nobody else may have it.
    ///
    /// ```
    /// use mcp_secure::{egress::Egress, secret::Secret};
    ///
    /// # async fn orders(egress: Egress, token: Secret<String>) -> mcp_secure::Result<()> {
    /// let orders = egress.get("https://api.example.com/orders").bearer(&token).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bearer(self, token: &Secret<String>) -> Self {
        let value = Zeroizing::new(format!("Bearer {}", token.expose()));
        self.credential(header::AUTHORIZATION, &value)
    }

    /// Sends a user name and a password (RFC 7617).
    pub fn basic(self, user: &str, password: &Secret<String>) -> Self {
        if user.contains(':') {
            return self.change(|_| Err(refused("a user name must not hold a colon")));
        }
        let pair = Zeroizing::new(format!("{user}:{}", password.expose()));
        if pair.chars().any(char::is_control) {
            return self.change(|_| Err(refused("credentials must not hold control characters")));
        }
        let value = Zeroizing::new(format!("Basic {}", *Zeroizing::new(STANDARD.encode(&*pair))));
        self.credential(header::AUTHORIZATION, &value)
    }

    /// Sends a secret in a header, such as `X-Api-Key`. `Authorization` can be one, for other
    /// schemes.
    pub fn secret_header(self, name: &str, value: &Secret<String>) -> Self {
        match header_name(name, &[header::AUTHORIZATION]) {
            Ok(name) => self.credential(name, value.expose()),
            Err(error) => self.change(|_| Err(error)),
        }
    }

    fn credential(self, name: HeaderName, value: &str) -> Self {
        self.change(|outgoing| {
            let mut value = HeaderValue::from_str(value)
                .map_err(|_| refused(format!("no value for the header `{name}`")))?;
            value.set_sensitive(true);
            outgoing.headers.insert(name, value);
            Ok(())
        })
    }
}
