//! Calls of tools, by the smallest client there can be.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};

use crate::Result;

/// The result of a call.
pub(crate) fn tool(url: &str, tool: &str, arguments: &Value) -> Result<Value> {
    let version = "2026-07-28";
    let params = json!({
        "name": tool,
        "arguments": arguments,
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientInfo": { "name": "xtask", "version": "0" },
            "io.modelcontextprotocol/clientCapabilities": {},
        },
    });
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let body = message.to_string();
    let host = url.trim_start_matches("http://").split('/').next().unwrap_or_default();
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         accept: application/json, text/event-stream\r\ncontent-type: application/json\r\n\
         mcp-protocol-version: {version}\r\nmcp-method: tools/call\r\nmcp-name: {tool}\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let failed = |error: std::io::Error| format!("calling `{tool}`: {error}");
    let mut stream = TcpStream::connect(host).map_err(failed)?;
    stream.write_all((head + &body).as_bytes()).map_err(failed)?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).map_err(failed)?;
    let (_, body) = reply.split_once("\r\n\r\n").unwrap_or_default();
    let mut answer: Value = serde_json::from_str(body)
        .map_err(|error| format!("calling `{tool}`: {error} in\n{reply}"))?;
    match answer["result"].take() {
        Value::Null => Err(format!("calling `{tool}`: {answer}")),
        result => Ok(result),
    }
}
