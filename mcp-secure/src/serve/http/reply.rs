//! What is answered before a message reaches a lane: errors, challenges, metadata.

use std::borrow::Cow;

use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::Payload;
use crate::{
    auth::Rejected,
    json::EnvelopeError,
    refusal::{self, Refusal},
    serve::door::Door,
};

/// A refusal as an HTTP response: a status, and a JSON-RPC error with the id of the request
/// where it is known.
pub(super) struct Failure {
    status: StatusCode,
    code: i32,
    pub(super) message: Cow<'static, str>,
    id: Option<String>,
    challenge: Option<String>,
    /// The methods of the route, where the request has another one.
    allow: Option<&'static str>,
    closes: bool,
    /// The verdict for the audit record, where nobody has written it yet.
    pub(super) verdict: Option<&'static str>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Self {
            status,
            code: refusal::code(status.as_u16()),
            message: message.into(),
            id: None,
            challenge: None,
            allow: None,
            closes: false,
            verdict: None,
        })
    }

    /// A route that has other methods.
    pub(super) fn method(allowed: &'static str) -> Box<Self> {
        let mut failure =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, "this route has no such method");
        failure.allow = Some(allowed);
        failure
    }

    /// A body that is no message.
    pub(super) fn envelope(error: &EnvelopeError<'_>) -> Box<Self> {
        let mut failure = Self::new(StatusCode::BAD_REQUEST, error.message.clone());
        failure.code = error.code;
        failure.with_id(error.id).audited("bad_request")
    }

    /// What the door has refused: with a challenge where a credential would help (RFC 6750,
    /// section 3), which has no error code where no credential was sent.
    pub(super) fn refused(refusal: &Refusal, metadata: &str) -> Box<Self> {
        let (status, error, scopes) = match refusal {
            Refusal::Unauthenticated { scopes } => (StatusCode::UNAUTHORIZED, None, &scopes[..]),
            Refusal::InvalidToken(Rejected::Unavailable) => {
                return Self::answering(refusal, StatusCode::SERVICE_UNAVAILABLE);
            }
            Refusal::InvalidToken(_) => {
                (StatusCode::UNAUTHORIZED, Some("error=\"invalid_token\""), &[][..])
            }
            Refusal::InsufficientScope { scopes } => {
                (StatusCode::FORBIDDEN, Some("error=\"insufficient_scope\""), &scopes[..])
            }
            _ => return Self::answering(refusal, StatusCode::FORBIDDEN),
        };
        let mut parameters: Vec<_> = error.map(str::to_owned).into_iter().collect();
        if !scopes.is_empty() {
            parameters.push(format!("scope=\"{}\"", scopes.join(" ")));
        }
        parameters.push(format!("resource_metadata=\"{metadata}\""));
        let mut failure = Self::answering(refusal, status);
        failure.challenge = Some(format!("Bearer {}", parameters.join(", ")));
        failure
    }

    fn answering(refusal: &Refusal, status: StatusCode) -> Box<Self> {
        let (code, message) = refusal.as_error();
        let mut failure = Self::new(status, message);
        failure.code = code;
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

impl From<Box<Failure>> for Response<Payload> {
    fn from(failure: Box<Failure>) -> Self {
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
        if let Some(methods) = failure.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        if failure.closes {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The protected resource metadata (RFC 9728, section 2).
pub(super) fn metadata(door: &Door, resource: String) -> Response<Payload> {
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
pub(super) fn message(message: Vec<u8>) -> Response<Payload> {
    let mut response = Response::new(Payload::from(message));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn json_response(body: String) -> Response<Payload> {
    let mut response = Response::new(Payload::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
