//! What a tool returns: text, [`Json`], [`Content`] blocks, or a [`Reply`] of all of them.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    error::{Failure, Result},
    secret::Secrets,
};

mod content;
mod outgoing;

pub use content::{Content, ResourceContents};
pub use outgoing::Outgoing;

/// A type that a tool's function can return.
///
/// `String` and `&'static str` are text, `()` is an empty result, [`Json`] is structured and
/// has an output schema, `Result` of any of them fails with an [`Error`](crate::Error) or a
/// [`ToolError`](crate::ToolError).
#[diagnostic::on_unimplemented(
    message = "a tool cannot return `{Self}`",
    label = "not an output of a tool",
    note = "return `String`, `Json<T>` where `T: Serialize + JsonSchema`, `Content`, `Vec<Content>`, `Reply`, `()`, or a `Result` of one of them"
)]
pub trait Output {
    /// The schema of the structured content, if there is one: that of an object.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        let _ = generator;
        None
    }

    /// The reply.
    ///
    /// # Errors
    ///
    /// The tool's own failure, or that the value cannot be serialized.
    fn into_reply(self) -> Result<Reply>;
}

/// A result with structure: goes out as `structuredContent`, with its JSON as text for
/// clients that read no structure. Its schema is the tool's `outputSchema`.
///
/// `T` is a struct, a map, or an enum whose variants all have named fields: the protocol wants an
/// object. A server with a tool that returns `Json` of anything else panics when it is built.
///
/// ```
/// use mcp_secure::prelude::*;
/// use schemars::JsonSchema;
/// use serde::Serialize;
///
/// #[derive(Serialize, JsonSchema)]
/// struct Matches {
///     lines: Vec<String>,
/// }
///
/// /// Search the notes.
/// #[tool(read_only)]
/// async fn search(word: String) -> Json<Matches> {
///     Json(Matches { lines: vec![word] })
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// The result of a call.
#[derive(Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Reply {
    /// The content blocks.
    pub content: Vec<Content>,
    /// The structured content.
    #[serde(rename = "structuredContent", skip_serializing_if = "Option::is_none")]
    pub structured: Option<Box<RawValue>>,
    /// Whether the call failed in a way that the model should see.
    #[serde(rename = "isError")]
    pub is_error: bool,
}

impl Reply {
    /// A reply of these blocks.
    pub fn new(content: impl Into<Vec<Content>>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// The text of all text blocks, one after the other.
    pub fn text(&self) -> String {
        self.content
            .iter()
            .filter_map(|block| match block {
                Content::Text { text } => Some(text.as_ref()),
                _ => None,
            })
            .collect()
    }

    /// A failure that the tool tells in a reply of its own, without the secrets in its texts.
    pub(crate) fn without(mut self, secrets: &Secrets) -> Self {
        if !self.is_error || secrets.is_empty() {
            return self;
        }
        for block in &mut self.content {
            if let Content::Text { text } = block {
                *text = secrets.clean(text).into_owned().into();
            }
        }
        let structured = self.structured.take();
        self.structured = structured.and_then(|raw| {
            let value = serde_json::from_str(raw.get()).ok()?;
            serde_json::value::to_raw_value(&secrets.clean_json(value)).ok()
        });
        self
    }

    /// How much the client will receive, about.
    pub(crate) fn size(&self) -> usize {
        let content: usize = self.content.iter().map(Content::size).sum();
        content + self.structured.as_ref().map_or(0, |raw| raw.get().len())
    }
}

impl Output for Reply {
    fn into_reply(self) -> Result<Reply> {
        Ok(self)
    }
}

impl Output for () {
    fn into_reply(self) -> Result<Reply> {
        Ok(Reply::default())
    }
}

impl Output for String {
    fn into_reply(self) -> Result<Reply> {
        Ok(Reply::new([Content::text(self)]))
    }
}

impl Output for &'static str {
    fn into_reply(self) -> Result<Reply> {
        Ok(Reply::new([Content::text(self)]))
    }
}

impl Output for Content {
    fn into_reply(self) -> Result<Reply> {
        Ok(Reply::new([self]))
    }
}

impl Output for Vec<Content> {
    fn into_reply(self) -> Result<Reply> {
        Ok(Reply::new(self))
    }
}

impl<T: Serialize + JsonSchema> Output for Json<T> {
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }

    fn into_reply(self) -> Result<Reply> {
        let raw = serde_json::value::to_raw_value(&self.0)?;
        let content = vec![Content::text(raw.get().to_owned())];
        Ok(Reply { content, structured: Some(raw), is_error: false })
    }
}

impl<T: Output, E: Failure> Output for Result<T, E> {
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        T::schema(generator)
    }

    fn into_reply(self) -> Result<Reply> {
        self.map_err(Failure::into_error)?.into_reply()
    }
}

#[cfg(test)]
mod tests;
