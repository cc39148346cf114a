//! Where plain functions run.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{
    call::Call,
    error::{Error, Result},
};

/// Runs a plain `fn` where it may block: on the pool for blocking work.
///
/// The call stays counted until the function has returned, even if nobody waits any more.
pub async fn blocking<O, F>(call: Call, function: F) -> Result<O>
where
    O: Send + 'static,
    F: FnOnce() -> O + Send + 'static,
{
    let running = tokio::task::spawn_blocking(move || {
        let _running = Running::begin();
        let output = function();
        drop(call);
        output
    });
    match running.await {
        Ok(output) => Ok(output),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::new("the server is shutting down")),
        },
    }
}

/// How many plain functions have not returned, in the whole process: nothing can stop them.
pub(crate) fn running() -> usize {
    RUNNING.load(Ordering::Relaxed)
}

/// One of them.
struct Running;

impl Running {
    fn begin() -> Self {
        RUNNING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::Relaxed);
    }
}

static RUNNING: AtomicUsize = AtomicUsize::new(0);
