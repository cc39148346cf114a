#![allow(clippy::unwrap_used)]

use serde_json::Value;

use super::*;
use crate::{
    access::Access,
    answer::Answer,
    auth::{Authenticator, Rejected, Verifier},
    call::States,
    caller::Caller,
    gate::{Gate, Settings},
    guard::rate_limit::{RateLimits, Wide},
    serve::door::Identity,
    tool::Definition,
};

/// Knows a little later who calls.
struct Slow;

impl Authenticator for Slow {
    fn verify<'a>(
        &'a self,
        _credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        Answer::later(async {
            tokio::task::yield_now().await;
            Ok(Caller::new("ada"))
        })
    }
}

struct Ends {
    session: Arc<Session>,
    lane: mpsc::Receiver<(Bytes, Passport)>,
    output: mpsc::Receiver<Vec<u8>>,
}

impl Ends {
    fn new() -> Self {
        let tools = ["quick", "hangs"].map(|name| {
            let run = move |(), _| async move {
                if name == "hangs" {
                    std::future::pending().await
                }
            };
            Definition::new(name, (), run).access(Access::public())
        });
        let gate = Gate::new(tools.into(), States::default(), true, Settings::default()).unwrap();
        let identity = Identity {
            name: String::new(),
            version: String::new(),
            instructions: None,
            lists_nothing_else: false,
        };
        let rates = Wide::new(&RateLimits::new(), "", None);
        let verifier = Verifier::new(Box::new(Slow));
        let door = Arc::new(Door::new(gate, Some(verifier), identity, rates));
        let (to_lane, lane) = mpsc::channel(9);
        let (sender, output) = mpsc::channel(9);
        let credential = Some(Credential::bearer(Token::new("any")));
        let session = Session { door, credential, to_lane, output: sender, open: Arc::default() };
        Self { session: Arc::new(session), lane, output }
    }

    async fn send(&self, message: Value) {
        self.session.take(vec![Ok(message.to_string().into())], &Arc::new(Semaphore::new(1))).await;
    }

    async fn receive(&mut self) -> Value {
        serde_json::from_slice(&self.output.recv().await.unwrap()).unwrap()
    }
}

/// A call that is regular in every way.
fn call(id: u32, tool: &str) -> Value {
    json!({
        "jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {
            "name": tool,
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
                "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "0" },
            },
        },
    })
}

#[tokio::test]
async fn a_request_that_waits_for_its_caller_is_answered_once() {
    let mut ends = Ends::new();
    for _ in 0..3 {
        // By one id: it is free again when the answer is there.
        ends.send(call(1, "quick")).await;
        assert_eq!(ends.receive().await["result"]["isError"], false);
    }
    ends.send(json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" })).await;
    assert!(ends.lane.recv().await.is_some(), "the lane has it");
    ends.send(call(1, "quick")).await;
    assert_eq!(ends.receive().await["error"]["code"], -32600, "the lane has not answered");
}

#[tokio::test]
async fn a_second_request_of_an_id_changes_nothing_for_the_first() {
    let mut ends = Ends::new();
    ends.send(call(1, "hangs")).await;
    ends.send(call(1, "quick")).await;
    assert_eq!(ends.receive().await["error"]["code"], -32600);
    let params = json!({ "requestId": 1 });
    let method = "notifications/cancelled";
    ends.send(json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    ends.session.open.wait_until_empty().await;
    ends.send(call(1, "quick")).await;
    assert_eq!(ends.receive().await["result"]["isError"], false);
}

#[tokio::test]
async fn replies_to_lines_that_came_together_go_out_together_but_for_those_that_wait() {
    let mut ends = Ends::new();
    let slow = call(1, "quick").to_string();
    let batch = ["{", "", "}", &slow, "]"].map(|line| Ok(Bytes::from(line.to_owned())));
    ends.session.take(batch.into(), &Arc::new(Semaphore::new(1))).await;
    let first = ends.output.recv().await.unwrap();
    assert_eq!(first.split(|byte| *byte == b'\n').count(), 2);
    assert_eq!(ends.receive().await["error"]["code"], -32700, "what comes after waits for none");
    assert_eq!(ends.receive().await["id"], 1);
}
