//! Credentials other than plain tokens: keys, certificates, bound tokens, and their revocation; and
//! that none of them goes on beyond the front door.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    ffi::OsString,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{Http, Options, Server, http::Reply};

mod certificates;
mod keys;
mod one;
mod proofs;
mod revocations;

type Variables = Vec<(&'static str, OsString)>;

fn start(variables: Variables) -> Server {
    Server::start_with("verified", Options { variables, ..Options::default() })
}

fn write(client: &Http) -> Reply {
    client.call("write", json!({}))
}

const VERSIONS: [&str; 5] = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/// The same as a client of this protocol version calls it.
fn write_in(version: &str, client: &Http) -> Reply {
    if version == VERSIONS[0] {
        return write(client);
    }
    let params = json!({ "name": "write", "arguments": {} });
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let client = client.clone().header("mcp-protocol-version", version);
    client.post(message.to_string().as_bytes())
}

/// The statuses and the challenge of a refusal with a bad credential.
fn assert_refused(reply: &Reply, error: &str, what: &str) {
    assert_eq!(reply.status, 401, "{what}: {reply:?}");
    let challenges = reply.headers.iter().filter(|(name, _)| name == "www-authenticate");
    let challenges: Vec<_> = challenges.map(|(_, value)| &**value).collect();
    let error = format!("error=\"{error}\"");
    assert!(challenges.iter().any(|c| c.contains(&error)), "{what}: {challenges:?}");
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "{what} never comes");
        thread::sleep(Duration::from_millis(20));
    }
}

const ALL: &str = "a:read a:write";

/// Where nobody answers: nobody is to ask there.
const NOWHERE: &str = "http://127.0.0.1:9/introspect";
