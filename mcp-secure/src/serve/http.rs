//! HTTP: the routes, and what stands before a message is one.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version, header, request::Parts};
use http_body_util::Full;

use super::{
    direct::{Answer, Direct},
    door::{Door, RATE_LIMITED},
    hosts::{self, Hosts},
    proxies::Proxies,
    rmcp::{Lane, Passport},
};
use crate::{
    auth::{ClientCertificate, Credential},
    call::Origin,
    error::Result,
    json::Message,
    trace::TraceContext,
};

mod body;
mod budget;
mod challenge;
mod counted;
mod credential;
mod headers;
mod payload;
mod reply;
mod room;
#[cfg(feature = "axum")]
mod router;
mod settings;
mod unread;
mod urls;
mod workload;

#[cfg(feature = "axum")]
pub(super) use self::router::router;
use self::{
    body::{Bounds, RequestBody},
    budget::Share,
    reply::Failure,
};
pub(crate) use self::{
    budget::Budget,
    payload::Payload,
    room::{REQUEST, Room},
    settings::HttpSettings,
    unread::{NO_ROOM, NO_ROOM_VERDICT, Unread},
    workload::{Work, Workload},
};

/// The path of the endpoint.
pub(crate) const PATH: &str = "/mcp";

/// RFC 9728, section 3.1: the metadata is found with the path of the resource, and for it alone.
const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";
const METADATA_OF_HOST: &str = "/.well-known/oauth-protected-resource";

/// How long browsers come by TLS alone (RFC 6797): this host, at any port.
const ONE_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// As many as HTTP/1.1 is read with; HTTP/2 is bounded by their size alone.
pub(super) const MOST_HEADERS: usize = 100;

/// What answers HTTP requests, however they come in.
pub(super) struct Endpoint {
    door: Arc<Door>,
    lane: Lane,
    hosts: Hosts,
    proxies: Proxies,
    bodies: Arc<Budget>,
    settings: HttpSettings,
}

/// What is known of the connection that a request came over.
#[derive(Clone, Debug, Default)]
pub(super) struct Connection {
    /// The address of the peer.
    pub(super) ip: Option<IpAddr>,
    /// Whether it is one of TLS that the server itself ends.
    pub(super) is_secure: bool,
    /// The client's certificate, if it has shown one in the handshake.
    pub(super) certificate: Option<ClientCertificate>,
    /// What is left for bodies from this address.
    pub(super) bodies: Option<Arc<Budget>>,
    /// What is left for bodies of the connection's own, which nobody else can take.
    pub(super) own: Option<Arc<Budget>>,
    /// What is left for requests of the connection's own, where many come at once.
    pub(super) requests: Option<Arc<Budget>>,
    /// What it is at.
    pub(super) workload: Option<Arc<Workload>>,
}

impl Endpoint {
    pub(super) fn new(door: Arc<Door>, settings: HttpSettings) -> Result<Arc<Self>> {
        let mut hosts = settings.named_hosts()?;
        if hosts.is_empty() {
            hosts.extend(hosts::LOOPBACK.map(str::to_owned));
        }
        let hosts = Hosts::new(&hosts, &settings.origins)?;
        let proxies = Proxies::new(&settings.proxies, settings.forwarded)?;
        let (lane, bodies) = (Lane::new(&door), Budget::new(settings.max_body_memory));
        Ok(Arc::new(Self { lane, hosts, proxies, bodies, door, settings }))
    }

    /// Whether a proxy that is trusted has this address.
    pub(super) fn trusts(&self, peer: IpAddr) -> bool {
        self.proxies.trust(peer)
    }

    /// Answers a request.
    pub(super) async fn answer<B: RequestBody>(
        &self,
        request: Request<B>,
        connection: &Connection,
    ) -> Response<Payload> {
        let response = self.judge(request, connection).await;
        self.finished(response)
    }

    fn finished(&self, mut response: Response<Payload>) -> Response<Payload> {
        self.count_answer(&response);
        if self.settings.strict_transport {
            response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
        response
    }

    /// Host and origin first, on every route.
    async fn judge<B: RequestBody>(
        &self,
        request: Request<B>,
        connection: &Connection,
    ) -> Response<Payload> {
        let ip = connection.ip.map(|peer| self.proxies.client(peer, request.headers()));
        let origin = Origin::Http(ip);
        if self.settings.only_proxies && !connection.ip.is_some_and(|ip| self.proxies.trust(ip)) {
            self.refused(origin, "untrusted_peer", "");
            let message = "this server is reached through its proxy";
            return Failure::new(StatusCode::FORBIDDEN, message).closing().into();
        }
        if let Err(which) = self.hosts.allow(request.uri(), request.headers()) {
            self.refused(origin, "forbidden_host", which);
            let message = "this host or origin is not allowed";
            return Failure::new(StatusCode::FORBIDDEN, message).into();
        }
        if request.headers().len() > MOST_HEADERS {
            let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
            self.count("too_many_headers");
            return Failure::new(status, "the request has too many headers").closing().into();
        }
        if let Err(refusal) = self.door.rates.request(origin).await {
            self.refused(origin, RATE_LIMITED, "address");
            return Failure::refused(&refusal, Vec::new()).into();
        }
        let (mut parts, body) = request.into_parts();
        if let Some(certificate) = &connection.certificate {
            parts.extensions.insert(certificate.clone());
        }
        let answer = match (parts.uri.path(), &parts.method) {
            (PATH, &Method::POST) => self.message(parts, body, origin, connection).await,
            (PATH, _) => Err(self.other_method("POST")),
            (METADATA | METADATA_OF_HOST, method) if self.door.verifier.is_some() => {
                match *method {
                    Method::GET | Method::HEAD => Ok(self.metadata(&parts, connection)),
                    _ => Err(self.other_method("GET,HEAD")),
                }
            }
            _ => {
                self.count("not_found");
                let message = "there is nothing here; the endpoint is /mcp";
                Err(Failure::new(StatusCode::NOT_FOUND, message))
            }
        };
        answer.unwrap_or_else(|failure| {
            if let Some(verdict) = failure.verdict {
                self.refused(origin, verdict, &failure.message);
            }
            failure.into()
        })
    }

    fn refused(&self, origin: Origin, verdict: &'static str, detail: &str) {
        self.door.gate.audit().refused_request(origin, verdict, detail);
    }

    fn metadata(&self, parts: &Parts, connection: &Connection) -> Response<Payload> {
        reply::metadata(&self.door, self.resource_url(parts, connection))
    }

    /// One message: bytes → envelope → identify → the lane.
    async fn message<B: RequestBody>(
        &self,
        mut parts: Parts,
        body: B,
        origin: Origin,
        connection: &Connection,
    ) -> Result<Response<Payload>, Box<Failure>> {
        if !headers::is_json(&parts.headers) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(
                Failure::new(status, "the body must be application/json").audited("media_type")
            );
        }
        let credential =
            credential::read(&parts, &self.door, origin, || self.resource_url(&parts, connection))?;
        let mut share = Share::new(&*self.bodies, connection.bodies.as_deref())
            .with_own(connection.own.as_deref());
        let bounds = Bounds {
            most: self.settings.max_body,
            timeout: self.settings.read_timeout,
            // A client that waits to be told to go on has sent nothing, and HTTP/2 resets a
            // stream alone.
            lingers: parts.version < Version::HTTP_2 && !parts.headers.contains_key(header::EXPECT),
            share: &mut share,
        };
        let bytes = body::read(body, bounds).await?;
        self.metrics().inspect(|metrics| metrics.received.add(bytes.len() as u64));
        let work = connection.workload.as_ref().map(Workload::run);

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

        let trace =
            TraceContext::of(envelope.and_then(|it| it.meta.as_ref()), Some(&parts.headers));
        let admitted = self.door.admit(credential.as_ref(), envelope, origin, trace).await;
        let nonce = credential::nonce(credential.as_ref(), &self.door);
        let caller = admitted.map_err(|refusal| {
            let metadata = self.metadata_url(&parts, connection);
            let used = credential.as_ref().map(Credential::scheme);
            let challenges = challenge::challenges(&refusal, &self.door, used, &metadata);
            Failure::refused(&refusal, challenges).with_nonce(nonce.clone()).with_id(id)
        })?;
        drop(credential);

        if let Some(envelope) = envelope
            && let Some(direct) =
                Direct::of(envelope, Some(&parts.headers), &self.door, caller.as_ref())
        {
            let Answer { message, status, standings } =
                direct.answer(&self.door, caller, origin, trace).await;
            let message = budget::hold(message, &self.bodies, connection.bodies.as_ref())
                .ok_or_else(|| Failure::no_room_for_reply().with_id(id))?;
            return Ok(reply::with_nonce(reply::answer(message, status, &standings), nonce));
        }

        // The SDK gets neither the token nor the arguments: it cannot log what it does not see.
        credential::strip(&mut parts.headers, &self.door);
        // (Where clients copy arguments into headers, it has to compare the two.)
        let span = envelope.and_then(|envelope| envelope.arguments_span.clone());
        let name = envelope.and_then(|envelope| envelope.params_name.as_deref());
        let (mut rest, arguments) = without_arguments(&bytes, span);
        if name.is_some_and(|name| self.door.gate.mirrors(name)) {
            rest = bytes.clone();
        }
        let id = id.map(str::to_owned);
        drop(message);
        let unread = Unread::new(&self.bodies, connection.bodies.as_ref(), work);
        let passport = Passport::new(caller, origin, trace, arguments).with_unread(&unread);
        let standings = passport.standings();
        parts.extensions.insert(passport);
        parts.headers.insert(header::CONTENT_LENGTH, rest.len().into());
        let request = Request::from_parts(parts, Full::new(rest));
        // In a box: every connection would else keep the room that this lane needs, and few need it.
        let response = Box::pin(self.lane.answer(request, &unread)).await;
        let response =
            reply::with_room(response, &unread).map_err(|it| it.with_id(id.as_deref()))?;
        // A reply that streams has begun before its call is judged.
        let standings = standings.get().map(|standings| &standings[..]).unwrap_or_default();
        Ok(reply::with_nonce(reply::with_standings(response, standings), nonce))
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
