//! [`HttpSettings`]: what holds for HTTP alone.

use std::time::Duration;

use http::Uri;

use crate::error::{Error, Result};

/// What holds for HTTP alone.
#[derive(Clone)]
pub(crate) struct HttpSettings {
    pub(crate) max_body: usize,
    /// How much all bodies may take that are read or worked on.
    pub(crate) max_body_memory: usize,
    pub(crate) max_connections: usize,
    /// `None` is the default for addresses beyond this machine, and no cap for it.
    pub(crate) max_connections_per_address: Option<usize>,
    /// Whether HTTP/2 is spoken without TLS.
    pub(crate) http2_without_tls: bool,
    pub(crate) read_timeout: Duration,
    pub(crate) hosts: Vec<String>,
    pub(crate) origins: Vec<String>,
    pub(crate) public_url: Option<String>,
    pub(crate) plain_http: bool,
    pub(crate) proxies: Vec<String>,
    /// Whether the proxies write `Forwarded`.
    pub(crate) forwarded: bool,
    /// Whether nobody but the proxies is answered.
    pub(crate) only_proxies: bool,
    /// Whether browsers are told to come by TLS alone.
    pub(crate) strict_transport: bool,
    /// Where metrics are read.
    pub(crate) metrics: Option<String>,
    /// Whether that may be beyond this machine.
    pub(crate) public_metrics: bool,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<crate::serve::Tls>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            max_body: 1 << 20,
            max_body_memory: 256 << 20,
            max_connections: 1024,
            max_connections_per_address: None,
            http2_without_tls: false,
            read_timeout: Duration::from_secs(10),
            hosts: Vec::new(),
            origins: Vec::new(),
            public_url: None,
            plain_http: false,
            proxies: Vec::new(),
            forwarded: false,
            only_proxies: false,
            strict_transport: false,
            metrics: None,
            public_metrics: false,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

impl HttpSettings {
    /// Whether the server ends TLS itself.
    pub(crate) fn has_tls(&self) -> bool {
        #[cfg(feature = "tls")]
        return self.tls.is_some();
        #[cfg(not(feature = "tls"))]
        false
    }

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
