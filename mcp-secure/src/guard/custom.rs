//! `#[guard(expr)]`: a guard of your own.

/// Adds a guard of your own: any value that implements [`Guard`](super::Guard).
///
/// The expression is evaluated once, when the server starts. Several may stand at one tool;
/// they are consulted from top to bottom, after the built-in ones.
///
/// ```
/// use mcp_secure::{answer::Answer, call::Call, guard::Guard, prelude::*, refusal::Refusal};
///
/// struct Paused(&'static std::sync::atomic::AtomicBool);
///
/// impl Guard for Paused {
///     fn name(&self) -> &'static str {
///         "paused"
///     }
///
///     fn describe(&self) -> String {
///         "unless an operator has paused the tool".into()
///     }
///
///     fn admit<'a>(&'a self, _call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
///         Answer::Now(match self.0.load(std::sync::atomic::Ordering::Relaxed) {
///             false => Ok(()),
///             true => Err(Refusal::denied("paused", "this tool is paused, try again later")),
///         })
///     }
/// }
///
/// static PAUSED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
///
/// /// Send a message.
/// #[tool(open_world)]
/// #[guard(Paused(&PAUSED))]
/// async fn send(text: String) -> String {
///     text
/// }
/// ```
pub use mcp_secure_macros::guard;
