//! Standard input and output: one message a line, nothing else on standard output.
//!
//! Our own reader and writer stand in front of the lane: plain threads, so that a process
//! that is told to stop does not hang in a read.

use std::{sync::Arc, task::Poll, time::Duration};

use bytes::Bytes;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};

use super::{
    announce,
    direct::Direct,
    door::Door,
    http::without_arguments,
    rmcp::{Passport, Pipe},
};
use crate::{
    audit,
    auth::Token,
    call::Origin,
    error::{Error, Result},
    json::{EnvelopeError, Message},
    refusal,
};

mod lines;
pub(super) mod open;

use lines::{TooLong, spawn_reader, spawn_writer};
use open::Open;

/// The variable that holds the caller's token: on stdio, credentials come from the
/// environment (MCP 2026-07-28, "Authorization").
pub(crate) const TOKEN_VARIABLE: &str = "MCP_TOKEN";

/// `grace` is how long running calls may take to finish after the end of the input.
pub(super) async fn serve(door: Arc<Door>, max_line: usize, grace: Duration) -> Result<()> {
    let token = match std::env::var(TOKEN_VARIABLE) {
        Ok(token) => Some(Token::new(token.trim())),
        Err(std::env::VarError::NotPresent) => None,
        Err(_) => return Err(Error::new(format!("{TOKEN_VARIABLE} is not text"))),
    };
    announce::stdio(&door, token.is_some());

    let mut lines = spawn_reader(max_line)?;
    let (output, writer) = spawn_writer()?;
    let (to_lane, incoming) = mpsc::channel(DEPTH);
    let open = Arc::new(Open::default());
    let pipe = Pipe { incoming, outgoing: output.clone(), open: Arc::clone(&open) };
    let lane = tokio::spawn(pipe.serve(&door));
    let session = Arc::new(Session { door, token, to_lane, output, open: Arc::clone(&open) });

    let places = Arc::new(Semaphore::new(DEPTH));
    while let Some(line) = lines.recv().await {
        let bytes = line.as_ref().map(Bytes::clone).unwrap_or_default();
        let mut handling = Box::pin(Arc::clone(&session).handle(line));
        // Most calls end at once. The others go on beside the next lines, so many at a time.
        match futures_util::poll!(&mut handling) {
            Poll::Ready(Handled::Here(Some(reply))) => drop(session.output.send(reply).await),
            Poll::Ready(Handled::Here(None) | Handled::ByTheLane) => {}
            Poll::Pending => {
                let place = Arc::clone(&places).acquire_owned().await.expect("never closed");
                open.run(&bytes, place, session.output.clone(), handling);
            }
        }
    }
    let _ = tokio::time::timeout(grace, open.wait_until_empty()).await;
    drop(session);
    lane.abort();
    let _ = lane.await;
    let _ = tokio::task::spawn_blocking(move || writer.join()).await;
    Ok(())
}

/// What the lines of a process share.
struct Session {
    door: Arc<Door>,
    token: Option<Token>,
    to_lane: mpsc::Sender<(Bytes, Passport)>,
    output: mpsc::Sender<Vec<u8>>,
    open: Arc<Open>,
}

/// What became of a line.
pub(super) enum Handled {
    /// The reply, or none if the line asks for none.
    Here(Option<Vec<u8>>),
    /// The lane has it.
    ByTheLane,
}

impl Session {
    async fn handle(self: Arc<Self>, line: Result<Bytes, TooLong>) -> Handled {
        match self.read(line).await {
            Ok(None) => Handled::Here(None),
            Ok(Some((bytes, passport))) => {
                if !self.open.sent(&bytes) {
                    return Handled::Here(Some(id_in_use(id_of(&bytes))));
                }
                let _ = self.to_lane.send((bytes, passport)).await;
                Handled::ByTheLane
            }
            Err(reply) => Handled::Here(Some(reply)),
        }
    }

    /// A message for the lane; or, as an error, the reply that is known here already.
    async fn read(
        &self,
        line: Result<Bytes, TooLong>,
    ) -> Result<Option<(Bytes, Passport)>, Vec<u8>> {
        let Ok(bytes) = line else {
            audit::refused_request(Origin::Stdio, "body_too_large", "");
            return Err(error(None, refusal::code(413), "the message is too large"));
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        let message = Message::parse(&bytes).map_err(|EnvelopeError { code, message, id }| {
            audit::refused_request(Origin::Stdio, "bad_request", &message);
            error(id, code, &message)
        })?;
        let Message::Request(envelope) = &message else { return Ok(None) };
        // On each message: a token may have expired since the last one.
        let caller = match self.door.admit(self.token.as_ref(), Some(envelope), Origin::Stdio).await
        {
            Ok(caller) => caller,
            Err(_) if envelope.id.is_none() => return Ok(None),
            Err(refusal) => {
                let (code, message) = refusal.as_error();
                return Err(error(envelope.id, code, message));
            }
        };
        if let Some(direct) = Direct::of(envelope, None, &self.door, caller.as_ref()) {
            if self.open.holds(envelope.id) {
                return Err(id_in_use(envelope.id));
            }
            return Err(direct.answer(&self.door, caller, Origin::Stdio).await);
        }
        let (bytes, arguments) = without_arguments(&bytes, envelope.arguments_span.clone());
        Ok(Some((bytes, Passport::new(caller, Origin::Stdio, arguments))))
    }
}

/// The answer to a message whose parameters the lane could not read.
pub(super) fn invalid_params(message: &[u8]) -> Vec<u8> {
    error(id_of(message), refusal::INVALID_PARAMS, "the parameters do not fit the method")
}

/// The answer to a request whose id is that of one that is not answered yet: the SDK would
/// answer one of the two and cancel the other.
fn id_in_use(id: Option<&str>) -> Vec<u8> {
    const INVALID_REQUEST: i32 = -32600;
    error(id, INVALID_REQUEST, "a request with this id is running; give each its own")
}

fn id_of(message: &[u8]) -> Option<&str> {
    match Message::parse(message) {
        Ok(Message::Request(envelope)) => envelope.id,
        _ => None,
    }
}

/// A JSON-RPC error; `id` is raw JSON text that the envelope has checked.
fn error(id: Option<&str>, code: i32, message: &str) -> Vec<u8> {
    let id = id.map(|id| format!("\"id\":{id},")).unwrap_or_default();
    let error = json!({ "code": code, "message": message });
    format!("{{\"jsonrpc\":\"2.0\",{id}\"error\":{error}}}").into_bytes()
}

/// How many messages wait between two stages; a reader that is ahead waits with them.
const DEPTH: usize = 256;
