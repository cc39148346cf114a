//! What is answered before a message reaches a lane: errors, challenges, metadata.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use http_body::Body;
use serde_json::json;

use super::{
    Payload, Unread,
    unread::{NO_ROOM, NO_ROOM_VERDICT},
};
use crate::{
    auth::{Dpop, Rejected},
    json::EnvelopeError,
    refusal::{self, Refusal},
    serve::door::Door,
    store::standing::{Standing, seconds},
};

/// A refusal as an HTTP response: a status, and a JSON-RPC error with the id of the request
/// where it is known.
pub(super) struct Failure {
    status: StatusCode,
    code: i32,
    pub(super) message: Cow<'static, str>,
    id: Option<String>,
    challenges: Vec<String>,
    nonce: Option<HeaderValue>,
    /// The methods of the route, where the request has another one.
    allow: Option<&'static str>,
    closes: bool,
    /// After how many seconds the same may be asked again.
    retry_after: Option<u64>,
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
            challenges: Vec::new(),
            nonce: None,
            allow: None,
            closes: false,
            retry_after: None,
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

    /// The call has run, and its result is lost: all that replies may take is taken by those that their
    /// clients leave where they are.
    pub(super) fn no_room_for_reply() -> Box<Self> {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, NO_ROOM).audited(NO_ROOM_VERDICT)
    }

    /// What the door has refused, with the challenges where a credential would help. Where no
    /// challenge can be made, it is forbidden: 401 needs one (RFC 9110, section 15.5.2).
    pub(super) fn refused(refusal: &Refusal, challenges: Vec<String>) -> Box<Self> {
        let status = match refusal {
            Refusal::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Refusal::InvalidToken(Rejected::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Unauthenticated { .. } | Refusal::InvalidToken(_)
                if !challenges.is_empty() =>
            {
                StatusCode::UNAUTHORIZED
            }
            _ => StatusCode::FORBIDDEN,
        };
        let (code, message) = refusal.as_error();
        let mut failure = Self::new(status, message);
        failure.code = code;
        failure.challenges = challenges;
        if let Refusal::RateLimited { retry_after } = refusal {
            failure.retry_after = Some(seconds(*retry_after));
        }
        failure
    }

    pub(super) fn with_id(mut self: Box<Self>, id: Option<&str>) -> Box<Self> {
        self.id = id.map(str::to_owned);
        self
    }

    pub(super) fn with_nonce(mut self: Box<Self>, nonce: Option<HeaderValue>) -> Box<Self> {
        self.nonce = nonce;
        self
    }

    pub(super) fn closing(mut self: Box<Self>) -> Box<Self> {
        self.closes = true;
        self
    }

    pub(super) fn retrying(mut self: Box<Self>, seconds: u64) -> Box<Self> {
        self.retry_after = Some(seconds);
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
        for challenge in failure.challenges {
            if let Ok(value) = HeaderValue::from_str(&challenge) {
                headers.append(header::WWW_AUTHENTICATE, value);
            }
        }
        if let Some(nonce) = failure.nonce {
            headers.insert(DPOP_NONCE, nonce);
        }
        if let Some(methods) = failure.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        if let Some(seconds) = failure.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
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
    let verifier = door.verifier.as_ref();
    let servers = verifier.map(|v| v.authenticator().authorization_servers()).unwrap_or_default();
    if !servers.is_empty() {
        document["authorization_servers"] = servers.into();
    }
    if let Some(dpop) = verifier.and_then(|verifier| verifier.dpop()) {
        document["dpop_signing_alg_values_supported"] = Dpop::algorithms().collect();
        document["dpop_bound_access_tokens_required"] = dpop.is_required().into();
    }
    let scopes = door.gate.basic_scopes();
    if !scopes.is_empty() {
        document["scopes_supported"] = json!(scopes);
    }
    json_response(document.to_string())
}

/// The same response, with the nonce for the next proof of possession.
pub(super) fn with_nonce(
    mut response: Response<Payload>,
    nonce: Option<HeaderValue>,
) -> Response<Payload> {
    if let Some(nonce) = nonce {
        response.headers_mut().insert(DPOP_NONCE, nonce);
    }
    response
}

/// The same response, with what is left of the limits of the tool
/// (draft-ietf-httpapi-ratelimit-headers-10).
pub(super) fn with_standings(
    mut response: Response<Payload>,
    standings: &[Standing],
) -> Response<Payload> {
    if !standings.is_empty() {
        response.headers_mut().insert(RATE_LIMIT_POLICY, Standing::policies(standings));
        response.headers_mut().insert(RATE_LIMIT, Standing::limits(standings));
    }
    response
}

/// What the direct lane answers.
pub(super) fn answer(
    message: Bytes,
    status: StatusCode,
    standings: &[Standing],
) -> Response<Payload> {
    let mut response = Response::new(Payload::from(message));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    with_standings(response, standings)
}

/// What the SDK's lane answers, which has its room if it is whole: one that streams takes its own.
pub(super) fn with_room(
    mut response: Response<Payload>,
    unread: &Unread,
) -> Result<Response<Payload>, Box<Failure>> {
    let Some(size) = response.body().size_hint().exact() else { return Ok(response) };
    if unread.is_refused() {
        // The record has it already.
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    } else if !unread.hold(size as usize) {
        return Err(Failure::no_room_for_reply());
    }
    Ok(response)
}

fn json_response(body: String) -> Response<Payload> {
    let mut response = Response::new(Payload::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// RFC 9449, section 8.1.
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
