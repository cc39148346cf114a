//! A small HTTP/1.1 client that sends exactly what a test wants.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use rustls::{ClientConfig, ClientConnection, StreamOwned};
use serde_json::{Value, json};

use crate::planted;

/// The newest protocol version, which the requests here speak unless they say otherwise.
pub const VERSION: &str = "2026-07-28";

#[derive(Clone)]
pub struct Http {
    address: SocketAddr,
    token: Option<String>,
    headers: Vec<(String, String)>,
    tls: Option<Arc<ClientConfig>>,
}

/// The bytes of a connection.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// A response.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    /// The body as JSON; of an event stream, its last message.
    pub fn json(&self) -> Value {
        let event = self.body.lines().filter_map(|line| line.strip_prefix("data:")).next_back();
        let text = event.unwrap_or(&self.body);
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.as_str())
    }

    /// The JSON-RPC error code.
    pub fn code(&self) -> i64 {
        self.json()["error"]["code"].as_i64().unwrap_or_else(|| panic!("no error: {self:?}"))
    }

    /// The text of a tool's result.
    pub fn text(&self) -> String {
        let json = self.json();
        let text = json["result"]["content"][0]["text"].as_str();
        text.unwrap_or_else(|| panic!("no text: {self:?}")).to_owned()
    }

    /// Whether a tool's result is an error.
    pub fn is_error(&self) -> bool {
        self.json()["result"]["isError"] == true
    }

    /// The violations of a refused call, as `pointer rule`, sorted.
    pub fn violations(&self) -> Vec<String> {
        let json = self.json();
        let list = json["result"]["structuredContent"]["violations"].as_array();
        let list = list.unwrap_or_else(|| panic!("no violations: {self:?}"));
        let mut list: Vec<_> = list
            .iter()
            .map(|v| format!("{} {}", v["pointer"].as_str().unwrap(), v["rule"].as_str().unwrap()))
            .collect();
        list.sort();
        list
    }
}

impl Http {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, token: None, headers: Vec::new(), tls: None }
    }

    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        planted::plant_credential(&token);
        self.token = Some(token);
        self
    }

    /// A token that the server itself shows its user: no secret to its log.
    #[must_use]
    pub fn shown_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Speaks TLS.
    #[must_use]
    pub fn tls(mut self, config: ClientConfig) -> Self {
        self.tls = Some(Arc::new(config));
        self
    }

    /// Sends this header too; one of the usual headers it replaces, and an empty one it removes.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if ["authorization", "dpop", "x-api-key"].iter().any(|held| name.eq_ignore_ascii_case(held))
        {
            planted::plant_credential(value.rsplit(' ').next().unwrap_or_default());
        }
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Calls a tool in the newest protocol version.
    pub fn call(&self, tool: &str, arguments: Value) -> Reply {
        self.request("tools/call", json!({ "name": tool, "arguments": arguments }))
    }

    /// Sends a request in the newest protocol version.
    pub fn request(&self, method: &str, params: Value) -> Reply {
        self.message(&request(method, params))
    }

    /// Sends a message with the headers that belong to it.
    pub fn message(&self, message: &Value) -> Reply {
        let mut client = self.clone();
        let method = message["method"].as_str().unwrap_or_default();
        client.headers.insert(0, ("mcp-method".into(), method.into()));
        if let Some(name) = message["params"]["name"].as_str() {
            client.headers.insert(0, ("mcp-name".into(), name.into()));
        }
        client.headers.insert(0, ("mcp-protocol-version".into(), VERSION.into()));
        client.post(message.to_string().as_bytes())
    }

    /// Posts these bytes.
    pub fn post(&self, body: &[u8]) -> Reply {
        self.try_post(body).unwrap()
    }

    /// Posts these bytes, over a connection that may not come to be.
    pub fn try_post(&self, body: &[u8]) -> io::Result<Reply> {
        let mut stream = self.open();
        let head = self.head("POST", "/mcp", &[("content-length", &body.len().to_string())]);
        stream.write_all(head.as_bytes())?;
        // A server may refuse before it has read everything.
        let _ = stream.write_all(body);
        try_read(&mut stream)
    }

    pub fn get(&self, path: &str) -> Reply {
        let mut stream = self.open();
        stream.write_all(self.head("GET", path, &[]).as_bytes()).unwrap();
        read(&mut stream)
    }

    /// A connection, with TLS where the client speaks it.
    pub fn open(&self) -> Box<dyn Stream> {
        self.try_open(Duration::from_secs(60)).unwrap()
    }

    /// The same, where it may not come to be; an answer may take so long.
    pub fn try_open(&self, patience: Duration) -> io::Result<Box<dyn Stream>> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_nodelay(true)?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some(config) => {
                let name = self.address.ip().into();
                let session = ClientConnection::new(Arc::clone(config), name).unwrap();
                Box::new(StreamOwned::new(session, stream))
            }
        })
    }

    /// A connection without TLS.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// The head of a request with the usual headers.
    pub fn head(&self, method: &str, path: &str, extra: &[(&str, &str)]) -> String {
        let mut headers = vec![
            ("host".to_owned(), self.address.to_string()),
            ("connection".to_owned(), "close".to_owned()),
            ("accept".to_owned(), "application/json, text/event-stream".to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
        ];
        headers
            .extend(self.token.iter().map(|t| ("authorization".to_owned(), format!("Bearer {t}"))));
        headers.extend(extra.iter().map(|(name, value)| (name.to_string(), value.to_string())));
        for (name, value) in &self.headers {
            headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
            if !value.is_empty() {
                headers.push((name.clone(), value.clone()));
            }
        }
        let lines: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{method} {path} HTTP/1.1\r\n{lines}\r\n")
    }
}

/// A request of the newest protocol version.
pub fn request(method: &str, mut params: Value) -> Value {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": VERSION,
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "0" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
}

/// Reads one response to the end of the connection.
pub fn read(stream: &mut impl Read) -> Reply {
    try_read(stream).unwrap_or_else(|error| panic!("no response: {error}"))
}

fn try_read(stream: &mut impl Read) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 64 << 10];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
            // What has arrived before a reset counts.
            Err(_) if !bytes.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    if bytes.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(parse(&bytes))
}

fn parse(bytes: &[u8]) -> Reply {
    let text = String::from_utf8_lossy(bytes);
    planted::search("an answer", &text);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let is_chunked = headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked");
    let body = if is_chunked { dechunk(body) } else { body.to_owned() };
    Reply { status, headers, body }
}

fn dechunk(mut text: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = text.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        if size == 0 || rest.len() < size {
            break;
        }
        body += &rest[..size];
        text = rest[size..].trim_start_matches("\r\n");
    }
    body
}
