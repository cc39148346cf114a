//! The server that the official conformance suite of the protocol runs against. The suite
//! says what each of these tools answers.

use std::{borrow::Cow, time::Duration};

use mcp_secure::{
    Content,
    call::{ClientCapability, LogLevel},
    prelude::*,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// Returns text.
#[tool(read_only)]
async fn test_simple_text() -> &'static str {
    "This is a simple text response for testing."
}

/// Returns an image.
#[tool(read_only)]
async fn test_image_content() -> Content {
    Content::image(PNG, "image/png")
}

/// Returns sound.
#[tool(read_only)]
async fn test_audio_content() -> Content {
    Content::audio(WAV, "audio/wav")
}

/// Returns an embedded resource.
#[tool(read_only)]
async fn test_embedded_resource() -> Content {
    let text = "This is an embedded resource content.";
    Content::text_resource("test://embedded-resource", "text/plain", text)
}

/// Returns several kinds of content.
#[tool(read_only)]
async fn test_multiple_content_types() -> Vec<Content> {
    let json = r#"{"test":"data","value":123}"#;
    vec![
        Content::text("Multiple content types test:"),
        Content::image(PNG, "image/png"),
        Content::text_resource("test://mixed-content-resource", "application/json", json),
    ]
}

/// Sends log messages while it runs.
#[tool(read_only)]
async fn test_tool_with_logging(call: Call) -> &'static str {
    call.log(LogLevel::Info, "Tool execution started").await;
    tokio::time::sleep(STEP).await;
    call.log(LogLevel::Info, "Tool processing data").await;
    tokio::time::sleep(STEP).await;
    call.log(LogLevel::Info, "Tool execution completed").await;
    "done"
}

/// Sends a log message, to clients that asked for it.
#[tool(read_only)]
async fn test_logging_tool(call: Call) -> &'static str {
    call.log(LogLevel::Info, "logged").await;
    "done"
}

/// Reports progress while it runs.
#[tool(read_only)]
async fn test_tool_with_progress(call: Call) -> &'static str {
    for progress in [0.0, 50.0, 100.0] {
        call.progress(progress, Some(100.0), None).await;
        tokio::time::sleep(STEP).await;
    }
    "done"
}

/// Always fails.
#[tool(read_only)]
async fn test_error_handling() -> Result<String> {
    Err(ToolError::new("This tool intentionally returns an error for testing").into())
}

/// Needs a client that can ask its model.
#[tool(read_only)]
async fn test_missing_capability(call: Call) -> Result<&'static str> {
    call.require(ClientCapability::Sampling)?;
    Ok("done")
}

/// Streams its reply. (The suite looks whether requests of the server's own are in the stream.)
#[tool(read_only)]
async fn test_streaming_elicitation(call: Call) -> &'static str {
    call.progress(1.0, None, None).await;
    "done"
}

/// Has an argument that clients copy into a header.
#[tool(read_only)]
async fn test_header(
    #[header("Region")]
    #[validate(length(..=100))]
    region: String,
) -> String {
    region
}

/// Tool with JSON Schema 2020-12 features.
#[tool(read_only)]
async fn json_schema_2020_12_tool(#[arguments] contact: Contact) -> String {
    contact.name.unwrap_or_default()
}

#[derive(Deserialize)]
struct Contact {
    name: Option<String>,
}

impl JsonSchema for Contact {
    fn schema_name() -> Cow<'static, str> {
        "Contact".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "$defs": {
                "address": {
                    "$anchor": "addressDef",
                    "type": "object",
                    "properties": { "street": { "type": "string" }, "city": { "type": "string" } }
                }
            },
            "properties": {
                "name": { "type": "string" },
                "address": { "$ref": "#/$defs/address" },
                "contactMethod": { "type": "string", "enum": ["phone", "email"] },
                "phone": { "type": "string" },
                "email": { "type": "string" }
            },
            "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
            "if": {
                "properties": { "contactMethod": { "const": "phone" } },
                "required": ["contactMethod"]
            },
            "then": { "required": ["phone"] },
            "else": { "required": ["email"] },
            "additionalProperties": false
        })
    }
}

/// A red pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, b'I', b'D', b'A', b'T',
    0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 0x03, 0x01, 0x01, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0,
    0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Silence.
const WAV: &[u8] =
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0";

const STEP: Duration = Duration::from_millis(50);

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    Server::new("conformance", env!("CARGO_PKG_VERSION"))
        .tools(tools![
            test_simple_text,
            test_image_content,
            test_audio_content,
            test_embedded_resource,
            test_multiple_content_types,
            test_tool_with_logging,
            test_logging_tool,
            test_tool_with_progress,
            test_error_handling,
            test_missing_capability,
            test_streaming_elicitation,
            test_header,
            json_schema_2020_12_tool,
        ])
        .answer_empty_lists()
        .run()
        .await
}
