//! The echo tool by the macros of turbomcp. It judges arguments by their schema, as no other peer does.

use place::Place;
use turbomcp::{
    http::{HttpConfig, serve_http},
    prelude::*,
};

#[derive(Clone)]
struct Echo;

#[server(name = "echo", version = "1.0.0")]
impl Echo {
    /// Answers with its text.
    #[tool(description = "Answers with its text.")]
    async fn echo(&self, text: String, file: String) -> String {
        let _ = file;
        text
    }
}

#[tokio::main]
async fn main() {
    match Place::asked() {
        Place::Http(address) => {
            place::tell(address, "/mcp");
            let service = Echo.into_server().build();
            serve_http(address, service, HttpConfig::new()).await.expect("serves");
        }
        Place::Stdio(_) => Echo.run_stdio().await.expect("serves"),
    }
}
