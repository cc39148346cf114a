//! HTTP/2: what HTTP/1.1 answers, and what only HTTP/2 can be attacked by.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use h2::{
    Reason,
    client::{Builder, SendRequest},
};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tests::{
    Options, Server, http as messages, request,
    tls::{Authority, client},
};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};
use tokio_rustls::TlsConnector;

/// More than a loaded machine takes; nothing else depends on it.
const SOON: Duration = Duration::from_secs(60);

/// A server that speaks HTTP/2 without TLS.
fn server() -> Server {
    let variables = vec![("FIXTURE_HTTP2", "".into())];
    let log = Some("info,mcp_secure=debug".to_owned());
    Server::start_with("fixture", Options { variables, log, ..Options::default() })
}

type Client = SendRequest<Bytes>;

/// A connection, and how it ends.
async fn connect(server: &Server) -> (Client, JoinHandle<Result<(), h2::Error>>) {
    connect_with(server, &mut Builder::new()).await
}

async fn connect_with(
    server: &Server,
    builder: &mut Builder,
) -> (Client, JoinHandle<Result<(), h2::Error>>) {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (client, connection) = builder.handshake(stream).await.unwrap();
    (client, tokio::spawn(connection))
}

fn post(host: &str, message: &Value) -> Request<()> {
    let builder = Request::post(format!("http://{host}/mcp"))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", messages::VERSION)
        .header("mcp-method", message["method"].as_str().unwrap());
    let name = message["params"]["name"].as_str();
    name.into_iter()
        .fold(builder, |builder, name| builder.header("mcp-name", name))
        .body(())
        .unwrap()
}

fn echo(text: &str) -> Value {
    request("tools/call", json!({ "name": "echo", "arguments": { "text": text } }))
}

/// Sends a message, and reads the whole reply.
async fn send(
    client: &Client,
    head: Request<()>,
    message: &Value,
) -> Result<(StatusCode, Value), h2::Error> {
    let mut client = client.clone().ready().await?;
    let (response, mut body) = client.send_request(head, false)?;
    body.send_data(message.to_string().into(), true)?;
    let response = response.await?;
    let status = response.status();
    let mut body = response.into_body();
    let mut text = Vec::new();
    while let Some(data) = body.data().await {
        let data = data?;
        body.flow_control().release_capacity(data.len())?;
        text.extend_from_slice(&data);
    }
    Ok((status, serde_json::from_slice(&text).unwrap_or_default()))
}

async fn echoes(client: &Client, server: &Server, text: &str) -> bool {
    let message = echo(text);
    let sent = send(client, post(&server.address.to_string(), &message), &message);
    let reply = timeout(SOON, sent).await.unwrap();
    reply.is_ok_and(|(_, reply)| reply["result"]["content"][0]["text"] == text)
}

#[tokio::test]
async fn over_tls_it_is_offered() {
    let authority = Authority::new("the authority");
    let directory = tempfile::tempdir().unwrap();
    let [certificate, key] = authority.sign("server").write(directory.path());
    let variables = vec![
        ("ENABLE_SSL", "yes".into()),
        ("CERT_FILE", certificate.into()),
        ("KEY_FILE", key.into()),
    ];
    let server = Server::start_with("fixture", Options { variables, ..Options::default() });
    for (offered, chosen) in
        [(&["h2", "http/1.1"][..], Some("h2")), (&["http/1.1"], Some("http/1.1")), (&[], None)]
    {
        let mut config = client(&authority.pem(), None);
        config.alpn_protocols = offered.iter().map(|name| name.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(server.address).await.unwrap();
        let name = server.address.ip().into();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), chosen.map(str::as_bytes));
        if chosen == Some("h2") {
            let (client, connection) = h2::client::handshake(stream).await.unwrap();
            tokio::spawn(connection);
            assert!(echoes(&client, &server, "over TLS").await);
        }
    }
}

#[tokio::test]
async fn without_tls_it_is_spoken_only_if_enabled() {
    let server = Server::start("fixture");
    let (client, connection) = connect(&server).await;
    assert!(!echoes(&client, &server, "x").await);
    let _ = timeout(SOON, connection).await.unwrap();
    assert_eq!(server.http().call("echo", json!({ "text": "x" })).text(), "x");
    // Where it is, HTTP/1.1 is spoken all the same.
    let server = self::server();
    assert_eq!(server.http().call("echo", json!({ "text": "x" })).text(), "x");
    let (client, _connection) = connect(&server).await;
    assert!(echoes(&client, &server, "x").await);
}

#[tokio::test]
async fn many_requests_go_over_one_connection() {
    let server = server();
    let (client, _connection) = connect(&server).await;
    let texts: Vec<String> = (0..300).map(|number| format!("text {number}")).collect();
    let mut all: Vec<_> =
        texts.iter().map(|text| Box::pin(echoes(&client, &server, text))).collect();
    for one in &mut all {
        assert!(one.await);
    }
    // A reply in many frames.
    assert!(echoes(&client, &server, &"x".repeat(60_000)).await);
}

#[tokio::test]
async fn hosts_are_checked_here_too() {
    let server = server();
    let (client, _connection) = connect(&server).await;
    let message = echo("x");
    let own = server.address.to_string();
    let (status, _) = send(&client, post("evil.example", &message), &message).await.unwrap();
    assert_eq!(status, 403);
    // A second name beside the first one.
    let mut two = post(&own, &message);
    two.headers_mut().insert("host", "evil.example".parse().unwrap());
    let (status, _) = send(&client, two, &message).await.unwrap();
    assert_eq!(status, 403);
    assert!(echoes(&client, &server, "x").await);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let server = server();
    let (client, _connection) = connect(&server).await;
    let message = echo("x");
    let mut head = post(&server.address.to_string(), &message);
    for number in 0..8 {
        let name = http::HeaderName::try_from(format!("x-{number}")).unwrap();
        head.headers_mut().insert(name, "x".repeat(4 << 10).parse().unwrap());
    }
    let answer = send(&client, head, &message).await;
    assert!(answer.is_err() || answer.is_ok_and(|(status, _)| status == 431));
    let mut head = post(&server.address.to_string(), &message);
    for number in 0..200 {
        head.headers_mut().append("x", number.into());
    }
    let (status, _) = send(&client, head, &message).await.unwrap();
    assert_eq!(status, 431);
    let (client, _connection) = connect(&server).await;
    assert!(echoes(&client, &server, "x").await);
}

/// Sends calls and gives each up after a pause; tells how many, until the connection ends.
async fn reset_calls(server: &Server, most: usize, pause: Duration) -> usize {
    let (client, connection) = connect(server).await;
    let message =
        request("tools/call", json!({ "name": "slow", "arguments": { "millis": 60_000 } }));
    for sent in 0..most {
        let Ok(mut ready) = client.clone().ready().await else { return sent };
        let head = post(&server.address.to_string(), &message);
        let Ok((_, mut body)) = ready.send_request(head, false) else { return sent };
        if body.send_data(message.to_string().into(), true).is_err() {
            return sent;
        }
        tokio::time::sleep(pause).await;
        body.send_reset(Reason::CANCEL);
    }
    connection.abort();
    most
}

#[tokio::test]
async fn requests_that_are_reset_at_once_end_their_connection() {
    let mut server = server();
    // Before the server has seen them.
    assert!(reset_calls(&server, 20_000, Duration::ZERO).await < 20_000);
    // When it has begun to answer them.
    assert!(reset_calls(&server, 2_000, Duration::from_millis(10)).await < 2_000);
    server.wait_for("verdict=Abused");
    // Others are not concerned.
    let (client, _connection) = connect(&server).await;
    assert!(echoes(&client, &server, "x").await);
}

/// Requests take memory before their bodies come. Two of a connection have room in any case.
#[tokio::test]
async fn requests_without_bodies_take_so_much_memory_and_no_more() {
    let variables =
        [("FIXTURE_HTTP2", ""), ("FIXTURE_BODY_MEMORY", "50000"), ("FIXTURE_READ_SECONDS", "5")];
    let variables = variables.map(|(name, value)| (name, value.into())).into();
    let server = Server::start_with("fixture", Options { variables, ..Options::default() });
    let (mut client, _connection) = connect(&server).await;
    let head = || post(&server.address.to_string(), &echo("x"));
    let mut begun = Vec::new();
    for _ in 0..20 {
        client = client.ready().await.unwrap();
        begun.push(client.send_request(head(), false).unwrap());
    }
    let mut refused = 0;
    while let Some((response, _body)) = begun.pop() {
        let answer = timeout(SOON, response).await.unwrap().unwrap();
        match answer.status().as_u16() {
            503 => refused += 1,
            // The first of them, whose bodies do not come.
            408 => {}
            other => panic!("{other}"),
        }
        if begun.len() == 10 {
            let (other, _connection) = connect(&server).await;
            assert!(echoes(&other, &server, "small").await, "others have room of their own");
        }
    }
    // Four times 10 KiB are in 50,000 bytes.
    assert_eq!(refused, 20 - 2 - 4);
}

#[tokio::test]
async fn who_reads_by_small_windows_gets_its_replies() {
    let server = server();
    let mut builder = Builder::new();
    builder.initial_window_size(1 << 10).initial_connection_window_size(1 << 16);
    let (client, _connection) = connect_with(&server, &mut builder).await;
    for _ in 0..20 {
        assert!(echoes(&client, &server, &"x".repeat(60_000)).await);
    }
}

#[tokio::test]
async fn no_more_streams_than_announced_are_open() {
    let server = server();
    let (client, _connection) = connect(&server).await;
    assert!(echoes(&client, &server, "x").await);
    assert_eq!(client.current_max_send_streams(), 32);
}

#[tokio::test]
async fn a_connection_without_requests_is_closed_in_good_order() {
    let server = server();
    let (client, connection) = connect(&server).await;
    assert!(echoes(&client, &server, "x").await);
    timeout(SOON, connection).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_takes_no_replies_is_cut() {
    let mut server = server();
    let mut builder = Builder::new();
    builder.initial_window_size(100);
    let (client, connection) = connect_with(&server, &mut builder).await;
    let message = echo(&"x".repeat(30_000));
    let mut ready = client.ready().await.unwrap();
    let head = post(&server.address.to_string(), &message);
    let (response, mut body) = ready.send_request(head, false).unwrap();
    body.send_data(message.to_string().into(), true).unwrap();
    let response = response.await.unwrap();
    // It has the head and a few bytes, and asks for no more.
    let _ = timeout(SOON, connection).await.unwrap();
    drop(response);
    server.wait_for("verdict=Slow");
}
