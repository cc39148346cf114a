//! A server of tools that repeat what a stranger wrote, for the tests of what leaves a tool.

use std::collections::BTreeMap;

use mcp_secure::{call::LogLevel, prelude::*, refusal::Refusal, rule::Violation};

/// Answer with the text, in blocks of every kind.
#[tool(public)]
async fn blocks(#[validate(any_text().max_bytes(8 << 20))] text: String) -> Vec<Content> {
    vec![
        Content::text(text.clone()),
        Content::text_resource("file:///note.txt", "text/plain", text.clone()),
        Content::resource_link("file:///note.txt", text),
    ]
}

/// Answer with the text as structure.
#[tool(public)]
async fn structure(#[validate(any_text)] text: String) -> Json<BTreeMap<String, Vec<String>>> {
    Json(BTreeMap::from([(text.clone(), vec![text])]))
}

/// Fail with the text.
#[tool(public)]
async fn fails(#[validate(any_text().max_bytes(8 << 20))] text: String) -> Result<String> {
    Err(mcp_secure::Error::from(ToolError::new(text)).context("the operator sees this"))
}

/// A policy that repeats what it judges.
fn refused(text: &str) -> Result<(), Refusal> {
    Err(Refusal::denied("refused", text.to_owned()))
}

/// Refuse the call with the text.
#[tool(public)]
#[authorize(refused(&text))]
async fn denies(#[validate(any_text().max_bytes(8 << 20))] text: String) -> String {
    text
}

/// A rule that repeats what it judges.
fn repeats(value: &str) -> Result<(), Violation> {
    Err(Violation::new("repeats", value.to_owned()))
}

/// Refuse the text by a rule that repeats it.
#[tool(public)]
async fn judges(#[validate(any_text, check(repeats))] text: String) -> String {
    text
}

/// Send the text as progress and as a log message.
#[tool(public)]
async fn talks(#[validate(any_text)] text: String, call: Call) -> &'static str {
    call.progress(1.0, None, Some(&text)).await;
    call.log(LogLevel::Info, text).await;
    "done"
}

/// Answer with the text, without secrets.
#[tool(public)]
#[sanitize_output(redact_secrets, redact(["Ada"]).any_case(), html_text)]
async fn redacted(
    #[validate(any_text)] text: String,
    fail: bool,
) -> Result<Json<BTreeMap<String, String>>> {
    if fail {
        return Err(ToolError::new(text).into());
    }
    Ok(Json(BTreeMap::from([("text".to_owned(), text)])))
}

/// Answer with the text as it is.
#[tool(public)]
#[sanitize_output(dangerous_raw)]
async fn raw(#[validate(any_text)] text: String) -> String {
    text
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    Server::new("outputs", "1.0.0")
        .tools(tools![blocks, structure, fails, denies, judges, talks, redacted, raw])
        .max_body(12 << 20)
        .run()
        .await
}
