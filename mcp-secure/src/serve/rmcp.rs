//! The SDK's lane: protocol versions, streaming replies, everything that is not a tool.
//!
//! The only room that names types of rmcp. The SDK keeps up with the protocol; what it hands
//! over here goes to the gate like all else. It receives messages without tokens and without
//! arguments: these travel beside it, in a [`Passport`].

// Logging is deprecated in the newest protocol version and still served in older ones.
#![expect(deprecated, reason = "rmcp marks what only older protocol versions know")]

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, DiscoverResult, ErrorCode,
        ListToolsResult, PaginatedRequestParams, ResultType, ServerConfig, SetLevelRequestParams,
        Tool,
    },
    service::RequestContext,
    transport::{
        StreamableHttpServerConfig,
        streamable_http_server::{StreamableHttpService, session::never::NeverSessionManager},
    },
};

use super::{
    door::Door,
    http::{NO_ROOM, NO_ROOM_VERDICT, Payload, Unread},
};
use crate::{
    call::{Origin, Peer},
    caller::Caller,
    gate::Incoming,
    json::{Arguments, size_of_json},
    refusal::{self, Outside},
    store::standing::Standings,
    trace::TraceContext,
};

mod notifier;
mod pipe;
mod prepared;

use notifier::Notifier;
pub(crate) use pipe::Pipe;
use prepared::LIST_TTL_MS;
pub(crate) use prepared::Prepared;

/// What travels beside a message: who sends it, from where, and the arguments as they came.
#[derive(Clone)]
pub(crate) struct Passport {
    caller: Option<Caller>,
    origin: Origin,
    trace: Option<TraceContext>,
    arguments: Option<Bytes>,
    /// What is left of the limits of the tool, once it is known.
    standings: Arc<OnceLock<Standings>>,
    /// The room of what the client has not taken, where it is counted.
    unread: Option<Arc<Unread>>,
}

impl Passport {
    pub(crate) fn new(
        caller: Option<Caller>,
        origin: Origin,
        trace: Option<TraceContext>,
        arguments: Option<Bytes>,
    ) -> Self {
        Self { caller, origin, trace, arguments, standings: Arc::default(), unread: None }
    }

    /// The same, with the room of its reply.
    pub(crate) fn with_unread(mut self, unread: &Arc<Unread>) -> Self {
        self.unread = Some(Arc::clone(unread));
        self
    }

    pub(crate) fn standings(&self) -> Arc<OnceLock<Standings>> {
        Arc::clone(&self.standings)
    }
}

/// The lane for HTTP: one request, one reply.
pub(crate) struct Lane(StreamableHttpService<Handler, NeverSessionManager>);

impl Lane {
    pub(crate) fn new(door: &Arc<Door>) -> Self {
        let handler = Handler::new(door);
        // Hosts, origins and sizes have been judged at the door. Sessions stay off: they would
        // be state that a request needs, made for callers that nobody knows.
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .disable_allowed_hosts()
            .disable_allowed_origins()
            .with_max_request_body_bytes(usize::MAX);
        let factory = move || Ok(handler.clone());
        Self(StreamableHttpService::new(factory, Arc::default(), config))
    }

    pub(crate) async fn answer(
        &self,
        request: Request<Full<Bytes>>,
        unread: &Arc<Unread>,
    ) -> Response<Payload> {
        let response = self.0.handle(request).await;
        response.map(|body| Payload::Streamed { body, unread: Arc::clone(unread) })
    }
}

#[derive(Clone)]
struct Handler {
    door: Arc<Door>,
}

impl Handler {
    fn new(door: &Arc<Door>) -> Self {
        Self { door: Arc::clone(door) }
    }
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        self.door.prepared.info.clone()
    }

    async fn discover(
        &self,
        _context: RequestContext<RoleServer>,
    ) -> Result<DiscoverResult, ErrorData> {
        Ok(self.door.prepared.discover.clone())
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        // The SDK asks before anybody has been judged, to compare headers with arguments.
        self.door.prepared.tools.get(name).filter(|_| !self.door.gate.is_hidden(name)).cloned()
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let passport = passport(&context);
        let Door { gate, prepared, .. } = &*self.door;
        let tools = gate
            .list(passport.caller.as_ref())
            .filter_map(|tool| prepared.tools.get(&*tool.name).cloned())
            .collect();
        Ok(ListToolsResult::with_all_items(tools)
            .with_ttl_ms(LIST_TTL_MS)
            .with_cache_scope(prepared.cache_scope()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Passport { caller, origin, trace, arguments, standings, unread } = passport(&context);
        let text = arguments.as_deref().map_or(Ok("{}"), str::from_utf8).unwrap_or("{}");
        let arguments = Arguments::parse(text)
            .map_err(|_| ErrorData::new(ErrorCode::INVALID_PARAMS, "invalid arguments", None))?;
        tracing::trace!(lane = "sdk", "a call");
        let client: Option<Arc<dyn Peer>> = Some(Arc::new(Notifier::new(&context, unread.clone())));
        let (tool, arguments) = (&*request.name, &arguments);
        let call = self.door.gate.call(Incoming { tool, arguments, caller, origin, client, trace });
        let outcome = tokio::select! {
            outcome = call => outcome,
            // The client is gone: dropping the call ends it, and its record says so.
            () = context.ct.cancelled() => {
                return Err(ErrorData::new(ErrorCode::INTERNAL_ERROR, "cancelled", None));
            }
        };
        let _ = standings.set(outcome.standings);
        unread.as_deref().inspect(|unread| unread.call_has_ended());
        let reply = match outcome.result {
            Ok(reply) => reply,
            Err(refusal) => match refusal.answer(outcome.id) {
                Outside::Result(reply) => reply,
                Outside::Error { code, message, data } => {
                    return Err(ErrorData::new(ErrorCode(code), message, data));
                }
            },
        };
        let result = serde_json::to_value(reply).and_then(serde_json::from_value);
        let mut result: CallToolResult = result.map_err(|_| {
            ErrorData::new(ErrorCode::INTERNAL_ERROR, "the result is not JSON", None)
        })?;
        // Left out for older versions by the SDK.
        result.result_type = Some(ResultType::COMPLETE);
        if unread.is_some_and(|unread| !unread.make_room_for_result(size_of_json(&result))) {
            self.door.gate.audit().refused_request(origin, NO_ROOM_VERDICT, NO_ROOM);
            return Err(ErrorData::new(ErrorCode(refusal::code(503)), NO_ROOM, None));
        }
        Ok(CallToolResponse::from(result))
    }

    async fn set_level(
        &self,
        _request: SetLevelRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        // Without sessions there is nothing to remember it in; clients filter what they get.
        Ok(())
    }
}

/// The passport that the door has put beside the message.
fn passport(context: &RequestContext<RoleServer>) -> Passport {
    let extensions = &context.extensions;
    let beside_http = || extensions.get::<http::request::Parts>()?.extensions.get::<Passport>();
    extensions.get::<Passport>().or_else(beside_http).cloned().unwrap_or(Passport {
        // No door, no caller.
        caller: None,
        origin: Origin::Http(None),
        trace: None,
        arguments: None,
        standings: Arc::default(),
        unread: None,
    })
}
