//! Nobody waits any more: the call stops. By disconnecting, by its time, by `notifications/cancelled`,
//! by the end of the server; in both generations of the protocol, in both lanes, over both transports.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    process::Command,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Server, Stdio, http, process::Log, request};

const VERSIONS: [&str; 2] = [http::VERSION, "2025-11-25"];
/// On the direct lane, on the SDK's, in a plain function, with a place among few.
const TOOLS: [&str; 4] = ["hang", "hang_and_tell", "hang_plainly", "hang_alone"];

/// A call with the id 7, as clients of this version write it.
fn message(tool: &str, version: &str) -> Value {
    let mut message = request("tools/call", json!({ "name": tool, "arguments": {} }));
    message["id"] = json!(7);
    if version != http::VERSION {
        message["params"].as_object_mut().unwrap().remove("_meta");
    }
    if tool == "hang_and_tell" {
        message["params"]["_meta"]["progressToken"] = json!("t");
    }
    message
}

fn cancelled(id: u32) -> Value {
    json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": id } })
}

/// Sends a message over a connection that stays open.
fn post(server: &Server, message: &Value, version: &str) -> TcpStream {
    let body = message.to_string();
    let length = body.len().to_string();
    let mut headers = vec![("content-length", &*length), ("mcp-protocol-version", version)];
    let name = message["params"]["name"].as_str().unwrap_or_default();
    if version == http::VERSION {
        headers.push(("mcp-method", message["method"].as_str().unwrap()));
        headers.extend((!name.is_empty()).then_some(("mcp-name", name)));
    }
    let client = server.http();
    let mut stream = client.connect();
    stream.write_all((client.head("POST", "/mcp", &headers) + &body).as_bytes()).unwrap();
    stream
}

fn wait_for(log: &Log, text: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !log.text().contains(text) {
        assert!(Instant::now() < deadline, "no `{text}`:\n{}", log.text());
        thread::sleep(Duration::from_millis(5));
    }
}

fn terminate(server: &Server) {
    let status = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn over_http_a_call_stops_when_its_client_goes_away() {
    for version in VERSIONS {
        for tool in TOOLS {
            let mut server = Server::start("limited");
            let stream = post(&server, &message(tool, version), version);
            server.wait_for(&format!("{tool} has begun"));
            assert!(!server.log().contains("is stopped"), "{tool} {version}");
            drop(stream);
            server.wait_for(&format!("{tool} is stopped"));
            server.wait_for("verdict=\"cancelled\"");
        }
    }
}

#[test]
fn a_call_that_is_gone_leaves_its_place_and_its_turn() {
    let mut server = Server::start("limited");
    let call = message("hang_alone", http::VERSION);
    let first = post(&server, &call, http::VERSION);
    server.wait_for("hang_alone has begun");
    // Of two more one waits, and one is told to try again.
    let (sender, answers) = mpsc::channel();
    let more = [0, 1].map(|n| {
        let mut stream = post(&server, &call, http::VERSION);
        let (sender, ours) = (sender.clone(), stream.try_clone().unwrap());
        thread::spawn(move || {
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            let _ = sender.send((n, String::from_utf8_lossy(&answer).into_owned()));
        });
        ours
    });
    let (refused, answer) = answers.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(answer.contains("busy, try again"), "{answer}");
    // Whoever waits and goes away leaves the queue; whoever runs and goes away, the place.
    more[1 - refused].shutdown(Shutdown::Both).unwrap();
    drop(first);
    server.wait_for("hang_alone is stopped");
    let third = post(&server, &call, http::VERSION);
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.log().matches("hang_alone has begun").count() < 2 {
        assert!(Instant::now() < deadline, "{}", server.log());
        thread::sleep(Duration::from_millis(5));
    }
    drop(third);
}

#[test]
fn over_http_a_call_stops_when_its_time_is_up() {
    for version in VERSIONS {
        let mut server = Server::start("limited");
        let mut stream = post(&server, &message("hang_briefly", version), version);
        let reply = http::read(&mut stream);
        assert_eq!(reply.text(), "the tool did not finish in time", "{version}");
        server.wait_for("hang_briefly is stopped");
    }
}

/// Over HTTP a request ends with its own connection: there is no session that would tell whose a
/// notification is, so that nobody stops what others have asked for.
#[test]
fn over_http_nobody_stops_the_call_of_another() {
    for version in VERSIONS {
        let mut server = Server::start("limited");
        let stream = post(&server, &message("hang", version), version);
        server.wait_for("hang has begun");
        let reply = http::read(&mut post(&server, &cancelled(7), version));
        assert!(reply.status < 500, "{reply:?}");
        assert_eq!(server.http().call("echo", json!({ "text": "here" })).text(), "here");
        assert!(!server.log().contains("is stopped"), "{version}");
        drop(stream);
        server.wait_for("hang is stopped");
    }
}

#[test]
fn over_http_calls_stop_when_the_server_is_told_to() {
    for version in VERSIONS {
        for tool in TOOLS {
            let mut server = Server::start("limited");
            let _stream = post(&server, &message(tool, version), version);
            server.wait_for(&format!("{tool} has begun"));
            // The server gives running calls its own timeout, here one second, whatever theirs is.
            terminate(&server);
            let status = server.wait(Duration::from_secs(30)).expect("the server has not ended");
            assert!(status.success(), "{tool} {version}: {status}");
            wait_for(server.events(), &format!("{tool} is stopped"));
        }
    }
}

fn stdio(version: &str) -> Stdio {
    let mut server = Stdio::start("limited", None);
    if version != http::VERSION {
        server.initialize(version);
    }
    server
}

#[test]
fn over_stdio_a_call_stops_when_it_is_cancelled_and_is_not_answered() {
    for version in VERSIONS {
        for tool in TOOLS {
            let mut server = stdio(version);
            server.send(message(tool, version).to_string().as_bytes());
            wait_for(&server.log, &format!("{tool} has begun"));
            // Another call's id stops nothing.
            server.send(cancelled(8).to_string().as_bytes());
            let echo = server.call("echo", json!({ "text": "here" }));
            let echo =
                if echo["method"] == "notifications/progress" { server.receive() } else { echo };
            assert_eq!(echo["result"]["content"][0]["text"], "here", "{tool} {version}: {echo}");
            assert!(!server.log.text().contains("is stopped"), "{tool} {version}");

            server.send(cancelled(7).to_string().as_bytes());
            wait_for(&server.log, &format!("{tool} is stopped"));
            let rest = server.finish();
            assert!(rest.iter().all(|reply| reply["id"] != 7), "{tool} {version}: {rest:?}");
        }
    }
}

#[test]
fn over_stdio_a_call_stops_when_its_time_is_up() {
    for version in VERSIONS {
        let mut server = stdio(version);
        server.send(message("hang_briefly", version).to_string().as_bytes());
        let reply = server.receive();
        let text = &reply["result"]["content"][0]["text"];
        assert_eq!(text, "the tool did not finish in time", "{version}");
        wait_for(&server.log, "hang_briefly is stopped");
    }
}

/// The end of the input is how a client ends a server (and goes away).
#[test]
fn over_stdio_calls_stop_some_time_after_the_end_of_the_input() {
    for version in VERSIONS {
        for tool in TOOLS {
            let mut server = stdio(version);
            server.send(message(tool, version).to_string().as_bytes());
            let log = server.log.clone();
            wait_for(&log, &format!("{tool} has begun"));
            let rest = server.finish();
            assert!(rest.iter().all(|reply| reply["result"].is_null()), "{tool}: {rest:?}");
            wait_for(&log, &format!("{tool} is stopped"));
        }
    }
}
