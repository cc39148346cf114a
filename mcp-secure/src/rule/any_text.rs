//! Text of any characters.

use schemars::Schema;

use super::{Rule, Violation, keywords};

/// Takes any text that JSON can carry: control characters with NUL, Unicode tag characters
/// and noncharacters too. It lifts the default of [`text`](super::text) by name, for the
/// argument that it stands at and all texts within.
///
/// It is for data that is stored or compared and never shown, run or logged as it is. NUL
/// ends strings in C, escape sequences drive terminals, and tag characters are readable for
/// a model and for no person: whoever receives the text must know.
///
/// A bound stays: 64 KiB of UTF-8, unless [`max_bytes`](AnyText::max_bytes) sets another. The
/// schema tells it where it is below 2000.
///
/// ```
/// use mcp_secure::rule::{Rule, any_text};
///
/// assert!(any_text().judge("\u{1b}[31mred\0").is_ok());
/// assert!(any_text().max_bytes(4).judge("hello").is_err());
/// ```
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Keep the output of a terminal.
/// #[tool(public)]
/// fn keep(#[validate(any_text().max_bytes(100_000))] output: String) -> String {
///     output.len().to_string()
/// }
///
/// /// Clean the output of a terminal.
/// #[tool(public)]
/// fn clean(#[sanitize(strip_control)] #[validate(length(..=9))] output: String) -> String {
///     output
/// }
///
/// /// Keep a comment.
/// #[tool(public)]
/// fn comment(#[validate(length(..=9))] output: String) -> String {
///     output
/// }
///
/// # #[tokio::main]
/// # async fn main() -> Result<()> {
/// let client = Server::new("logs", "0").tools(tools![keep, clean, comment]).client()?;
/// let output = serde_json::json!({ "output": "\u{1b}[31mred" });
/// assert!(client.call("keep", output.clone()).await.is_ok());
/// assert!(client.call("clean", output.clone()).await.is_ok());
/// assert!(client.call("comment", output).await.is_err());
/// let long = serde_json::json!({ "output": "a".repeat(100_000) });
/// assert!(client.call("keep", long).await.is_ok());
/// # Ok(())
/// # }
/// ```
pub fn any_text() -> AnyText {
    AnyText { max_bytes: 64 * 1024 }
}

/// See [`any_text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnyText {
    max_bytes: usize,
}

impl AnyText {
    /// Sets how many bytes of UTF-8 the text may have; 64 KiB by default.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }
}

impl Default for AnyText {
    fn default() -> Self {
        any_text()
    }
}

impl Rule<str> for AnyText {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        if value.len() <= self.max_bytes {
            return Ok(());
        }
        Err(Violation::new("any_text", format!("must have at most {} bytes", self.max_bytes)))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn takes_any_text(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::length_at_most(schema, "maxLength", self.max_bytes);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use schemars::json_schema;
    use serde_json::json;

    use super::*;

    #[test]
    fn takes_every_character_within_the_bound() {
        for text in ["", "\0", "\u{1b}[2J", "\u{7f}\u{85}", "\u{e0041}", "\u{fffe}", "a\u{202e}b"] {
            assert!(any_text().judge(text).is_ok(), "{text:?}");
        }
        assert!(any_text().judge(&"é".repeat(32 * 1024)).is_ok());
        assert!(any_text().judge(&"é".repeat(32 * 1024 + 1)).is_err());
        assert!(any_text().max_bytes(100_000).judge(&"a".repeat(100_000)).is_ok());
    }

    proptest! {
        #[test]
        fn the_schema_refuses_nothing_that_is_accepted(value in any::<String>(), cap in 0..40_usize) {
            let rule = any_text().max_bytes(cap);
            let mut schema = json_schema!({ "type": "string" });
            rule.describe(&mut schema);
            let valid = jsonschema::is_valid(schema.as_value(), &json!(value));
            prop_assert!(valid || rule.judge(&value).is_err());
        }
    }
}
