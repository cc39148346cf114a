//! [`HttpSettings`]: what holds for HTTP alone.

use std::time::Duration;

use http::Uri;

use crate::error::{Error, Result};

/// What holds for HTTP alone.
#[derive(Clone)]
pub(crate) struct HttpSettings {
    pub(crate) max_body: usize,
    pub(crate) max_connections: usize,
    pub(crate) read_timeout: Duration,
    pub(crate) hosts: Vec<String>,
    pub(crate) origins: Vec<String>,
    pub(crate) public_url: Option<String>,
    pub(crate) plain_http: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            max_body: 1 << 20,
            max_connections: 1024,
            read_timeout: Duration::from_secs(10),
            hosts: Vec::new(),
            origins: Vec::new(),
            public_url: None,
            plain_http: false,
        }
    }
}

impl HttpSettings {
    /// The hosts that were named, and that of the public URL.
    pub(crate) fn named_hosts(&self) -> Result<Vec<String>> {
        let mut hosts = self.hosts.clone();
        if let Some(url) = &self.public_url {
            let parsed: Option<Uri> = url.parse().ok();
            let parsed = parsed.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
            let authority = parsed.as_ref().and_then(Uri::authority).ok_or_else(|| {
                Error::new(format!(
                    "`{url}` is not a URL; write for example https://mcp.example.com/mcp"
                ))
            })?;
            hosts.push(authority.to_string());
        }
        Ok(hosts)
    }
}
