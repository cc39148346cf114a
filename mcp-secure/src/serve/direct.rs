//! The direct lane: a request that holds all that its answer needs is answered from the
//! envelope, without a task, a channel or a tree of values.
//!
//! It takes calls of tools that do not talk to the client while they run, in the newest
//! protocol version, and only requests that are regular in every way. All else goes through
//! the [SDK's lane](super::rmcp), which also knows what to answer to an irregular one: so this
//! lane refuses nothing in the name of the protocol, and cannot be more lenient than the SDK.
//! Both lanes end in the same gate.

use std::borrow::Cow;

use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::door::Door;
use crate::{
    call::Origin, caller::Caller, gate::Outcome, json::Envelope, output::Content, refusal::Outside,
};

/// A request that this lane answers.
pub(super) struct Direct<'a, 'body> {
    id: &'a str,
    tool: &'a str,
    envelope: &'a Envelope<'body>,
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
        let (id, tool) = (envelope.id?, envelope.params_name.as_deref()?);
        let is_regular = envelope.method == "tools/call"
            && !envelope.has_other_params
            && is_plain(envelope.meta?)
            && headers.is_none_or(|headers| agree(headers, tool))
            // A tool that this caller may not know of takes the way of an unknown one.
            && door.gate.find(tool, caller).is_ok_and(|tool| !tool.talks && !tool.mirrors);
        is_regular.then_some(Self { id, tool, envelope })
    }

    /// Calls the tool; the answer is a whole JSON-RPC message.
    pub(super) async fn answer(
        self,
        door: &Door,
        caller: Option<Caller>,
        origin: Origin,
    ) -> Vec<u8> {
        tracing::trace!(lane = "direct", "a call");
        let outcome = door.call(self.tool, &self.envelope.arguments, caller, origin, None).await;
        write(self.id, outcome)
    }
}

/// The newest protocol version, the one that this lane speaks.
const VERSION: &str = "2026-07-28";

/// Metadata that asks for nothing but an answer.
fn is_plain(meta: &str) -> bool {
    /// What has to be there (MCP 2026-07-28, "_meta"), and readable; nothing else may be.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Meta<'a> {
        #[serde(rename = "io.modelcontextprotocol/protocolVersion")]
        version: &'a str,
        #[serde(rename = "io.modelcontextprotocol/clientCapabilities")]
        _capabilities: Capabilities,
        #[serde(rename = "io.modelcontextprotocol/clientInfo", borrow)]
        _client: Client<'a>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Client<'a> {
        #[serde(borrow, rename = "name")]
        _name: Cow<'a, str>,
        #[serde(borrow, rename = "version")]
        _version: Cow<'a, str>,
    }

    /// The plain ones: with settings they are for the SDK to read.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Capabilities {
        #[serde(rename = "elicitation")]
        _elicitation: Option<Declared>,
        #[serde(rename = "sampling")]
        _sampling: Option<Declared>,
        #[serde(rename = "roots")]
        _roots: Option<Declared>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Declared {}

    serde_json::from_str::<Meta<'_>>(meta).is_ok_and(|meta| meta.version == VERSION)
}

/// The headers say the same as the body, and the client takes either form of a reply.
fn agree(headers: &HeaderMap, tool: &str) -> bool {
    let only = |name: &str| {
        let mut values = headers.get_all(name).iter();
        let value = values.next()?;
        values.next().is_none().then_some(value)?.to_str().ok()
    };
    let accepts = |essence: &str| {
        only(header::ACCEPT.as_str())
            .is_some_and(|accept| accept.split(',').any(|m| m.trim() == essence))
    };
    only("mcp-protocol-version") == Some(VERSION)
        && only("mcp-method") == Some("tools/call")
        // An encoded name is for the SDK to decode.
        && only("mcp-name") == Some(tool)
        && !tool.starts_with("=?")
        && accepts("application/json")
        && accepts("text/event-stream")
        && !headers.keys().any(|name| name.as_str().starts_with("mcp-param-"))
}

/// The message, written once. `id` is raw JSON text that the envelope has checked.
fn write(id: &str, Outcome { id: call, result }: Outcome) -> Vec<u8> {
    let mut message = Vec::with_capacity(256);
    message.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    message.extend_from_slice(id.as_bytes());
    let reply = match result {
        Ok(reply) => Ok(reply),
        Err(refusal) => match refusal.answer(call) {
            Outside::Result(reply) => Ok(reply),
            Outside::Error { code, message, data } => Err((code, message, data)),
        },
    };
    match reply {
        Ok(reply) => {
            message.extend_from_slice(b",\"result\":");
            let result = Complete {
                result_type: "complete",
                content: &reply.content,
                structured_content: reply.structured.as_deref(),
                is_error: reply.is_error,
            };
            write_json(&mut message, &result);
        }
        Err((code, text, data)) => {
            message.extend_from_slice(b",\"error\":");
            let error = match data {
                Some(data) => serde_json::json!({ "code": code, "message": text, "data": data }),
                None => serde_json::json!({ "code": code, "message": text }),
            };
            write_json(&mut message, &error);
        }
    }
    message.push(b'}');
    message
}

/// A result as the newest protocol version has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Complete<'a> {
    result_type: &'static str,
    content: &'a [Content],
    #[serde(skip_serializing_if = "Option::is_none")]
    structured_content: Option<&'a RawValue>,
    is_error: bool,
}

fn write_json(message: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(message, value).expect("plain data, into memory");
}
