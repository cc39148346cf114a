//! `#[limit(input = "64KiB", output = "1MiB")]`: how much goes in and comes out.

/// How large the arguments and the result of a call may be:
/// `#[limit(input = "64KiB", output = "1MiB")]`, in `B`, `KiB`, `MiB`, `GiB` (powers of 1024) or
/// `kB`, `MB`, `GB` (powers of 1000). Either may be left out.
///
/// - `input` counts the bytes of the arguments as JSON, as they came in, white space included.
///   Nothing of what is larger is decoded.
/// - `output` counts the result as [`max_output`](crate::Server::max_output) does. It makes the
///   server's own limit tighter, and never wider.
///
/// Without it, the server's [`max_body`](crate::Server::max_body) (1 MiB) and `max_output`
/// (4 MiB) hold. The client is told which of the two was too large, not the limit.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Count words.
/// #[tool(read_only)]
/// #[limit(input = "16KiB", output = "1KiB")]
/// async fn count(text: String) -> String {
///     text.split_whitespace().count().to_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let client = Server::new("count", "0").tools(tools![count]).client()?;
/// let long = "a ".repeat(10_000);
/// let refusal = client.call("count", serde_json::json!({ "text": long })).await.unwrap_err();
/// assert_eq!(refusal.kind(), "input_too_large");
/// # Ok(())
/// # }
/// ```
pub use mcp_secure_macros::limit;
