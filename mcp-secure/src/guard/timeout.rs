//! `#[timeout("5s")]`: how long a call may run.

/// How long a call of the tool may run: `#[timeout("5s")]`, in `ms`, `s`, `min`, `h` or `d`.
///
/// Without it, the [server's](crate::Server::timeout) holds: 30 s. The client is told that the
/// tool did not finish in time, not which time that was.
///
/// # Promises
///
/// - The time is that of the whole call: waiting [guards](super::Guard) are in it.
/// - An `async fn` is dropped when its time is up: it does not run on.
/// - A plain `fn` cannot be stopped. Its caller is answered, and the call goes on counting
///   against [`max_calls`](crate::Server::max_calls) until the function returns.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Look something up.
/// #[tool(read_only)]
/// #[timeout("500ms")]
/// async fn look_up(word: String) -> String {
///     word
/// }
/// ```
pub use mcp_secure_macros::timeout;
