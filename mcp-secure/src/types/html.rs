//! HTML that is harmless.

use std::{borrow::Cow, sync::LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::judged::acts_as_text;
use crate::{
    rule::{Rule, Violation, text},
    sanitize,
};

/// HTML that was sanitized when it was made, by [`html`](crate::sanitize::html()): for the content of
/// an element of a page.
///
/// It is the one of these types that rewrites: what is not harmless is taken out, and what is left
/// is the value. Refused is only what [`text`](crate::rule::text()) refuses in the result, such as
/// control characters, also those that references spell (`&#27;`). Its length is that of
/// the argument: 64 KiB, unless a rule says otherwise.
///
/// ```
/// use mcp_secure::types::Html;
///
/// let html: Html = "<p onclick=alert(1)>Hello <script>alert(1)</script></p>".parse()?;
/// assert_eq!(html, "<p>Hello </p>");
/// # Ok::<(), mcp_secure::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Html(String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Html {
    type Error = Violation;

    fn try_from(markup: String) -> Result<Self, Violation> {
        let clean = sanitize::rewritten(&*SANITIZER, Cow::Owned(markup)).into_owned();
        text().max_bytes(usize::MAX).judge(&clean)?;
        Ok(Self(clean))
    }
}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

acts_as_text!(Html);

impl JsonSchema for Html {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Html".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentMediaType": "text/html" })
    }
}

/// Costly to build, and the same for all.
static SANITIZER: LazyLock<sanitize::Html> = LazyLock::new(sanitize::html);
