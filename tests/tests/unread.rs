//! Replies that their clients leave where they are, on either lane: they take of one budget, and give it
//! back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use h2::{
    RecvStream,
    client::{Builder, SendRequest},
};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tests::{Options, Server, http as messages, request};
use tokio::{net::TcpStream, sync::Notify, task::JoinHandle, time::sleep};

/// More than a loaded machine takes; nothing else depends on it.
const SOON: Duration = Duration::from_secs(60);

/// A server with room for so many bytes of replies.
fn server(room: usize) -> Server {
    let variables = vec![
        ("FIXTURE_HTTP2", "".into()),
        ("FIXTURE_BODY_MEMORY", room.to_string().into()),
        ("FIXTURE_READ_SECONDS", "300".into()),
    ];
    Server::start_with("fixture", Options { variables, ..Options::default() })
}

/// A connection over which nothing of a reply comes but its head, until its client wants it.
struct Client {
    requests: SendRequest<Bytes>,
    reads: Arc<Notify>,
    connection: JoinHandle<()>,
}

impl Client {
    async fn connect(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address).await.unwrap();
        let mut builder = Builder::new();
        let (requests, mut connection) = builder
            .initial_window_size(0)
            .initial_connection_window_size(64 << 20)
            .handshake(stream)
            .await
            .unwrap();
        let reads = Arc::new(Notify::new());
        let wants = Arc::clone(&reads);
        let connection = tokio::spawn(async move {
            tokio::select! {
                _ = &mut connection => return,
                () = wants.notified() => {}
            }
            connection.set_initial_window_size(8 << 20).unwrap();
            let _ = connection.await;
        });
        Self { requests, reads, connection }
    }

    async fn send(&self, server: &Server, message: &Value) -> (StatusCode, RecvStream) {
        let head = Request::post(format!("http://{}/mcp", server.address))
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", messages::VERSION)
            .header("mcp-method", "tools/call")
            .header("mcp-name", message["params"]["name"].as_str().unwrap())
            .body(())
            .unwrap();
        let mut requests = self.requests.clone().ready().await.unwrap();
        let (response, mut body) = requests.send_request(head, false).unwrap();
        body.send_data(message.to_string().into(), true).unwrap();
        let response = response.await.unwrap();
        (response.status(), response.into_body())
    }

    /// Reads a reply, and lets in all others.
    async fn read(&self, mut body: RecvStream) -> String {
        self.reads.notify_one();
        let mut text = Vec::new();
        while let Some(data) = body.data().await {
            let data = data.unwrap();
            body.flow_control().release_capacity(data.len()).unwrap();
            text.extend_from_slice(&data);
        }
        String::from_utf8(text).unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// A call on the direct lane, or on the SDK's: that one has a progress token.
fn call(tool: &str, arguments: Value, sdk: bool) -> Value {
    let mut message = request("tools/call", json!({ "name": tool, "arguments": arguments }));
    if sdk {
        message["params"]["_meta"]["progressToken"] = json!("p");
    }
    message
}

/// A large call by a client of its own, that reads: the status.
async fn others(server: &Server, sdk: bool) -> StatusCode {
    let client = Client::connect(server).await;
    let (status, body) = client.send(server, &call("large", json!({}), sdk)).await;
    client.read(body).await;
    status
}

/// What was left is given back, a moment after its connection has gone.
async fn has_room_again(server: &Server) {
    let end = Instant::now() + SOON;
    while others(server, false).await != 200 {
        assert!(Instant::now() < end, "the room does not come back");
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn on_either_lane_replies_take_so_much_and_no_more() {
    for sdk in [false, true] {
        // Two of them.
        let mut server = server(2_200_000);
        let unread = Client::connect(&server).await;
        let message = call("large", json!({}), sdk);
        let mut bodies = Vec::new();
        for expected in [200, 200, 503, 503] {
            let (status, body) = unread.send(&server, &message).await;
            assert_eq!(status, expected, "sdk: {sdk}");
            bodies.push(body);
        }
        server.wait_for("verdict=\"no_room_for_reply\"");
        assert_eq!(others(&server, !sdk).await, 503);
        // Small calls are answered whatever others take.
        let small = call("echo", json!({ "text": "well" }), sdk);
        let (status, well) = unread.send(&server, &small).await;
        assert_eq!(status, 200);
        assert!(unread.read(well).await.contains("well"));
        let refused = unread.read(bodies.pop().unwrap()).await;
        let refused: Value = serde_json::from_str(&refused).unwrap();
        assert_eq!((&refused["id"], &refused["error"]["code"]), (&json!(1), &json!(-31503)));
        drop((unread, bodies));
        has_room_again(&server).await;
    }
}

#[tokio::test]
async fn a_result_in_a_stream_has_its_room_before_it_goes_out() {
    let server = server(2_200_000);
    let unread = Client::connect(&server).await;
    let message = call("reports_and_floods", json!({}), true);
    let mut bodies = Vec::new();
    for _ in 0..3 {
        let (status, body) = unread.send(&server, &message).await;
        assert_eq!(status, 200);
        bodies.push(body);
    }
    // The results come after the heads.
    let end = Instant::now() + SOON;
    while others(&server, true).await != 503 {
        assert!(Instant::now() < end, "what waits in the streams is not counted");
    }
    let mut refused = 0;
    for body in bodies {
        refused += usize::from(unread.read(body).await.contains("-31503"));
    }
    assert_eq!(refused, 1);
    has_room_again(&server).await;
}

#[tokio::test]
async fn reports_that_nobody_takes_are_left_out() {
    let mut server = server(1_100_000);
    let unread = Client::connect(&server).await;
    let message = call("reports", json!({ "count": 40 }), true);
    let (status, body) = unread.send(&server, &message).await;
    assert_eq!(status, 200);
    // The tool comes to its end all the same, and its reports have all the room.
    server.wait_for("tool=\"reports\"");
    assert_eq!(others(&server, false).await, 503);
    let text = unread.read(body).await;
    assert!(text.contains("reported"));
    let reports = text.matches("notifications/progress").count();
    assert!((5..=11).contains(&reports), "{reports} reports of 100 KB");
    has_room_again(&server).await;

    // Who reads gets all of them.
    let reading = Client::connect(&server).await;
    let message = call("reports", json!({ "count": 50 }), true);
    let (_, body) = reading.send(&server, &message).await;
    let text = reading.read(body).await;
    assert_eq!(text.matches("notifications/progress").count(), 50);
}
