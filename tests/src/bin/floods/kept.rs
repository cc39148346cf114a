//! What a connection takes that is kept and idle.

use std::io::{Read, Write};

use rustls::ClientConfig;
use serde_json::json;
use tests::{
    Http, Options, Server,
    tls::{Authority, client},
};

use crate::{http2, target::memory};

pub(crate) fn measure() {
    println!("\n| idle connections | memory before | with them | of each |\n|---|---|---|---|");
    let with_get = |client: &Http| {
        let client = client.clone().header("connection", "keep-alive");
        let mut stream = client.open();
        stream.write_all(client.head("GET", "/mcp", &[]).as_bytes()).unwrap();
        answered(stream)
    };
    of_each("HTTP/1.1", CONNECTIONS, &[], None, with_get);
    of_each("HTTP/2", CONNECTIONS, &[("FIXTURE_HTTP2", "")], None, |client| {
        let mut stream = client.connect();
        stream.write_all(&http2::preface(&[])).unwrap();
        answered(stream)
    });
    let (directory, authority) = (tempfile::tempdir().unwrap(), Authority::new("the authority"));
    let files = authority.sign("server").write(directory.path());
    let [certificate, key] = files.each_ref().map(|path| path.to_str().unwrap());
    let variables = [("ENABLE_SSL", "yes"), ("CERT_FILE", certificate), ("KEY_FILE", key)];
    let config = client(&authority.pem(), None);
    of_each("HTTP/1.1 over TLS 1.3", TLS_CONNECTIONS, &variables, Some(config), with_get);
}

/// A connection over which something has come.
fn answered<S: Read>(mut stream: S) -> S {
    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
    stream
}

fn of_each<S>(
    what: &str,
    count: u64,
    variables: &[(&'static str, &str)],
    tls: Option<ClientConfig>,
    connect: impl Fn(&Http) -> S,
) {
    let settings = [("FIXTURE_CONNECTIONS", "12000"), ("FIXTURE_READ_SECONDS", "600")];
    let variables = settings.iter().chain(variables).map(|(name, value)| (*name, value.into()));
    let variables = variables.collect();
    let server = Server::start_with("fixture", Options { variables, ..Options::default() });
    let before = memory(server.id(), "VmRSS");
    let client = match tls {
        Some(config) => server.http().tls(config),
        None => server.http(),
    };
    let connections: Vec<S> = (0..count).map(|_| connect(&client)).collect();
    let with = memory(server.id(), "VmRSS");
    let each = (with - before) / count;
    println!(
        "| {count} of {what} | {} MiB | {} MiB | {:.1} KiB |",
        before >> 20,
        with >> 20,
        each as f64 / 1024.0
    );
    // They keep nobody out.
    assert_eq!(client.call("echo", json!({ "text": "well" })).text(), "well");
    drop(connections);
    assert!(each <= MOST, "{what}: {each} bytes for each connection");
}

const CONNECTIONS: u64 = 10_000;
/// Handshakes take their time without optimization.
const TLS_CONNECTIONS: u64 = 1_000;
const MOST: u64 = 64 << 10;
