//! The practical limit: what a `tools/call` of one tool costs where nothing is general and nothing
//! is checked. No server of more than one tool could be written so.

use std::io::{BufRead, Write};

use axum::{
    Router,
    body::Bytes,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
    serve::ListenerExt,
};
use place::Place;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;

#[derive(Deserialize)]
struct Request {
    id: Value,
    method: String,
    params: Params,
}

#[derive(Deserialize)]
struct Params {
    name: String,
    arguments: Arguments,
}

#[derive(Deserialize)]
struct Arguments {
    text: String,
    #[allow(dead_code, reason = "read as by the peers, and used as little")]
    file: String,
}

#[derive(Serialize)]
struct Reply {
    jsonrpc: &'static str,
    id: Value,
    result: Outcome,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    result_type: &'static str,
    content: [Text; 1],
    is_error: bool,
}

#[derive(Serialize)]
struct Text {
    r#type: &'static str,
    text: String,
}

#[tokio::main]
async fn main() {
    match Place::asked() {
        Place::Http(address) => {
            let listener = TcpListener::bind(address).await.expect("a free address");
            place::tell(address, "/mcp");
            let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a socket"));
            let router = Router::new().route("/mcp", post(answer));
            axum::serve(listener, router).await.expect("serves");
        }
        Place::Stdio(_) => stdio(),
    }
}

async fn answer(body: Bytes) -> Response {
    match call(&body) {
        Some(reply) => ([(header::CONTENT_TYPE, "application/json")], reply).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn call(body: &[u8]) -> Option<Vec<u8>> {
    let Request { id, method, params } = serde_json::from_slice(body).ok()?;
    if method != "tools/call" || params.name != "echo" {
        return None;
    }
    let text = Text { r#type: "text", text: params.arguments.text };
    let result = Outcome { result_type: "complete", content: [text], is_error: false };
    serde_json::to_vec(&Reply { jsonrpc: "2.0", id, result }).ok()
}

/// A reader, and a writer that is flushed when nothing more has been read.
fn stdio() {
    let mut input = std::io::BufReader::with_capacity(64 << 10, std::io::stdin().lock());
    let mut output = std::io::BufWriter::with_capacity(64 << 10, std::io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if let Some(reply) = call(&line) {
            output.write_all(&reply).and_then(|()| output.write_all(b"\n")).expect("a pipe");
        }
        line.clear();
        if input.buffer().is_empty() {
            output.flush().expect("a pipe");
        }
    }
}
