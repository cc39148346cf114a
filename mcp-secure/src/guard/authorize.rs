//! `#[authorize(expr)]`: whether this caller may do this, with these arguments.

use std::future::Future;

use futures_util::future::BoxFuture;

use crate::{
    call::Call,
    error::Failure,
    output::{Output, Reply},
    refusal::Refusal,
};

/// Judges the caller **and the arguments**: `#[authorize(owns(&caller, &name))]`.
///
/// Scopes say what kind of thing a caller may do; which things are theirs only the arguments can
/// tell. The expression stands for that: all parameters of the tool are in scope under their own
/// names, by reference, and so is `self` in a block. It is evaluated on each call, after the
/// arguments were decoded, sanitized and judged, and before the function runs: on the very values
/// that the function receives. It may `.await`, and takes of the call's
/// [time](macro@crate::guard::timeout). Several at one tool are evaluated from top to bottom;
/// the first that denies decides.
///
/// # What it evaluates to
///
/// See [`Decision`]: a `bool`, a `Result<bool, _>` where looking it up can fail, or a
/// `Result<(), Refusal>` that says more.
///
/// # What the client is told
///
/// A result with `isError` and `denied`: HTTP has no status for it, since the tool and its scopes
/// are the caller's to use, and no challenge would help. The same text is said for each object,
/// whether it exists or not; where an object of others shall look like one that does not exist,
/// answer with the same [`ToolError`](crate::ToolError) in both cases.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// fn owns(caller: &Caller, name: &str) -> bool {
///     name.split_once('.').is_some_and(|(owner, _)| owner == caller.subject())
/// }
///
/// /// Delete a note.
/// #[tool(destructive)]
/// #[require_auth(scope = "notes:write")]
/// #[authorize(owns(&caller, &name))]
/// async fn delete_note(#[validate(filename)] name: String, caller: Caller) -> String {
///     format!("{} has deleted {name}", caller.subject())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let server = Server::new("notes", "0").auth(Jwt::from_env()?).tools(tools![delete_note]);
/// let ada = Caller::new("ada").with_scopes(["notes:write"]);
/// let client = server.client()?.with_caller(ada);
/// assert!(client.call("delete_note", serde_json::json!({ "name": "ada.todo" })).await.is_ok());
/// let denied = client.call("delete_note", serde_json::json!({ "name": "bob.todo" })).await;
/// assert_eq!(denied.unwrap_err().kind(), "denied");
/// # Ok(())
/// # }
/// ```
pub use mcp_secure_macros::authorize;

/// What the expression of [`#[authorize]`](macro@authorize) evaluates to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a decision",
    label = "`#[authorize(..)]` has to say whether the caller may do this",
    note = "write an expression of type `bool`, `Result<bool, _>` or `Result<(), Refusal>`"
)]
pub trait Decision {
    /// Goes on, or refuses the call.
    ///
    /// # Errors
    ///
    /// The call is refused.
    fn decide(self) -> Result<(), Refusal>;
}

/// `false` denies.
impl Decision for bool {
    fn decide(self) -> Result<(), Refusal> {
        let denied = || Refusal::denied("authorize", "the caller may not do this");
        self.then_some(()).ok_or_else(denied)
    }
}

/// A refusal of your own.
impl Decision for Result<(), Refusal> {
    fn decide(self) -> Result<(), Refusal> {
        self
    }
}

/// An error refuses too: it is told as one of the tool's own.
impl<E: Failure> Decision for Result<bool, E> {
    fn decide(self) -> Result<(), Refusal> {
        self.map_err(|error| Refusal::Failed(error.into_error()))?.decide()
    }
}

/// What stands between the arguments of a tool and its function.
pub trait Policy<V>: Send + Sync + 'static {
    #[doc(hidden)]
    fn run<'a, F, R, O>(&'a self, values: V, call: Call, function: &'a F) -> Running<'a>
    where
        F: Fn(V, Call) -> R + Send + Sync,
        R: Future<Output = O> + Send + 'static,
        O: Output + 'static,
        V: Send + 'static;
}

/// A call of a tool on its way.
pub type Running<'a> = BoxFuture<'a, Result<Reply, Refusal>>;

/// Nothing is declared.
pub struct Always;

/// Decides at once.
pub struct Check<C>(pub(crate) C);

/// Decides later.
pub struct CheckLater<C>(pub(crate) C);

impl<V> Policy<V> for Always {
    fn run<'a, F, R, O>(&'a self, values: V, call: Call, function: &'a F) -> Running<'a>
    where
        F: Fn(V, Call) -> R + Send + Sync,
        R: Future<Output = O> + Send + 'static,
        O: Output + 'static,
        V: Send + 'static,
    {
        Box::pin(finish(function(values, call)))
    }
}

impl<V, C> Policy<V> for Check<C>
where
    C: Fn(&V) -> Result<(), Refusal> + Send + Sync + 'static,
{
    fn run<'a, F, R, O>(&'a self, values: V, call: Call, function: &'a F) -> Running<'a>
    where
        F: Fn(V, Call) -> R + Send + Sync,
        R: Future<Output = O> + Send + 'static,
        O: Output + 'static,
        V: Send + 'static,
    {
        match (self.0)(&values) {
            Ok(()) => Box::pin(finish(function(values, call))),
            Err(refusal) => Box::pin(std::future::ready(Err(refusal))),
        }
    }
}

impl<V, C> Policy<V> for CheckLater<C>
where
    V: Sync,
    C: for<'v> Fn(&'v V) -> BoxFuture<'v, Result<(), Refusal>> + Send + Sync + 'static,
{
    fn run<'a, F, R, O>(&'a self, values: V, call: Call, function: &'a F) -> Running<'a>
    where
        F: Fn(V, Call) -> R + Send + Sync,
        R: Future<Output = O> + Send + 'static,
        O: Output + 'static,
        V: Send + 'static,
    {
        Box::pin(async move {
            (self.0)(&values).await?;
            finish(function(values, call)).await
        })
    }
}

async fn finish<O: Output>(running: impl Future<Output = O>) -> Result<Reply, Refusal> {
    running.await.into_reply().map_err(Refusal::Failed)
}
