//! Small floods: what a client can take before anybody knows who it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{Http, Options, Server, http};

fn server(variables: &[(&'static str, &str)]) -> Server {
    let variables = variables.iter().map(|(name, value)| (*name, value.into())).collect();
    Server::start_with("fixture", Options { variables, ..Options::default() })
}

fn lives(server: &Server) {
    assert_eq!(server.http().call("echo", json!({ "text": "still here" })).text(), "still here");
}

/// A request whose body does not come to its end.
fn stalled(client: &Http, bytes: usize) -> TcpStream {
    let mut stream = client.connect();
    let length = (bytes + 1).to_string();
    let head = client.head("POST", "/mcp", &[("content-length", &length)]);
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![b' '; bytes]).unwrap();
    stream
}

/// Whether the other side has closed the connection, without waiting for it.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    // What is left of a reply is no end.
    loop {
        match stream.read(&mut [0; 4096]) {
            Ok(1..) => {}
            Ok(0) => return true,
            Err(error) => return error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }
}

/// A connection that has been answered and stays open, unless it was refused.
fn served(server: &Server) -> Option<TcpStream> {
    let client = server.http().header("connection", "keep-alive");
    let mut stream = client.connect();
    let head = client.head("GET", "/mcp", &[]);
    let is_answered = stream.write_all(head.as_bytes()).is_ok()
        && stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0);
    is_answered.then_some(stream)
}

#[test]
fn bodies_take_so_much_memory_and_no_more() {
    let server = server(&[("FIXTURE_BODY_MEMORY", "2000000")]);
    let client = server.http();
    // One alone has room, and is cut for being slow.
    assert_eq!(http::read(&mut stalled(&client, 900_000)).status, 408);
    let mut stalled: Vec<_> = (0..4).map(|_| stalled(&client, 900_000)).collect();
    let answers = stalled.iter_mut().map(http::read).collect::<Vec<_>>();
    // Two have room at most: they arrive together, and which of them is in the way of which is
    // nobody's promise. The others are told at once to come again.
    let statuses = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert!(statuses(408) <= 2, "{answers:?}");
    assert_eq!(statuses(408) + statuses(503), 4, "{answers:?}");
    let refused = answers.iter().find(|answer| answer.status == 503).unwrap();
    assert_eq!((refused.header("retry-after"), refused.code()), (Some("1"), -31503));
    lives(&server);
}

#[test]
fn an_address_has_so_many_connections_and_no_more() {
    // The idle ones outlive the test, however slowly the machine goes.
    let variables = [("FIXTURE_CONNECTIONS_PER_ADDRESS", "5"), ("FIXTURE_READ_SECONDS", "300")];
    let server = server(&variables);
    let client = server.http();
    // The look at the server by which it was started may hold a place for a moment.
    let mut idle = Vec::new();
    let end = Instant::now() + Duration::from_secs(20);
    while idle.len() < 5 {
        assert!(Instant::now() < end, "the address has fewer places");
        idle.extend(served(&server));
    }
    // The sixth is closed unread.
    let mut more = client.connect();
    let mut rest = Vec::new();
    let read = more.read_to_end(&mut rest);
    assert!(rest.is_empty());
    assert!(!read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock));
    assert!(idle.iter_mut().all(|stream| !is_closed(stream)));
    drop(idle);
    let end = Instant::now() + Duration::from_secs(20);
    let lives = || client.try_post(b"{}").is_ok();
    while !lives() {
        assert!(Instant::now() < end, "the address does not get its places back");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn heads_are_bounded() {
    let server = server(&[]);
    let many: Vec<_> = (0..200).map(|number| (format!("x-{number}"), "x".to_owned())).collect();
    let large = vec![("x".to_owned(), "x".repeat(200_000))];
    for extra in [many, large] {
        let extra: Vec<_> = extra.iter().map(|(name, value)| (&**name, &**value)).collect();
        let client = server.http();
        let mut stream = client.connect();
        let _ = stream.write_all(client.head("GET", "/mcp", &extra).as_bytes());
        assert_eq!(http::read(&mut stream).status, 431);
    }
    let client = server.http();
    let mut stream = client.connect();
    let path = format!("/{}", "x".repeat(200_000));
    let _ = stream.write_all(client.head("GET", &path, &[]).as_bytes());
    let status = http::read(&mut stream).status;
    assert!(matches!(status, 414 | 431), "{status}");
    lives(&server);
}

#[test]
fn a_refused_client_is_not_read_for_ever() {
    let server = server(&[]);
    // More than may linger: over it connections are reset, and nobody else notices.
    let client = server.http();
    let streams: Vec<_> = (0..150)
        .map(|_| {
            let mut stream = client.connect();
            let head = client.head("POST", "/mcp", &[("content-length", "99999999999")]);
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    lives(&server);
    drop(streams);
}

#[cfg(unix)]
#[test]
fn without_file_descriptors_the_server_waits_and_lives() {
    let options = Options { descriptors: Some(40), ..Options::default() };
    let server = Server::start_with("fixture", options);
    let client = server.http();
    let idle: Vec<_> = (0..100).map(|_| client.connect()).collect();
    // Those that send nothing are closed, and make room.
    lives(&server);
    let log = server.log();
    let complaints = log.matches("cannot accept a connection").count();
    assert!((1..=5).contains(&complaints), "{log}");
    drop(idle);
}
