//! A collector of OpenTelemetry that keeps what it is sent (OTLP over HTTP, in JSON).

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::planted;

/// It answers as long as the test's process lives.
pub struct Collector {
    pub address: SocketAddr,
    documents: Arc<Mutex<Vec<Value>>>,
}

impl Collector {
    pub fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub fn on(listener: TcpListener) -> Self {
        let documents = Arc::<Mutex<Vec<Value>>>::default();
        let (address, kept) = (listener.local_addr().unwrap(), Arc::clone(&documents));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut reader = BufReader::new(stream);
                let (mut head, mut line) = (String::new(), String::new());
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                    head += &line;
                    line.clear();
                }
                assert!(head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{head}");
                assert!(head.contains("content-type: application/json\r\n"), "{head}");
                let length = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap();
                let mut body = vec![0; length.parse().unwrap()];
                reader.read_exact(&mut body).unwrap();
                kept.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
                let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                let _ = reader.get_mut().write_all(answer.as_bytes());
            }
        });
        Self { address, documents }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits for so many spans, in the order in which they were sent; no more may have come.
    pub fn spans(&self, count: usize) -> Vec<Value> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let documents = self.documents.lock().unwrap().clone();
            let spans = documents.iter().flat_map(|document| {
                let [resource] = &document["resourceSpans"].as_array().unwrap()[..] else {
                    panic!()
                };
                let [scope] = &resource["scopeSpans"].as_array().unwrap()[..] else { panic!() };
                assert_eq!(scope["scope"]["name"], "mcp-secure");
                scope["spans"].as_array().unwrap().clone()
            });
            let spans: Vec<Value> = spans.collect();
            if spans.len() >= count {
                assert_eq!(spans.len(), count, "{spans:#?}");
                planted::search("the spans", &self.text());
                return spans;
            }
            assert!(Instant::now() < deadline, "{} spans of {count}", spans.len());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// All that was sent.
    pub fn text(&self) -> String {
        self.documents.lock().unwrap().iter().map(Value::to_string).collect()
    }

    /// What the spans are said to come from.
    pub fn service(&self) -> Value {
        let documents = self.documents.lock().unwrap();
        documents[0]["resourceSpans"][0]["resource"]["attributes"][0]["value"]["stringValue"]
            .clone()
    }
}

/// An attribute of a span.
pub fn attribute<'a>(span: &'a Value, key: &str) -> Option<&'a str> {
    let attributes = span["attributes"].as_array().unwrap();
    let found = attributes.iter().find(|attribute| attribute["key"] == key)?;
    found["value"]["stringValue"].as_str()
}
