#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::Error;
use crate::ToolError;

fn wire(output: impl Output) -> Value {
    serde_json::to_value(output.into_reply().unwrap()).unwrap()
}

fn of(content: Value) -> Value {
    json!({ "content": content, "isError": false })
}

#[test]
fn text_is_a_text_block() {
    let expected = of(json!([{ "type": "text", "text": "hi" }]));
    assert_eq!(wire("hi"), expected);
    assert_eq!(wire("hi".to_owned()), expected);
    assert_eq!(wire(Content::text("hi")), expected);
    assert_eq!(wire(Ok::<_, Error>("hi")), expected);
}

#[test]
fn nothing_is_an_empty_result() {
    assert_eq!(wire(()), of(json!([])));
}

#[test]
fn structure_goes_out_twice() {
    #[derive(Serialize, JsonSchema)]
    struct Found {
        lines: Vec<&'static str>,
    }
    let reply = wire(Json(Found { lines: vec!["a"] }));
    assert_eq!(reply["structuredContent"], json!({ "lines": ["a"] }));
    assert_eq!(reply["content"], json!([{ "type": "text", "text": r#"{"lines":["a"]}"# }]));
}

#[test]
fn blocks_are_as_the_protocol_names_them() {
    let blocks = vec![
        Content::image([1, 2], "image/png"),
        Content::audio([3], "audio/wav"),
        Content::resource_link("a://b", "b"),
        Content::text_resource("a://b", "text/plain", "x"),
        Content::blob_resource("a://c", "application/x", [4]),
    ];
    let expected = json!([
        { "type": "image", "data": "AQI=", "mimeType": "image/png" },
        { "type": "audio", "data": "Aw==", "mimeType": "audio/wav" },
        { "type": "resource_link", "uri": "a://b", "name": "b" },
        { "type": "resource", "resource": { "uri": "a://b", "mimeType": "text/plain", "text": "x" } },
        { "type": "resource", "resource": { "uri": "a://c", "mimeType": "application/x", "blob": "BA==" } },
    ]);
    assert_eq!(wire(blocks), of(expected));
}

#[test]
fn a_failure_is_the_tools_own() {
    let tells = Err::<String, _>(ToolError::new("try again"));
    let error = tells.into_reply().unwrap_err();
    assert_eq!(error.tool_error().unwrap().message(), "try again");
    let masked = Err::<Json<Value>, _>(std::io::Error::other("secret"));
    assert!(masked.into_reply().unwrap_err().tool_error().is_none());
}

#[test]
fn a_value_that_is_no_json_is_a_failure() {
    let pairs = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert!(Json(pairs).into_reply().is_err());
}

#[test]
fn the_size_is_that_of_all_blocks_and_of_the_structure() {
    assert_eq!("four".into_reply().unwrap().size(), 4);
    assert_eq!(Json(json!({ "a": 1 })).into_reply().unwrap().size(), 2 * r#"{"a":1}"#.len());
    let blocks = vec![
        Content::image([0; 3], "image/png"),
        Content::audio([0; 6], "audio/wav"),
        Content::resource_link("1234", "56"),
        Content::text_resource("12", "text/plain", "345"),
        Content::blob_resource("12", "application/x", [0; 3]),
    ];
    assert_eq!(blocks.into_reply().unwrap().size(), 4 + 8 + 6 + 5 + 6);
}

#[test]
fn the_text_is_that_of_the_text_blocks() {
    let reply =
        Reply::new([Content::text("a"), Content::image([0], "image/png"), Content::text("b")]);
    assert_eq!(reply.text(), "ab");
}
