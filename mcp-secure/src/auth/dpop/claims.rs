//! What a proof says (RFC 9449, section 4.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};
use url::Url;

use crate::auth::Proof;

pub(super) struct Claims<'a> {
    pub(super) id: &'a str,
    method: &'a str,
    url: &'a str,
    issued: SystemTime,
    pub(super) token_hash: &'a str,
    pub(super) nonce: Option<&'a str>,
}

impl<'a> Claims<'a> {
    /// All of them, or the name of the one that is missing or of another type.
    pub(super) fn read(claims: &'a Map<String, Value>) -> Result<Self, &'static str> {
        let text = |name: &'static str| claims.get(name).and_then(Value::as_str).ok_or(name);
        let id = text("jti")?;
        if id.is_empty() || id.len() > MAX_ID {
            return Err("jti");
        }
        let issued = claims
            .get("iat")
            .and_then(Value::as_f64)
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .and_then(|since| UNIX_EPOCH.checked_add(since))
            .ok_or("iat")?;
        let nonce = match claims.get("nonce") {
            None => None,
            Some(nonce) => Some(nonce.as_str().ok_or("nonce")?),
        };
        Ok(Self {
            id,
            method: text("htm")?,
            url: text("htu")?,
            issued,
            token_hash: text("ath")?,
            nonce,
        })
    }

    /// Whether they are of this request and of now, and until when they could be.
    pub(super) fn check(
        &self,
        request: &Proof<'_>,
        now: SystemTime,
        window: Duration,
    ) -> Result<SystemTime, &'static str> {
        // Methods are case-sensitive (RFC 9110, section 9.1).
        if self.method != request.method() {
            return Err("htm");
        }
        if normal(self.url).ok_or("htu")? != normal(request.url()).ok_or("htu")? {
            return Err("htu");
        }
        let (earliest, latest) = (now.checked_sub(window), now.checked_add(window));
        if Some(self.issued) < earliest || Some(self.issued) > latest {
            return Err("iat");
        }
        self.issued.checked_add(window).ok_or("iat")
    }
}

/// RFC 3986, sections 6.2.2 and 6.2.3, without query and fragment (RFC 9449, section 4.3).
fn normal(url: &str) -> Option<Url> {
    if url.len() > MAX_URL {
        return None;
    }
    let mut url = Url::parse(url).ok()?;
    let is_plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none();
    url.set_query(None);
    url.set_fragment(None);
    is_plain.then_some(url)
}

const MAX_ID: usize = 256;
const MAX_URL: usize = 2048;
