//! [`Answer`]: a value that is usually ready, and sometimes has to be waited for.

use std::{fmt, future::Future, pin::Pin};

/// What a [`Guard`](crate::guard::Guard) or an
/// [`Authenticator`](crate::auth::Authenticator) answers.
///
/// Most answers are known at once and cost no allocation; an answer that needs a
/// store or another server is a future.
#[non_exhaustive]
#[must_use = "an answer that nobody waits for decides nothing"]
pub enum Answer<'a, T> {
    /// The answer.
    Now(T),
    /// The answer comes from elsewhere.
    Later(Pin<Box<dyn Future<Output = T> + Send + 'a>>),
}

impl<'a, T> Answer<'a, T> {
    /// An answer that has to be waited for.
    pub fn later(future: impl Future<Output = T> + Send + 'a) -> Self {
        Self::Later(Box::pin(future))
    }

    /// Waits for the answer, if it is not there yet.
    pub async fn get(self) -> T {
        match self {
            Self::Now(value) => value,
            Self::Later(future) => future.await,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now(value) => f.debug_tuple("Now").field(value).finish(),
            Self::Later(_) => f.write_str("Later(..)"),
        }
    }
}
