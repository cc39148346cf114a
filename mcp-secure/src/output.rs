//! What a tool returns: text, [`Json`], [`Content`] blocks, or a [`Reply`] of all of them.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// A type that a tool's function can return.
///
/// `String` and `&'static str` are text, `()` is an empty result, [`Json`] is structured and
/// has an output schema, `Result` of any of them fails with an [`Error`] or a
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

/// A type that a tool's function can fail with.
#[diagnostic::on_unimplemented(
    message = "a tool cannot fail with `{Self}`",
    label = "not an error of a tool",
    note = "fail with `ToolError` to tell the model why; any `std::error::Error` is masked"
)]
pub trait Failure {
    /// The error, to be told or masked.
    fn into_error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> Failure for E {
    fn into_error(self) -> Error {
        self.into()
    }
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

    /// How much the client will receive, about.
    pub(crate) fn size(&self) -> usize {
        let content: usize = self.content.iter().map(Content::size).sum();
        content + self.structured.as_ref().map_or(0, |raw| raw.get().len())
    }
}

/// One block of a result: the content types of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Content {
    /// Text.
    #[non_exhaustive]
    Text {
        /// The text.
        text: Cow<'static, str>,
    },
    /// An image.
    #[non_exhaustive]
    Image {
        /// The bytes in Base64.
        data: String,
        /// The media type.
        #[serde(rename = "mimeType")]
        mime_type: Cow<'static, str>,
    },
    /// Sound.
    #[non_exhaustive]
    Audio {
        /// The bytes in Base64.
        data: String,
        /// The media type.
        #[serde(rename = "mimeType")]
        mime_type: Cow<'static, str>,
    },
    /// A link to a resource.
    #[non_exhaustive]
    ResourceLink {
        /// Where it is.
        uri: String,
        /// What it is called.
        name: String,
    },
    /// A resource with its content.
    #[non_exhaustive]
    Resource {
        /// The resource.
        resource: ResourceContents,
    },
}

/// The content of an embedded resource: text, or bytes in Base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourceContents {
    /// Where it is.
    pub uri: String,
    /// The media type.
    pub mime_type: Cow<'static, str>,
    /// The text of a text resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The bytes of another one, in Base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blob: Option<String>,
}

impl Content {
    /// Text.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text { text: text.into() }
    }

    /// An image, from its bytes.
    pub fn image(bytes: impl AsRef<[u8]>, mime_type: impl Into<Cow<'static, str>>) -> Self {
        Self::Image { data: BASE64_STANDARD.encode(bytes), mime_type: mime_type.into() }
    }

    /// Sound, from its bytes.
    pub fn audio(bytes: impl AsRef<[u8]>, mime_type: impl Into<Cow<'static, str>>) -> Self {
        Self::Audio { data: BASE64_STANDARD.encode(bytes), mime_type: mime_type.into() }
    }

    /// A link to a resource.
    pub fn resource_link(uri: impl Into<String>, name: impl Into<String>) -> Self {
        Self::ResourceLink { uri: uri.into(), name: name.into() }
    }

    /// A text resource.
    pub fn text_resource(
        uri: impl Into<String>,
        mime_type: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
    ) -> Self {
        Self::resource(uri, mime_type, Some(text.into()), None)
    }

    /// A resource of bytes.
    pub fn blob_resource(
        uri: impl Into<String>,
        mime_type: impl Into<Cow<'static, str>>,
        bytes: impl AsRef<[u8]>,
    ) -> Self {
        Self::resource(uri, mime_type, None, Some(BASE64_STANDARD.encode(bytes)))
    }

    fn resource(
        uri: impl Into<String>,
        mime_type: impl Into<Cow<'static, str>>,
        text: Option<String>,
        blob: Option<String>,
    ) -> Self {
        let (uri, mime_type) = (uri.into(), mime_type.into());
        Self::Resource { resource: ResourceContents { uri, mime_type, text, blob } }
    }

    fn size(&self) -> usize {
        match self {
            Self::Text { text } => text.len(),
            Self::Image { data, .. } | Self::Audio { data, .. } => data.len(),
            Self::ResourceLink { uri, name } => uri.len() + name.len(),
            Self::Resource { resource } => {
                let text = resource.text.as_ref().map_or(0, String::len);
                resource.uri.len() + text + resource.blob.as_ref().map_or(0, String::len)
            }
        }
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
