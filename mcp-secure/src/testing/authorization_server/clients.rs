//! Who may get tokens, and codes for them (RFC 6749, sections 4.1.1 and 4.1.2; RFC 7636; RFC 8707;
//! RFC 9207).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Response, StatusCode, header};
use serde_json::json;
use url::{Url, form_urlencoded};

use super::{
    Shared,
    exchange::{self, Answer, full},
    random,
};

#[derive(Default)]
pub(super) struct Clients {
    secrets: HashMap<String, String>,
    public: HashMap<String, Public>,
    codes: HashMap<String, Grant>,
}

#[derive(Clone)]
struct Public {
    redirect_uri: String,
    user: String,
}

/// What a code is good for.
pub(super) struct Grant {
    pub(super) client: String,
    pub(super) redirect_uri: String,
    pub(super) user: String,
    pub(super) challenge: String,
    pub(super) resource: Option<String>,
    pub(super) scope: String,
    begun: Instant,
}

impl Clients {
    pub(super) fn add_confidential(&mut self, id: &str, secret: &str) {
        self.secrets.insert(id.to_owned(), secret.to_owned());
    }

    pub(super) fn add_public(&mut self, id: &str, redirect_uri: &str, user: &str) {
        let client = Public { redirect_uri: redirect_uri.to_owned(), user: user.to_owned() };
        self.public.insert(id.to_owned(), client);
    }

    pub(super) fn is_confidential(&self, id: &str, secret: &str) -> bool {
        self.secrets.get(id).is_some_and(|own| own == secret)
    }

    /// What the code is good for. It is good once, and for a minute.
    pub(super) fn redeem(&mut self, code: &str) -> Option<Grant> {
        self.codes.remove(code).filter(|grant| grant.begun.elapsed() < CODE_LIFETIME)
    }
}

/// The parameters of a query or a form, each at most once (RFC 6749, section 3.1).
pub(super) struct Parameters(HashMap<String, String>);

impl Parameters {
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut parameters = HashMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        Some(Self(parameters))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A code at once: the user agrees to everything.
pub(super) fn authorize(shared: &Shared, query: &str) -> Answer {
    // Whom not to send back to is told here (RFC 6749, section 4.1.2.1).
    let refuse = |why: &str| exchange::json(StatusCode::BAD_REQUEST, &json!({ "error": why }));
    let Some(asked) = Parameters::read(query.as_bytes()) else {
        return refuse("invalid_request");
    };
    let mut state = shared.lock();
    let id = asked.get("client_id").unwrap_or_default();
    let Some(client) = state.clients.public.get(id).cloned() else {
        return refuse("unauthorized_client");
    };
    if asked.get("redirect_uri") != Some(&client.redirect_uri) {
        return refuse("invalid_request");
    }
    let is_pkce = asked.get("code_challenge_method") == Some("S256");
    let challenge =
        asked.get("code_challenge").filter(|challenge| is_pkce && challenge.len() == 43);
    let outcome = match (asked.get("response_type"), challenge) {
        (Some("code"), Some(challenge)) => {
            let code = random();
            let grant = Grant {
                client: id.to_owned(),
                redirect_uri: client.redirect_uri.clone(),
                user: client.user,
                challenge: challenge.to_owned(),
                resource: asked.get("resource").map(str::to_owned),
                scope: asked.get("scope").unwrap_or_default().to_owned(),
                begun: Instant::now(),
            };
            state.clients.codes.insert(code.clone(), grant);
            ("code", code)
        }
        (Some("code"), None) => ("error", "invalid_request".to_owned()),
        _ => ("error", "unsupported_response_type".to_owned()),
    };
    let Ok(mut back) = Url::parse(&client.redirect_uri) else { return refuse("invalid_request") };
    back.query_pairs_mut().append_pair(outcome.0, &outcome.1).append_pair("iss", &shared.issuer);
    if let Some(state) = asked.get("state") {
        back.query_pairs_mut().append_pair("state", state);
    }
    let response = Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, String::from(back))
        .body(full(Bytes::new()));
    response.unwrap_or_else(|_| refuse("invalid_request"))
}

const CODE_LIFETIME: Duration = Duration::from_secs(60);
