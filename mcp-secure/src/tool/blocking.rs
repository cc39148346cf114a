//! Where plain functions run.

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
