//! Messages, written once. Ids are raw JSON text that the envelope has checked.

use http::StatusCode;
use serde::Serialize;

use super::{Answer, Generation};
use crate::{
    gate::Outcome,
    json::write_string,
    output::{Content, Reply},
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
            message.reserve(reply.size() + ROOM);
            message.extend_from_slice(b",\"result\":");
            write_complete(&mut message, &reply, generation);
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
fn write_complete(message: &mut Vec<u8>, reply: &Reply, generation: Generation) {
    message.push(b'{');
    if generation == Generation::Newest {
        message.extend_from_slice(b"\"resultType\":\"complete\",");
    }
    message.extend_from_slice(b"\"content\":[");
    for (index, block) in reply.content.iter().enumerate() {
        if index > 0 {
            message.push(b',');
        }
        match block {
            Content::Text { text } => {
                message.extend_from_slice(b"{\"type\":\"text\",\"text\":");
                write_string(text, message);
                message.push(b'}');
            }
            other => write_json(message, other),
        }
    }
    message.push(b']');
    if let Some(structured) = &reply.structured {
        message.extend_from_slice(b",\"structuredContent\":");
        message.extend_from_slice(structured.get().as_bytes());
    }
    let is_error: &[u8] =
        if reply.is_error { b",\"isError\":true}" } else { b",\"isError\":false}" };
    message.extend_from_slice(is_error);
}

fn write_json(message: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(message, value).expect("plain data, into memory");
}

/// For what stands around a reply.
const ROOM: usize = 128;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{json, value::to_raw_value};

    use super::*;

    #[test]
    fn a_result_is_written_as_its_own_serialization() {
        let mut reply = Reply::new([
            Content::text("a \"line\"\nand \u{1f600}\u{1}"),
            Content::image([1, 2, 3], "image/png"),
            Content::text(""),
        ]);
        for (generation, result_type) in
            [(Generation::Newest, Some("complete")), (Generation::Older, None)]
        {
            for structured in [None, Some(json!({ "b": [1, "x"], "a": null }))] {
                for is_error in [false, true] {
                    reply.structured = structured.as_ref().map(|it| to_raw_value(it).unwrap());
                    reply.is_error = is_error;
                    let mut written = Vec::new();
                    write_complete(&mut written, &reply, generation);
                    let mut expected = serde_json::to_value(&reply).unwrap();
                    if let Some(result_type) = result_type {
                        expected["resultType"] = result_type.into();
                    }
                    let written: serde_json::Value = serde_json::from_slice(&written).unwrap();
                    assert_eq!(written, expected);
                }
            }
        }
    }
}
