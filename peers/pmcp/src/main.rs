//! The echo tool by the macros of pmcp: stateless, with replies in JSON.

use std::sync::Arc;

use place::Place;
use pmcp::{
    Server, ServerCapabilities,
    server::streamable_http_server::{StreamableHttpServer, StreamableHttpServerConfig},
    types::protocol::{LATEST_PROTOCOL_VERSION, PROTOCOL_VERSION_2026_07_28, ProtocolVersion},
};
use pmcp_macros::mcp_tool;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize, JsonSchema)]
struct Arguments {
    text: String,
    #[allow(dead_code, reason = "an argument that only some look at")]
    file: String,
}

#[mcp_tool(description = "Answers with its text.")]
async fn echo(arguments: Arguments) -> pmcp::Result<Value> {
    Ok(Value::String(arguments.text))
}

#[tokio::main]
async fn main() {
    let versions = [LATEST_PROTOCOL_VERSION, PROTOCOL_VERSION_2026_07_28];
    let server = Server::builder()
        .name("echo")
        .version("1.0.0")
        .capabilities(ServerCapabilities::tools_only())
        .with_supported_protocol_versions(versions.map(|version| ProtocolVersion(version.into())))
        .tool("echo", echo())
        .build()
        .expect("a server");
    match Place::asked() {
        Place::Http(address) => {
            let config = StreamableHttpServerConfig::stateless();
            let server =
                StreamableHttpServer::with_config_concurrent(address, Arc::new(server), config);
            let (address, running) = server.start().await.expect("starts");
            place::tell(address, "/");
            running.await.expect("serves");
        }
        Place::Stdio(_) => server.run_stdio().await.expect("serves"),
    }
}
