//! A server that is told to stop finishes the calls that are running.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{process::Command, thread, time::Duration};

use serde_json::json;
use tests::Server;

fn stops_by(signal: &str) {
    let mut server = Server::start("fixture");
    let client = server.http();
    let running = thread::spawn(move || client.call("slow", json!({ "millis": 1000 })).text());
    while !server.http().call("counts", json!({})).text().starts_with("1 begun") {
        thread::sleep(Duration::from_millis(5));
    }
    let status = Command::new("kill").args([signal, &server.id().to_string()]).status().unwrap();
    assert!(status.success());
    assert_eq!(running.join().unwrap(), "finished");
    let status = server.wait(Duration::from_secs(20)).expect("the server has not ended");
    assert!(status.success(), "{status}");
}

#[test]
fn the_termination_signal_finishes_running_calls() {
    stops_by("-TERM");
}

#[test]
fn an_interrupt_finishes_running_calls() {
    stops_by("-INT");
}

#[test]
fn a_function_that_never_returns_does_not_keep_the_process() {
    let mut server = Server::start("fixture");
    assert!(server.http().call("stuck", json!({})).is_error());
    let status = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(status.success());
    let status = server.wait(Duration::from_secs(60)).expect("the server has not ended");
    assert!(status.success(), "{status}");
    let log = server.events().whole();
    assert!(log.contains("left behind"), "{log}");
}
