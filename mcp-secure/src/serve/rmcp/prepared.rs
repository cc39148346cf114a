//! [`Prepared`]: what the server says of itself and of its tools, made once, at the start.

use std::collections::HashMap;

use rmcp::model::{
    CacheScope, DiscoverResult, Implementation, ProtocolVersion, ServerCapabilities, ServerConfig,
    Tool,
};

use crate::{caller::Caller, gate::Gate, serve::door::Identity};

/// Definitions in the SDK's terms, and as the text that the SDK makes of them: so the
/// [direct lane](crate::serve::direct) cannot say anything else than the SDK's.
pub(crate) struct Prepared {
    pub(super) info: ServerConfig,
    pub(super) discover: DiscoverResult,
    /// By name: the SDK asks for one on each call.
    pub(super) tools: HashMap<String, Tool>,
    is_same_for_all: bool,
    /// The result of discovery, as JSON.
    pub(crate) discovery: Box<str>,
    /// The definitions as JSON, in the order of the gate.
    definitions: Box<[Box<str>]>,
}

impl Prepared {
    pub(crate) fn new(gate: &Gate, identity: &Identity) -> Self {
        let in_order: Vec<Tool> = gate
            .all()
            .map(|tool| {
                let json = serde_json::to_value(tool).expect("a definition is plain data");
                serde_json::from_value(json).expect("a definition is a tool")
            })
            .collect();
        let definitions = in_order.iter().map(text).collect();
        let tools = in_order.into_iter().map(|tool| (tool.name.to_string(), tool)).collect();
        let info = info(identity);
        let discover =
            DiscoverResult::from_server_info(ProtocolVersion::KNOWN_VERSIONS.into(), info.clone());
        Self {
            is_same_for_all: gate.lists_the_same_for_all(),
            discovery: text(&discover),
            definitions,
            discover,
            tools,
            info,
        }
    }

    /// Who may keep a list of tools.
    pub(super) fn cache_scope(&self) -> CacheScope {
        if self.is_same_for_all { CacheScope::Public } else { CacheScope::Private }
    }

    /// Writes the list of the tools of a caller, as a result.
    pub(crate) fn write_list(
        &self,
        message: &mut Vec<u8>,
        gate: &Gate,
        caller: Option<&Caller>,
        newest: bool,
    ) {
        // Only the newest version knows types of results.
        message.extend_from_slice(if newest { b"{\"resultType\":\"complete\"," } else { b"{" });
        let scope = if self.is_same_for_all { "public" } else { "private" };
        let terms = format!("\"ttlMs\":{LIST_TTL_MS},\"cacheScope\":\"{scope}\",\"tools\":[");
        message.extend_from_slice(terms.as_bytes());
        let mut is_first = true;
        for (tool, definition) in gate.all().zip(&self.definitions) {
            if gate.admits(tool, caller) {
                if !std::mem::replace(&mut is_first, false) {
                    message.push(b',');
                }
                message.extend_from_slice(definition.as_bytes());
            }
        }
        message.extend_from_slice(b"]}");
    }
}

fn info(identity: &Identity) -> ServerConfig {
    let mut capabilities = ServerCapabilities::builder().enable_tools().enable_logging().build();
    if identity.lists_nothing_else {
        // The SDK answers lists that nobody provides with empty ones.
        capabilities.prompts = Some(Default::default());
        capabilities.resources = Some(Default::default());
    }
    let mut info = ServerConfig::new(capabilities);
    info.server_info = Implementation::new(&identity.name, &identity.version);
    info.instructions.clone_from(&identity.instructions);
    info
}

fn text(value: &impl serde::Serialize) -> Box<str> {
    serde_json::to_string(value).expect("plain data").into()
}

/// How long a list of tools may be kept: the tools of a process do not change, but a new
/// process may have others.
pub(super) const LIST_TTL_MS: u64 = 60_000;
