//! States: what a server holds for its tools, and the proof that it does.

use std::{fmt, marker::PhantomData, ops::Deref, sync::Arc};

/// A state that the server holds, given to it by
/// [`Server::state`](crate::Server::state): one `T` per server, shared by all calls.
///
/// A tool that takes the state of a type that the server does not hold does not compile.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use mcp_secure::prelude::*;
///
/// struct Visits(AtomicU64);
///
/// /// Count a visit.
/// #[tool]
/// async fn visit(visits: State<Visits>) -> String {
///     (visits.0.fetch_add(1, Ordering::Relaxed) + 1).to_string()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// // The function, in a test of its own:
/// assert_eq!(visit(Visits(AtomicU64::new(6)).into()).await, "7");
/// # }
/// ```
pub struct State<T>(Arc<T>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: fmt::Debug> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// For tests that call a tool's function themselves.
impl<T> From<T> for State<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> From<Arc<T>> for State<T> {
    fn from(shared: Arc<T>) -> Self {
        Self(shared)
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Stands in the list of what a server holds once it has an authenticator.
#[derive(Debug)]
pub struct Authenticated(());

/// A server that holds a state of type `T`.
#[diagnostic::on_unimplemented(
    message = "the server holds no state of type `{T}`",
    label = "a tool takes `State<{T}>`",
    note = "add `.state(..)` with a value of this type before `.tools(..)`"
)]
pub trait Holds<T, Proof> {}

/// A server that has an authenticator.
#[diagnostic::on_unimplemented(
    message = "a tool takes a `Caller`, but the server has no authenticator",
    label = "this tool needs a caller",
    note = "add `.auth(Jwt::from_env()?)` before `.tools(..)`"
)]
pub trait Authenticates<Proof> {}

/// Proof that it is the first of the list.
pub struct Here(());

/// Proof that it is further on in the list.
pub struct Further<Proof>(PhantomData<Proof>);

#[diagnostic::do_not_recommend]
impl<T, Rest> Holds<T, Here> for (T, Rest) {}
#[diagnostic::do_not_recommend]
impl<T, First, Rest: Holds<T, Proof>, Proof> Holds<T, Further<Proof>> for (First, Rest) {}

#[diagnostic::do_not_recommend]
impl<Rest> Authenticates<Here> for (Authenticated, Rest) {}
#[diagnostic::do_not_recommend]
impl<First, Rest: Authenticates<Proof>, Proof> Authenticates<Further<Proof>> for (First, Rest) {}
