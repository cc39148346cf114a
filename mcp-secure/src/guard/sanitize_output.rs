//! `#[sanitize_output(..)]`: what is taken out of a tool's results.

/// Sanitizes the results of a tool further than all results are:
/// `#[sanitize_output(redact_secrets, html_text)]`.
///
/// Its items are [sanitizers](crate::sanitize), as those of `#[sanitize(..)]` on a parameter: a
/// bare name is called without arguments, and one of your own has the same rank. They come in
/// the order given, after the default.
///
/// # The default
///
/// A model reads what a person does not see, and a terminal obeys what it shows. So every text
/// that leaves a tool loses, with this attribute and without it,
///
/// - escape sequences for terminals, whole ([`strip_ansi`](crate::sanitize::strip_ansi())),
/// - other control characters, but for tab, line feed and carriage return
///   ([`strip_control`](crate::sanitize::strip_control())),
/// - invisible characters, but for those that scripts and emoji are spelled with
///   ([`strip_invisible`](crate::sanitize::strip_invisible())).
///
/// A text without any of them is looked at once, and not copied. `dangerous_raw` switches the
/// default off, for a tool whose results must be what they are, byte by byte; the sanitizers that
/// are named beside it stay.
///
/// # Promises
///
/// - All text is meant: text blocks, the text of embedded resources, names, URIs and media types,
///   strings and names of members in structured content, the message of a
///   [`ToolError`](crate::ToolError), progress and log messages. Bytes (images, sound, blobs) are
///   not text.
/// - Structured content stays JSON of the same shape, and its copy as text stays the same as it.
///   Texts that its schema names (members, `enum`, `const`) stay as they are. If two names of
///   members became one, the call fails instead.
/// - What one sanitizer makes is held to the default before the next one sees it, and before it
///   leaves.
/// - The [bound](crate::Server::max_output) on a result holds before and after.
///
/// # What is not promised
///
/// - Each text is looked at alone: what is split over two of them is not put together.
/// - A text that is rewritten may no longer fit a `pattern`, a `format` or a length of its schema.
/// - What a text says: no sanitizer stops a model from being talked into something.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Tail a log.
/// #[tool(public)]
/// #[sanitize_output(redact_secrets, redact(["ada"]))]
/// fn tail() -> String {
///     "\u{1b}[31mada\u{1b}[0m logs in with ghp_16C7e42F292c6912E7710c838347Ae178B4a\u{200b}".to_owned()
/// }
///
/// # #[tokio::main]
/// # async fn main() -> Result<()> {
/// let client = Server::new("logs", "0").tools(tools![tail]).client()?;
/// let reply = client.call("tail", serde_json::json!({})).await?;
/// assert_eq!(reply.text(), "[redacted] logs in with [redacted]");
/// # Ok(())
/// # }
/// ```
pub use mcp_secure_macros::sanitize_output;
