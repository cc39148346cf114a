//! Tests of [`Egress`], by promise, against a real server on this machine.

#![allow(clippy::unwrap_used)]

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;

#[rustfmt::skip] // Long lists of addresses.
mod addresses;
#[rustfmt::skip] // Whole answers.
mod bounds;
mod credentials;
mod redirects;
#[rustfmt::skip] // Lists of headers.
mod requests;
mod tls;
mod told;

/// A server that answers each request of a connection with the next bytes of its list, the
/// last ones again and again, and keeps what it was asked.
struct Stub {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Stub {
    async fn answering<A: Into<Vec<u8>>>(answers: impl IntoIterator<Item = A>) -> Self {
        Self::at("127.0.0.1", answers).await
    }

    async fn at<A: Into<Vec<u8>>>(host: &str, answers: impl IntoIterator<Item = A>) -> Self {
        let answers: Vec<Vec<u8>> = answers.into_iter().map(Into::into).collect();
        let answered = AtomicUsize::new(0);
        Self::serving(host, move |_| {
            let at = answered.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            answers[at].clone()
        })
        .await
    }

    async fn serving(host: &str, answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        Self::accepting(host, move |mut stream, asked| {
            let answer = Arc::clone(&answer);
            async move {
                while let Some(request) = read_request(&mut stream).await {
                    asked.lock().unwrap().push(request.clone());
                    if stream.write_all(&answer(&request)).await.is_err() {
                        break;
                    }
                }
            }
        })
        .await
    }

    /// Answers a connection's first request and ends the connection.
    async fn closing(answer: String) -> Self {
        Self::accepting("127.0.0.1", move |mut stream, asked| {
            let answer = answer.clone();
            async move {
                let Some(request) = read_request(&mut stream).await else { return };
                asked.lock().unwrap().push(request);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        })
        .await
    }

    /// Answers with `start`, and with `again` without end.
    async fn flooding(start: String, again: String) -> Self {
        Self::accepting("127.0.0.1", move |mut stream, _| {
            let (start, again) = (start.clone(), again.clone());
            async move {
                read_request(&mut stream).await;
                let mut written = stream.write_all(start.as_bytes()).await;
                while written.is_ok() {
                    written = stream.write_all(again.as_bytes()).await;
                }
            }
        })
        .await
    }

    async fn accepting<F: Future<Output = ()> + Send + 'static>(
        host: &str,
        serve: impl Fn(TcpStream, Arc<Mutex<Vec<String>>>) -> F + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind((host, 0)).await.unwrap();
        let stub = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            connections: Arc::default(),
        };
        let (asked, connections) = (Arc::clone(&stub.asked), Arc::clone(&stub.connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&asked)));
            }
        });
        stub
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// An egress that leads here and nowhere else.
    fn egress(&self) -> Builder {
        let host = self.address.ip().to_string();
        Egress::builder()
            .hosts([host.clone()])
            .ports([self.address.port()])
            .dangerous_plain_http()
            .dangerous_allow_networks([host])
    }
}

/// A request with its body, as text; `None` at the end of the connection.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Some(String::from_utf8(bytes).unwrap());
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error:?}");
    crate::Error::from(error).to_string()
}
