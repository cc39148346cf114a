//! One question to the issuer.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderValue;
use url::{Url, form_urlencoded::byte_serialize};
use zeroize::Zeroizing;

use super::{Introspection, answered};
use crate::{
    auth::{Rejected, Token, jwt::Terms},
    caller::Caller,
    complaints::Complaints,
    egress::Egress,
    error::{Error, Result},
};

pub(super) struct Asker {
    url: String,
    authorization: HeaderValue,
    egress: Egress,
    terms: Terms,
    clock: fn() -> SystemTime,
    /// Whether the log says that it does not answer.
    is_told: AtomicBool,
    complaints: Complaints,
}

impl Asker {
    pub(super) fn new(introspection: &Introspection, terms: Terms) -> Result<Self> {
        let url = Url::parse(&introspection.url)?;
        let mut egress = Egress::builder()
            .hosts([url.host_str().unwrap_or_default()])
            .ports(url.port_or_known_default())
            .dangerous_allow_networks(&introspection.networks)
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .max_body(MAX_ANSWER);
        // `check_url` has seen to it that this is loopback.
        if url.scheme() == "http" {
            egress = egress.dangerous_plain_http().dangerous_allow_networks(LOOPBACK);
        }
        if let Some(authorities) = &introspection.authorities {
            egress = egress.trust_only(authorities.clone());
        }
        Ok(Self {
            url: introspection.url.clone(),
            authorization: basic(&introspection.client, introspection.secret.expose())?,
            egress: egress.build()?,
            terms,
            clock: introspection.clock,
            is_told: AtomicBool::new(false),
            complaints: Complaints::default(),
        })
    }

    pub(super) async fn ask(&self, token: &Token) -> Result<Caller, Rejected> {
        let claims = match self.answer(token).await {
            Ok(answer) => {
                if self.is_told.swap(false, Ordering::Relaxed) {
                    tracing::info!("introspection answers again");
                }
                answer
            }
            Err(error) => {
                // A token that the issuer cannot read looks the same, and anybody can send one.
                if !self.is_told.load(Ordering::Relaxed)
                    && let Some(before) = self.complaints.next()
                {
                    self.is_told.store(true, Ordering::Relaxed);
                    tracing::error!(%error, before, "introspection does not answer; no token is known");
                }
                return Err(Rejected::Unavailable);
            }
        };
        let now = (self.clock)().duration_since(UNIX_EPOCH).map_err(|_| Rejected::Unavailable)?;
        answered::judge(claims, &self.terms, now)
    }

    async fn answer(&self, token: &Token) -> Result<serde_json::Map<String, serde_json::Value>> {
        let form = [("token", token.dangerous_reveal()), ("token_type_hint", "access_token")];
        let request = self.egress.post(&self.url).header("accept", "application/json").form(form);
        let response = request.authorization(self.authorization.clone()).send().await?.success()?;
        answered::read(response.bytes())
            .ok_or_else(|| Error::new("the answer is no JSON object, or has a name twice"))
    }
}

/// The name and the secret of a client, each as in a form (RFC 6749, section 2.3.1).
fn basic(client: &str, secret: &str) -> Result<HeaderValue> {
    let encoded = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect::<String>());
    let (client, secret) = (encoded(client), encoded(secret));
    let pair = Zeroizing::new(format!("{}:{}", *client, *secret));
    let header = Zeroizing::new(format!("Basic {}", STANDARD.encode(&*pair)));
    let mut header = HeaderValue::from_str(&header)?;
    header.set_sensitive(true);
    Ok(header)
}

const LOOPBACK: [&str; 2] = ["127.0.0.1", "::1"];
const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(5);
const MAX_ANSWER: usize = 64 << 10;
