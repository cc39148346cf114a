//! What is answered before a message reaches a lane: errors, challenges, metadata.

use std::borrow::Cow;

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::{json::EnvelopeError, refusal, serve::door::Door};

/// A refusal as an HTTP response: a status, and a JSON-RPC error with the id of the request
/// where it is known.
pub(super) struct Failure {
    status: StatusCode,
    code: i32,
    pub(super) message: Cow<'static, str>,
    id: Option<String>,
    challenge: Option<String>,
    closes: bool,
    /// The verdict for the audit record, where nobody has written it yet.
    pub(super) verdict: Option<&'static str>,
}

/// What a 401 or 403 tells a client to do about it.
pub(super) struct Challenge {
    pub(super) metadata: String,
    pub(super) scopes: Vec<String>,
}

impl Failure {
    pub(super) fn new(
        status: StatusCode,
        code: i32,
        message: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Box::new(Self {
            status,
            code,
            message: message.into(),
            id: None,
            challenge: None,
            closes: false,
            verdict: None,
        })
    }

    pub(super) fn envelope(error: &EnvelopeError<'_>) -> Box<Self> {
        let failure = Self::new(StatusCode::BAD_REQUEST, error.code, error.message.clone());
        failure.with_id(error.id).audited("bad_request")
    }

    /// RFC 6750, section 3: no error code where no credential was sent.
    pub(super) fn unauthenticated(challenge: Challenge) -> Box<Self> {
        let message = "this needs an authenticated caller";
        Self::challenged(
            StatusCode::UNAUTHORIZED,
            refusal::UNAUTHENTICATED,
            message,
            None,
            challenge,
        )
    }

    pub(super) fn invalid_token(challenge: Challenge) -> Box<Self> {
        let (status, code) = (StatusCode::UNAUTHORIZED, refusal::UNAUTHENTICATED);
        Self::challenged(
            status,
            code,
            "the token was not accepted",
            Some("invalid_token"),
            challenge,
        )
    }

    pub(super) fn insufficient_scope(challenge: Challenge) -> Box<Self> {
        let message = "the token does not have the scopes that this tool needs";
        let (status, code) = (StatusCode::FORBIDDEN, refusal::FORBIDDEN);
        Self::challenged(status, code, message, Some("insufficient_scope"), challenge)
    }

    fn challenged(
        status: StatusCode,
        code: i32,
        message: &'static str,
        error: Option<&str>,
        Challenge { metadata, scopes }: Challenge,
    ) -> Box<Self> {
        let mut parameters = Vec::new();
        parameters.extend(error.map(|error| format!("error=\"{error}\"")));
        if !scopes.is_empty() {
            parameters.push(format!("scope=\"{}\"", scopes.join(" ")));
        }
        parameters.push(format!("resource_metadata=\"{metadata}\""));
        let mut failure = Self::new(status, code, message);
        failure.challenge = Some(format!("Bearer {}", parameters.join(", ")));
        failure
    }

    pub(super) fn with_id(mut self: Box<Self>, id: Option<&str>) -> Box<Self> {
        self.id = id.map(str::to_owned);
        self
    }

    pub(super) fn closing(mut self: Box<Self>) -> Box<Self> {
        self.closes = true;
        self
    }

    pub(super) fn audited(mut self: Box<Self>, verdict: &'static str) -> Box<Self> {
        self.verdict = Some(verdict);
        self
    }
}

impl From<Box<Failure>> for Response {
    fn from(failure: Box<Failure>) -> Self {
        (*failure).into()
    }
}

impl From<Failure> for Response {
    fn from(failure: Failure) -> Self {
        // The id is raw JSON text that the envelope has checked; the message is our own.
        let id = failure.id.map(|id| format!("\"id\":{id},")).unwrap_or_default();
        let error = json!({ "code": failure.code, "message": failure.message });
        let mut response = json_response(format!("{{\"jsonrpc\":\"2.0\",{id}\"error\":{error}}}"));
        *response.status_mut() = failure.status;
        let headers = response.headers_mut();
        if let Some(challenge) = failure.challenge
            && let Ok(value) = HeaderValue::from_str(&challenge)
        {
            headers.insert(header::WWW_AUTHENTICATE, value);
        }
        if failure.closes {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The protected resource metadata (RFC 9728, section 2).
pub(super) fn metadata(door: &Door, resource: String) -> Response {
    let mut document = json!({
        "resource": resource,
        "resource_name": door.identity.name,
        "bearer_methods_supported": ["header"],
    });
    let servers =
        door.authenticator.as_ref().map(|a| a.authorization_servers()).unwrap_or_default();
    if !servers.is_empty() {
        document["authorization_servers"] = servers.into();
    }
    let scopes = door.gate.basic_scopes();
    if !scopes.is_empty() {
        document["scopes_supported"] = json!(scopes);
    }
    json_response(document.to_string())
}

/// A whole JSON-RPC message.
pub(super) fn message(message: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(message));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn json_response(body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
