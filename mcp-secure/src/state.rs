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

/// A parameter that needs nothing of the server.
pub struct NeedsNothing(());

/// A parameter that needs a state of type `T`.
pub struct NeedsState<T>(PhantomData<T>);

/// A server that holds everything that a tool needs.
pub trait Provides<Needs, Proof> {}

impl<S> Provides<NeedsNothing, ()> for S {}
impl<S: Holds<T, Proof>, T, Proof> Provides<NeedsState<T>, Proof> for S {}
impl<S, A, B, P, Q> Provides<(A, B), (P, Q)> for S where S: Provides<A, P> + Provides<B, Q> {}

/// A server that holds a state of type `T`.
#[diagnostic::on_unimplemented(
    message = "the server holds no state of type `{T}`",
    label = "this tool takes `State<{T}>`",
    note = "add `.state(..)` with a value of this type before `.tools(..)`; for `Authenticated`, add `.auth(..)`"
)]
pub trait Holds<T, Proof> {}

/// Proof that a state is the first of the list.
pub struct Here(());

/// Proof that a state is further on in the list.
pub struct Further<Proof>(PhantomData<Proof>);

impl<T, Rest> Holds<T, Here> for (T, Rest) {}
impl<T, First, Rest: Holds<T, Proof>, Proof> Holds<T, Further<Proof>> for (First, Rest) {}
