//! Messages, written once. Ids are raw JSON text that the envelope has checked.

use http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Answer, Generation};
use crate::{
    gate::Outcome,
    output::Content,
    refusal::{self, Outside},
};

/// A result, written by the closure.
pub(super) fn result(id: &str, write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut message = begin(id);
    message.extend_from_slice(b",\"result\":");
    write(&mut message);
    message.push(b'}');
    message
}

/// What has become of a call.
pub(super) fn outcome(
    id: &str,
    Outcome { id: call, result, standings }: Outcome,
    generation: Generation,
) -> Answer {
    let mut status = StatusCode::OK;
    let mut message = begin(id);
    let reply = match result {
        Ok(reply) => Ok(reply),
        Err(refusal) => match refusal.answer(call) {
            Outside::Result(reply) => Ok(reply),
            Outside::Error { code, message, data } => Err((code, message, data)),
        },
    };
    match reply {
        Ok(reply) => {
            message.extend_from_slice(b",\"result\":");
            let result = Complete {
                result_type: (generation == Generation::Newest).then_some("complete"),
                content: &reply.content,
                structured_content: reply.structured.as_deref(),
                is_error: reply.is_error,
            };
            write_json(&mut message, &result);
        }
        Err((code, text, data)) => {
            if code == refusal::MISSING_CLIENT_CAPABILITY && generation == Generation::Newest {
                status = StatusCode::BAD_REQUEST;
            }
            message.extend_from_slice(b",\"error\":");
            let error = match data {
                Some(data) => serde_json::json!({ "code": code, "message": text, "data": data }),
                None => serde_json::json!({ "code": code, "message": text }),
            };
            write_json(&mut message, &error);
        }
    }
    message.push(b'}');
    Answer { message, status, standings }
}

fn begin(id: &str) -> Vec<u8> {
    let mut message = Vec::with_capacity(256);
    message.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    message.extend_from_slice(id.as_bytes());
    message
}

/// A result as the protocol has it; only the newest version knows types of results.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Complete<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    result_type: Option<&'static str>,
    content: &'a [Content],
    #[serde(skip_serializing_if = "Option::is_none")]
    structured_content: Option<&'a RawValue>,
    is_error: bool,
}

fn write_json(message: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(message, value).expect("plain data, into memory");
}
