//! The direct lane: a request that holds all that its answer needs is answered from the
//! envelope, without a task, a channel or a tree of values.
//!
//! It takes calls of tools, lists of them, discovery and pings, and only requests that are
//! [regular](regular) in every way. All else goes through the [SDK's lane](super::rmcp), which
//! also knows what to answer to an irregular one: so this lane refuses nothing in the name of the
//! protocol, and cannot be more lenient than the SDK. Both lanes end in the same gate.

use http::{HeaderMap, StatusCode};

use super::door::Door;
use crate::{
    call::Origin, caller::Caller, gate::Incoming, json::Envelope, store::standing::Standings,
    trace::TraceContext,
};

mod regular;
mod write;

use regular::{Client, Generation};

/// A request that this lane answers.
pub(super) struct Direct<'a, 'body> {
    id: &'a str,
    asked: Asked<'a>,
    generation: Generation,
    envelope: &'a Envelope<'body>,
}

/// What is asked for.
#[derive(Clone, Copy)]
enum Asked<'a> {
    Call(&'a str),
    List,
    Discovery,
    Ping,
}

/// A whole JSON-RPC message, and the status that it has over HTTP.
pub(super) struct Answer {
    pub(super) message: Vec<u8>,
    pub(super) status: StatusCode,
    /// Where a call stands with the limits of its tool.
    pub(super) standings: Standings,
}

impl<'a, 'body> Direct<'a, 'body> {
    /// The request, if it is one for this lane. `headers` is `None` where the transport has
    /// none.
    pub(super) fn of(
        envelope: &'a Envelope<'body>,
        headers: Option<&HeaderMap>,
        door: &Door,
        caller: Option<&Caller>,
    ) -> Option<Self> {
        let asked = Asked::by(envelope)?;
        let client = regular::client(envelope, headers)?;
        let fits = match asked {
            // A tool that this caller may not know of takes the way of an unknown one.
            Asked::Call(tool) => door
                .gate
                .find(tool, caller)
                .is_ok_and(|tool| !tool.mirrors && (!tool.talks || client == Client::SILENT)),
            Asked::List => true,
            Asked::Discovery => client.generation == Generation::Newest,
            // The newest version has none.
            Asked::Ping => client.generation == Generation::Older,
        };
        fits.then_some(Self { id: envelope.id?, asked, generation: client.generation, envelope })
    }

    /// Answers it.
    pub(super) async fn answer(
        self,
        door: &Door,
        caller: Option<Caller>,
        origin: Origin,
        trace: Option<TraceContext>,
    ) -> Answer {
        tracing::trace!(lane = "direct", "a request");
        let Self { id, asked, generation, envelope } = self;
        let message = match asked {
            Asked::Call(tool) => {
                let arguments = &envelope.arguments;
                let incoming = Incoming { tool, arguments, caller, origin, client: None, trace };
                let outcome = door.gate.call(incoming).await;
                return write::outcome(id, outcome, generation);
            }
            Asked::List => write::result(id, |message| {
                let newest = generation == Generation::Newest;
                door.prepared.write_list(message, &door.gate, caller.as_ref(), newest);
            }),
            Asked::Discovery => write::result(id, |message| {
                message.extend_from_slice(door.prepared.discovery.as_bytes());
            }),
            Asked::Ping => write::result(id, |message| message.extend_from_slice(b"{}")),
        };
        Answer { message, status: StatusCode::OK, standings: Standings::new() }
    }
}

impl<'a> Asked<'a> {
    /// What the envelope asks for, if nothing in it is superfluous.
    fn by(envelope: &'a Envelope<'_>) -> Option<Self> {
        envelope.id?;
        let name = envelope.params_name.as_deref();
        let has_nothing = name.is_none() && envelope.arguments_span.is_none();
        match &*envelope.method {
            _ if envelope.has_other_params => None,
            "tools/call" => name.map(Asked::Call),
            "tools/list" => has_nothing.then_some(Asked::List),
            "server/discover" => has_nothing.then_some(Asked::Discovery),
            "ping" => has_nothing.then_some(Asked::Ping),
            _ => None,
        }
    }
}
