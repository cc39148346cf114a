//! The echo tool by the macros of rust-mcp-sdk: replies in JSON, no SSE.

use std::sync::Arc;

use async_trait::async_trait;
use place::Place;
use rust_mcp_axum::{AxumServerOptions, create_axum_server};
use rust_mcp_sdk::{
    McpServer, RequestContext, ServerDetails, macros,
    mcp_server::{ServerHandler, ToMcpServerHandler},
    schema::{
        CallToolError, CallToolRequestParams, CallToolResult, Implementation, ListToolsResult,
        ListToolsResultCacheScope, PaginatedRequestParams, RpcError, ServerCapabilities,
        ServerCapabilitiesTools, ServerResult, TextContent,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[macros::mcp_tool(name = "echo", description = "Answers with its text.")]
#[derive(Debug, Deserialize, Serialize, macros::JsonSchema)]
struct Echo {
    text: String,
    file: String,
}

struct Handler;

#[async_trait]
impl ServerHandler for Handler {
    async fn handle_list_tools_request(
        &self,
        _: Option<PaginatedRequestParams>,
        _: &RequestContext,
        _: Arc<dyn McpServer>,
    ) -> Result<ListToolsResult, RpcError> {
        Ok(ListToolsResult {
            tools: vec![Echo::tool()],
            meta: None,
            next_cursor: None,
            cache_scope: ListToolsResultCacheScope::Private,
            result_type: "complete".to_owned(),
            ttl_ms: 0,
        })
    }

    async fn handle_call_tool_request(
        &self,
        params: CallToolRequestParams,
        _: &RequestContext,
        _: Arc<dyn McpServer>,
    ) -> Result<ServerResult, CallToolError> {
        if params.name != "echo" {
            return Err(CallToolError::unknown_tool(params.name));
        }
        let arguments = Value::Object(params.arguments.unwrap_or_default());
        let Echo { text, .. } = serde_json::from_value(arguments).map_err(CallToolError::new)?;
        Ok(ServerResult::CallToolResult(CallToolResult {
            content: vec![TextContent::new(text, None, None).into()],
            is_error: None,
            meta: None,
            result_type: "complete".to_owned(),
            structured_content: None,
        }))
    }
}

#[tokio::main]
async fn main() {
    let details = ServerDetails {
        server_info: Implementation {
            name: "echo".into(),
            version: "1.0.0".into(),
            title: None,
            description: None,
            icons: vec![],
            website_url: None,
        },
        capabilities: ServerCapabilities {
            tools: Some(ServerCapabilitiesTools { list_changed: None }),
            ..Default::default()
        },
        meta: None,
        instructions: None,
    };
    let Place::Http(address) = Place::asked() else { panic!("over HTTP alone") };
    let options = AxumServerOptions {
        host: address.ip().to_string(),
        port: address.port(),
        enable_json_response: Some(true),
        sse_support: false,
        ..Default::default()
    };
    let server = create_axum_server(details, Handler.to_mcp_server_handler(), options);
    place::tell(address, "/mcp");
    server.start().await.expect("serves");
}
