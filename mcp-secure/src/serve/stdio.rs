//! Standard input and output: one message a line, nothing else on standard output.
//!
//! Our own reader and writer stand in front of the lane: plain threads, so that a process
//! that is told to stop does not hang in a read.

use std::{
    pin::Pin,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

use bytes::Bytes;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};
use zeroize::Zeroizing;

use super::{
    announce,
    direct::Direct,
    door::Door,
    exposition::Exposition,
    http::{HttpSettings, without_arguments},
    rmcp::{Passport, Pipe},
};
use crate::{
    auth::{Credential, Token},
    call::Origin,
    error::{Error, Result},
    json::{EnvelopeError, Message},
    refusal,
    trace::TraceContext,
};

mod lines;
pub(super) mod open;

use lines::{Batch, TooLong, spawn_reader, spawn_writer};
use open::Open;

/// The variable that holds the caller's token: on stdio, credentials come from the
/// environment (MCP 2026-07-28, "Authorization").
pub(crate) const TOKEN_VARIABLE: &str = "MCP_TOKEN";

/// `grace` is how long running calls may take to finish after the end of the input.
pub(super) async fn serve(door: Arc<Door>, settings: &HttpSettings, grace: Duration) -> Result<()> {
    let credential = match std::env::var(TOKEN_VARIABLE).map(Zeroizing::new) {
        Ok(token) => {
            let credential = Credential::bearer(Token::new(token.trim()));
            Some(credential.with_origin(Origin::Stdio))
        }
        Err(std::env::VarError::NotPresent) => None,
        Err(_) => return Err(Error::new(format!("{TOKEN_VARIABLE} is not text"))),
    };
    let exposition = Exposition::listen(settings).await?;
    announce::stdio(&door, credential.is_some());
    let exposing = exposition.map(|exposition| exposition.start(&door)).transpose()?;
    let audit = door.gate.audit().clone();

    let mut lines = spawn_reader(settings.max_body)?;
    let (output, writer) = spawn_writer()?;
    let (to_lane, incoming) = mpsc::channel(DEPTH);
    let open = Arc::new(Open::default());
    let pipe = Pipe { incoming, outgoing: output.clone(), open: Arc::clone(&open) };
    let lane = tokio::spawn(pipe.serve(&door));
    let session = Arc::new(Session { door, credential, to_lane, output, open: Arc::clone(&open) });

    let places = Arc::new(Semaphore::new(DEPTH));
    while let Some(batch) = lines.recv().await {
        session.take(batch, &places).await;
    }
    let _ = tokio::time::timeout(grace, open.wait_until_empty()).await;
    open.abort();
    drop(session);
    lane.abort();
    let _ = lane.await;
    let _ = tokio::task::spawn_blocking(move || writer.join()).await;
    drop(exposing);
    audit.end().await;
    Ok(())
}

/// What the lines of a process share.
struct Session {
    door: Arc<Door>,
    credential: Option<Credential<'static>>,
    to_lane: mpsc::Sender<(Bytes, Passport)>,
    output: mpsc::Sender<Vec<u8>>,
    open: Arc<Open>,
}

impl Session {
    /// Answers lines that have come together, or sees to it that they are answered.
    async fn take(self: &Arc<Self>, batch: Batch, places: &Arc<Semaphore>) {
        let mut replies = Replies::new(&self.output);
        let mut ended = None;
        for line in batch {
            let bytes = line.as_ref().map(Bytes::clone).unwrap_or_default();
            let answer = Arc::clone(self).answer(line);
            // In the place of one that has ended, if there is one.
            let mut answering = match ended.take() {
                Some(mut place) => {
                    Pin::set(&mut place, answer);
                    place
                }
                None => Box::pin(answer),
            };
            // Most calls end at once. The others go on beside the next lines, so many at a time.
            match futures_util::poll!(&mut answering) {
                Poll::Ready(reply) => {
                    ended = Some(answering);
                    replies.add(reply).await;
                }
                Poll::Pending => {
                    replies.send().await;
                    let place = Arc::clone(places).acquire_owned().await.expect("never closed");
                    let output = self.output.clone();
                    let handling = async move {
                        if let Some(reply) = answering.await {
                            let _ = output.send(reply).await;
                        }
                    };
                    self.open.run(&bytes, place, handling);
                }
            }
        }
        replies.send().await;
    }

    /// The reply, if it is made here. Without one the lane has the message, or nobody waits.
    ///
    /// The request is open no more when its client reads the reply: the id is free again.
    async fn answer(self: Arc<Self>, line: Result<Bytes, TooLong>) -> Option<Vec<u8>> {
        let Ok(bytes) = line else {
            let audit = self.door.gate.audit();
            audit.refused_request(Origin::Stdio, "body_too_large", "");
            return Some(error(None, refusal::code(413), "the message is too large"));
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let message = match Message::parse(&bytes) {
            Ok(message) => message,
            Err(EnvelopeError { code, message, id }) => {
                let audit = self.door.gate.audit();
                audit.refused_request(Origin::Stdio, "bad_request", &message);
                return Some(error(id, code, &message));
            }
        };
        let Message::Request(envelope) = &message else { return None };
        let claim = match envelope.id.map(|id| (id, self.open.claim(id))) {
            None => None,
            Some((_, Some(claim))) => Some(claim),
            Some((id, None)) => return Some(id_in_use(id)),
        };
        // On each message: a token may have expired, or been revoked, since the last one.
        let credential = self.credential.as_ref();
        let trace = TraceContext::of(envelope.meta.as_ref(), None);
        let admitted = self.door.admit(credential, Some(envelope), Origin::Stdio, trace).await;
        let caller = match admitted {
            Ok(caller) => caller,
            Err(_) if claim.is_none() => return None,
            Err(refusal) => {
                let (code, message) = refusal.as_error();
                return Some(error(envelope.id, code, message));
            }
        };
        if let Some(direct) = Direct::of(envelope, None, &self.door, caller.as_ref()) {
            return Some(direct.answer(&self.door, caller, Origin::Stdio, trace).await.message);
        }
        match claim {
            Some(claim) => claim.hand_over(),
            None => self.open.notified(&bytes),
        }
        let (bytes, arguments) = without_arguments(&bytes, envelope.arguments_span.clone());
        let passport = Passport::new(caller, Origin::Stdio, trace, arguments);
        let _ = self.to_lane.send((bytes, passport)).await;
        None
    }
}

/// Replies to lines that have come together. They go out together, as far as none waits for long.
struct Replies<'a> {
    output: &'a mpsc::Sender<Vec<u8>>,
    /// With a newline between them.
    lines: Vec<u8>,
    since: Instant,
}

impl<'a> Replies<'a> {
    fn new(output: &'a mpsc::Sender<Vec<u8>>) -> Self {
        Self { output, lines: Vec::new(), since: Instant::now() }
    }

    async fn add(&mut self, reply: Option<Vec<u8>>) {
        let Some(reply) = reply else { return };
        if self.lines.is_empty() {
            self.lines = reply;
        } else {
            self.lines.push(b'\n');
            self.lines.extend_from_slice(&reply);
        }
        if self.lines.len() > MOST_HELD || self.since.elapsed() > LONGEST_HELD {
            self.send().await;
        }
    }

    /// Sends what there is.
    async fn send(&mut self) {
        self.since = Instant::now();
        if !self.lines.is_empty() {
            let _ = self.output.send(std::mem::take(&mut self.lines)).await;
        }
    }
}

/// The answer to a message whose parameters the lane could not read.
pub(super) fn invalid_params(message: &[u8]) -> Vec<u8> {
    let id = match Message::parse(message) {
        Ok(Message::Request(envelope)) => envelope.id,
        _ => None,
    };
    error(id, refusal::INVALID_PARAMS, "the parameters do not fit the method")
}

/// The answer to a request whose id is that of one that is not answered yet: the SDK would
/// answer one of the two and cancel the other.
fn id_in_use(id: &str) -> Vec<u8> {
    const INVALID_REQUEST: i32 = -32600;
    error(Some(id), INVALID_REQUEST, "a request with this id is running; give each its own")
}

/// A JSON-RPC error; `id` is raw JSON text that the envelope has checked.
fn error(id: Option<&str>, code: i32, message: &str) -> Vec<u8> {
    let id = id.map(|id| format!("\"id\":{id},")).unwrap_or_default();
    let error = json!({ "code": code, "message": message });
    format!("{{\"jsonrpc\":\"2.0\",{id}\"error\":{error}}}").into_bytes()
}

/// How many bytes of replies, and for how long, are held back for those that come with them.
const MOST_HELD: usize = 2 << 10;
const LONGEST_HELD: Duration = Duration::from_millis(1);

/// How many messages wait between two stages; a reader that is ahead waits with them.
const DEPTH: usize = 256;

#[cfg(test)]
mod tests;
