//! The echo tool by the macros of rmcp: stateless HTTP with replies in JSON, and its two ways over
//! standard input and output.

use axum::{Router, serve::ListenerExt};
use place::Place;
use rmcp::{
    ServerHandler, ServiceExt,
    handler::server::wrapper::Parameters,
    tool, tool_handler, tool_router,
    transport::{
        StreamableHttpServerConfig, StreamableHttpService, stdio, stdio_pipes,
        streamable_http_server::session::local::LocalSessionManager,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::net::TcpListener;

#[derive(Clone)]
struct Echo;

#[derive(Deserialize, JsonSchema)]
struct Arguments {
    text: String,
    #[allow(dead_code, reason = "an argument that only some look at")]
    file: String,
}

#[tool_router]
impl Echo {
    /// Answers with its text.
    #[tool]
    async fn echo(&self, Parameters(arguments): Parameters<Arguments>) -> String {
        arguments.text
    }
}

#[tool_handler]
impl ServerHandler for Echo {}

#[tokio::main]
async fn main() {
    match Place::asked() {
        Place::Http(address) => {
            let listener = TcpListener::bind(address).await.expect("a free address");
            place::tell(address, "/mcp");
            let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a socket"));
            let config = StreamableHttpServerConfig::default()
                .with_legacy_session_mode(false)
                .with_json_response(true);
            let service = StreamableHttpService::new(
                || Ok(Echo),
                std::sync::Arc::new(LocalSessionManager::default()),
                config,
            );
            let router = Router::new().nest_service("/mcp", service);
            axum::serve(listener, router).await.expect("serves");
        }
        Place::Stdio(Some(way)) if way == "pipes" => {
            let running = Echo.serve(stdio_pipes()).await.expect("starts");
            running.waiting().await.expect("ends");
        }
        Place::Stdio(_) => {
            let running = Echo.serve(stdio()).await.expect("starts");
            running.waiting().await.expect("ends");
        }
    }
}
