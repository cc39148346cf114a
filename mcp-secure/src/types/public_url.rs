//! A URL that leads out.

use std::{borrow::Cow, sync::LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use url::Url;

use super::judged::acts_as_text;
use crate::rule::{self, Rule, Violation};

/// An `https` URL of a public host, as [`url().public()`](crate::rule::Url::public) accepts it,
/// parsed.
///
/// What was judged is what is used: the text is that of the parsed URL, not the one that came in,
/// and [`as_url`](PublicUrl::as_url) hands out the parsed one. Both name the same scheme, host and
/// port, or there would be no value.
///
/// **A public name may resolve to any address.** Fetch it by an `Egress` (feature `egress`), which
/// judges the address that it connects to.
///
/// ```
/// use mcp_secure::types::PublicUrl;
///
/// let url: PublicUrl = "https://example.com/a/../b?q=1".parse()?;
/// assert_eq!(url, "https://example.com/b?q=1");
/// assert_eq!(url.as_url().host_str(), Some("example.com"));
/// for bad in ["http://example.com/", "https://localhost/", "https://169.254.169.254/", "https://u@example.com/"] {
///     assert!(bad.parse::<PublicUrl>().is_err());
/// }
/// # Ok::<(), mcp_secure::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The parsed URL, a type of the crate `url`.
    pub fn as_url(&self) -> &Url {
        &self.0
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = Violation;

    fn try_from(text: String) -> Result<Self, Violation> {
        RULE.judge(&text)?;
        let parsed = Url::parse(&text)
            .map_err(|_| Violation::new("url", "must be a URL by the URL Standard"))?;
        // As it is used, it is judged once more: the parser has resolved and encoded.
        RULE.judge(parsed.as_str())?;
        Ok(Self(parsed))
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.0.into()
    }
}

acts_as_text!(PublicUrl);

impl JsonSchema for PublicUrl {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PublicUrl".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "string" });
        RULE.describe(&mut schema);
        schema
    }
}

static RULE: LazyLock<rule::Url> = LazyLock::new(|| rule::url().public());
