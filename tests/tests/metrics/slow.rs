//! Who connects to the address of metrics and says nothing, or half of it, is bounded and keeps nobody out.

use std::io::{ErrorKind, Read};

use super::*;

/// A client that holds all connections keeps nobody from calling, and is let go.
#[test]
fn who_asks_for_metrics_and_says_no_more_is_bounded() {
    let (server, metrics) = start("fixture");
    let idle: Vec<_> = (0..40).map(|_| metrics.connect()).collect();
    assert_eq!(server.http().call("echo", json!({ "text": "a" })).text(), "a");
    drop(idle);
    assert_eq!(metrics.get("/metrics").status, 200);
}

/// As many as may be open, each of which would have ten seconds.
#[test]
fn who_holds_all_connections_keeps_no_scrape_waiting() {
    let (_server, metrics) = start("fixture");
    let mut held: Vec<_> = (0..16).map(|_| metrics.connect()).collect();
    for stream in held.iter_mut().skip(8) {
        stream.write_all(b"GET /metrics HTTP/1.1\r\nho").unwrap();
    }
    assert_eq!(metrics.get("/metrics").status, 200);
    let is_open = |stream: &mut std::net::TcpStream| {
        stream.set_nonblocking(true).unwrap();
        matches!(stream.read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
    };
    // The oldest has made room, and the others still have their time.
    assert!(is_open(&mut held[15]));
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while is_open(&mut held[0]) {
        assert!(std::time::Instant::now() < deadline, "the oldest is still open");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
