//! HTTP: the routes, and what stands before a message is one.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri, header};

use super::{
    direct::Direct,
    door::Door,
    hosts::{self, Hosts},
    rmcp::{Lane, Passport},
};
use crate::{
    audit,
    auth::Token,
    call::Origin,
    error::{Error, Result},
    json::Message,
};

mod body;
mod reply;

use self::reply::Failure;

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

/// The path of the endpoint.
pub(crate) const PATH: &str = "/mcp";

struct Endpoint {
    door: Arc<Door>,
    lane: Lane,
    hosts: Hosts,
    settings: HttpSettings,
}

/// The routes of a server that stands alone: it answers every path, and checks the host first.
pub(super) fn application(door: Arc<Door>, settings: HttpSettings) -> Result<Router> {
    let endpoint = Endpoint::new(door, settings)?;
    let check = middleware::from_fn_with_state(Arc::clone(&endpoint), check_host);
    Ok(routes(endpoint).fallback(not_found).layer(check))
}

/// The routes of a server within an application: the application's others are left alone.
pub(super) fn router(door: Arc<Door>, settings: HttpSettings) -> Result<Router> {
    let endpoint = Endpoint::new(door, settings)?;
    let check = middleware::from_fn_with_state(Arc::clone(&endpoint), check_host);
    Ok(routes(endpoint).route_layer(check))
}

fn routes(endpoint: Arc<Endpoint>) -> Router {
    let mut router = Router::new().route(PATH, post(message));
    if endpoint.door.authenticator.is_some() {
        // RFC 9728, section 3.1: with the path of the resource, and for it alone.
        router = router
            .route("/.well-known/oauth-protected-resource/mcp", get(metadata))
            .route("/.well-known/oauth-protected-resource", get(metadata));
    }
    router.with_state(endpoint)
}

/// On every route, before anything else.
async fn check_host(
    State(endpoint): State<Arc<Endpoint>>,
    request: Request,
    next: Next,
) -> Response {
    match endpoint.hosts.allow(request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(which) => {
            audit::refused_request(origin(&request), "forbidden_host", which);
            Failure::new(StatusCode::FORBIDDEN, "this host or origin is not allowed").into()
        }
    }
}

async fn not_found() -> Response {
    Failure::new(StatusCode::NOT_FOUND, "there is nothing here; the endpoint is /mcp").into()
}

async fn metadata(State(endpoint): State<Arc<Endpoint>>, uri: Uri, headers: HeaderMap) -> Response {
    let resource = resource_url(&endpoint.settings, &uri, &headers);
    reply::metadata(&endpoint.door, resource)
}

/// One message: bytes → envelope → identify → the lane.
async fn message(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Response {
    let origin = origin(&request);
    match endpoint.answer(request, origin).await {
        Ok(response) => response,
        Err(failure) => {
            if let Some(verdict) = failure.verdict {
                audit::refused_request(origin, verdict, &failure.message);
            }
            (*failure).into()
        }
    }
}

impl Endpoint {
    fn new(door: Arc<Door>, settings: HttpSettings) -> Result<Arc<Self>> {
        let mut hosts = settings.named_hosts()?;
        if hosts.is_empty() {
            hosts.extend(hosts::LOOPBACK.map(str::to_owned));
        }
        let hosts = Hosts::new(&hosts, &settings.origins)?;
        Ok(Arc::new(Self { lane: Lane::new(&door), hosts, door, settings }))
    }

    async fn answer(&self, request: Request, origin: Origin) -> Result<Response, Box<Failure>> {
        let (mut parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(
                Failure::new(status, "the body must be application/json").audited("media_type")
            );
        }
        let token = bearer(&parts.headers)?;
        let bytes = body::read(body, self.settings.max_body, self.settings.read_timeout).await?;

        let message = match Message::parse(&bytes) {
            Ok(message) => message,
            Err(error) => return Err(Failure::envelope(&error)),
        };
        let envelope = match &message {
            Message::Request(envelope) => Some(envelope),
            // The SDK says what a response is worth here.
            Message::Response => None,
        };
        let id = envelope.and_then(|envelope| envelope.id);

        let admitted = self.door.admit(token.as_ref(), envelope, origin).await;
        let caller = admitted.map_err(|refusal| {
            let metadata = metadata_url(&self.settings, &parts.uri, &parts.headers);
            Failure::refused(&refusal, &metadata).with_id(id)
        })?;

        if let Some(envelope) = envelope
            && let Some(direct) =
                Direct::of(envelope, Some(&parts.headers), &self.door, caller.as_ref())
        {
            return Ok(reply::message(direct.answer(&self.door, caller, origin).await));
        }

        // The SDK gets neither the token nor the arguments: it cannot log what it does not see.
        parts.headers.remove(header::AUTHORIZATION);
        // (Where clients copy arguments into headers, it has to compare the two.)
        let span = envelope.and_then(|envelope| envelope.arguments_span.clone());
        let name = envelope.and_then(|envelope| envelope.params_name.as_deref());
        let (mut rest, arguments) = without_arguments(&bytes, span);
        if name.is_some_and(|name| self.door.gate.mirrors(name)) {
            rest = bytes.clone();
        }
        drop(message);
        parts.extensions.insert(Passport::new(caller, origin, arguments));
        parts.headers.insert(header::CONTENT_LENGTH, rest.len().into());
        Ok(self.lane.answer(Request::from_parts(parts, Body::from(rest))).await)
    }
}

/// The body with an empty object in the place of the arguments, and the arguments.
pub(super) fn without_arguments(
    bytes: &Bytes,
    span: Option<std::ops::Range<usize>>,
) -> (Bytes, Option<Bytes>) {
    match span {
        None => (bytes.clone(), None),
        Some(span) => {
            let rest = [&bytes[..span.start], b"{}", &bytes[span.end..]].concat();
            (rest.into(), Some(bytes.slice(span)))
        }
    }
}

fn origin(request: &Request) -> Origin {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    Origin::Http(peer.map(|ConnectInfo(address)| address.ip()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// The bearer token of the request (RFC 6750, section 2.1), in the header and nowhere else.
fn bearer(headers: &HeaderMap) -> Result<Option<Token>, Box<Failure>> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), second) = (values.next(), values.next()) else { return Ok(None) };
    if second.is_some() {
        let message = "more than one Authorization header";
        return Err(Failure::new(StatusCode::BAD_REQUEST, message).audited("bad_request"));
    }
    // What is no text is a credential all the same, and not a good one.
    let value = value.to_str().unwrap_or("bearer");
    let (scheme, token) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    Ok(scheme.eq_ignore_ascii_case("bearer").then(|| Token::new(token.trim())))
}

/// Where clients reach the endpoint. The host has been checked against the allowlist.
fn resource_url(settings: &HttpSettings, uri: &Uri, headers: &HeaderMap) -> String {
    settings.public_url.clone().unwrap_or_else(|| {
        let host = hosts::requested(uri, headers).map(|host| host.to_string()).unwrap_or_default();
        format!("http://{host}{PATH}")
    })
}

/// RFC 9728, section 3.1: the well-known part goes between host and path.
fn metadata_url(settings: &HttpSettings, uri: &Uri, headers: &HeaderMap) -> String {
    let resource = resource_url(settings, uri, headers);
    let host_end = resource
        .find("://")
        .and_then(|scheme| resource[scheme + 3..].find('/').map(|path| scheme + 3 + path))
        .unwrap_or(resource.len());
    format!("{}/.well-known/oauth-protected-resource{PATH}", &resource[..host_end])
}
