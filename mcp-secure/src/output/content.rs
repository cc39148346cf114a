//! [`Content`]: the blocks of a result.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Serialize;

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

    pub(super) fn size(&self) -> usize {
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
