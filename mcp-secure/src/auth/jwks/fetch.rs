//! Asking an issuer for its keys.

use std::{future::Future, pin::Pin, time::Duration};

use http::{HeaderMap, header};

use super::{
    super::jwt::{Algorithm, Keys, check_url},
    document,
};
use crate::{
    Error,
    egress::{Egress, Response},
};

/// Where keys come from.
pub(super) trait Fetch: Send + Sync {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = crate::Result<Fetched>> + Send + '_>>;
}

/// What an issuer has said.
pub(super) struct Fetched {
    pub(super) keys: Keys,
    /// For how long it counts.
    pub(super) fresh: Duration,
}

/// An issuer on the network.
pub(super) struct Remote {
    pub(super) issuer: String,
    pub(super) place: Place,
    pub(super) egress: Egress,
    pub(super) rsa: Algorithm,
}

pub(super) enum Place {
    Discovered,
    At(String),
}

impl Fetch for Remote {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = crate::Result<Fetched>> + Send + '_>> {
        Box::pin(async {
            let response = match &self.place {
                Place::At(url) => self.get(url).await?,
                Place::Discovered => self.get(&self.discovered().await?).await?,
            };
            let keys = document::keys(response.bytes(), self.rsa)?;
            Ok(Fetched { keys, fresh: freshness(response.headers()) })
        })
    }
}

impl Remote {
    /// The URL that the first metadata names that is the issuer's.
    async fn discovered(&self) -> crate::Result<String> {
        let mut reasons = Vec::new();
        for url in well_known(&self.issuer) {
            let url = match self.get(&url).await {
                Ok(response) => document::keys_url(response.bytes(), &self.issuer),
                Err(error) => Err(error),
            };
            match url.and_then(|url| check_url(&url).map(|()| url)) {
                Ok(url) => return Ok(url),
                Err(error) => reasons.push(error.to_string()),
            }
        }
        Err(Error::new(format!("no metadata: {}", reasons.join("; "))))
    }

    async fn get(&self, url: &str) -> crate::Result<Response> {
        let request = self.egress.get(url).header(header::ACCEPT.as_str(), ACCEPTED);
        Ok(request.send().await?.success()?)
    }
}

/// Where the metadata of an issuer may be, in the order in which MCP 2026-07-28 has clients look
/// ("Authorization", "Authorization Server Metadata Discovery").
fn well_known(issuer: &str) -> Vec<String> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    let host_begins = issuer.find("://").map_or(0, |at| at + 3);
    let host_ends = issuer[host_begins..].find('/').map_or(issuer.len(), |at| host_begins + at);
    let (origin, path) = issuer.split_at(host_ends);
    let mut urls = vec![
        format!("{origin}/.well-known/oauth-authorization-server{path}"),
        format!("{origin}/.well-known/openid-configuration{path}"),
    ];
    if !path.is_empty() {
        urls.push(format!("{issuer}/.well-known/openid-configuration"));
    }
    urls
}

/// `max-age` (RFC 9111, section 5.2.2.1), within bounds: a short one would have every token
/// wait, and by a long one a key that is taken back would count for long.
fn freshness(headers: &HeaderMap) -> Duration {
    let directives =
        headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut directives = directives.flat_map(|value| value.split(',')).map(str::trim);
    let max_age = directives.find_map(|directive| {
        let (name, seconds) = directive.split_once('=')?;
        name.eq_ignore_ascii_case("max-age").then(|| seconds.trim_matches('"').parse().ok())?
    });
    max_age.map_or(UNSAID, Duration::from_secs).clamp(SHORTEST, LONGEST)
}

const ACCEPTED: &str = "application/jwk-set+json, application/json";

const UNSAID: Duration = Duration::from_secs(60 * 60);
pub(super) const SHORTEST: Duration = Duration::from_secs(5 * 60);
pub(super) const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_looked_for_in_three_places() {
        assert_eq!(
            well_known("https://login.example/realms/a"),
            [
                "https://login.example/.well-known/oauth-authorization-server/realms/a",
                "https://login.example/.well-known/openid-configuration/realms/a",
                "https://login.example/realms/a/.well-known/openid-configuration",
            ]
        );
        for issuer in ["https://login.example:8443", "https://login.example:8443/"] {
            assert_eq!(
                well_known(issuer),
                [
                    "https://login.example:8443/.well-known/oauth-authorization-server",
                    "https://login.example:8443/.well-known/openid-configuration",
                ]
            );
        }
    }

    #[test]
    fn what_a_response_says_of_its_age_is_bounded() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::CACHE_CONTROL, http::HeaderValue::from_static(value));
            }
            freshness(&headers).as_secs()
        };
        assert_eq!(of(&[]), 3600);
        assert_eq!(of(&["public, max-age=1800, must-revalidate"]), 1800);
        assert_eq!(of(&["public", "Max-Age=\"1800\""]), 1800);
        assert_eq!(of(&["max-age=0"]), 300);
        assert_eq!(of(&["no-store, max-age=1"]), 300);
        assert_eq!(of(&["max-age=31536000"]), 43_200);
        for unread in [
            "max-age",
            "max-age=",
            "max-age=-1",
            "max-age=1e9",
            "s-maxage=1",
            "max-age=99999999999999999999",
        ] {
            assert_eq!(of(&[unread]), 3600, "{unread}");
        }
    }
}
