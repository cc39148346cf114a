//! The bounds of a call: how long anybody waits for it, how much it may return, and the places that it
//! holds.

use std::sync::{PoisonError, atomic::Ordering};

use tokio::sync::OwnedSemaphorePermit;

use super::Call;

impl Call {
    /// How many bytes the result may have: the stricter of the tool's own
    /// [`#[limit(output = ..)]`](macro@crate::guard::limit) and the server's
    /// [`max_output`](crate::Server::max_output).
    ///
    /// A tool that reads from a stream stops there: a larger result is refused as a whole.
    /// [`Json`](crate::Json) counts twice.
    ///
    /// ```
    /// use std::io::Read;
    /// use mcp_secure::prelude::*;
    ///
    /// /// Read a log from its beginning, as far as a reply goes.
    /// #[tool(read_only)]
    /// #[limit(output = "64KiB")]
    /// fn head(call: Call) -> Result<String> {
    ///     let log = std::fs::File::open("/dev/null")?;
    ///     let mut text = Vec::new();
    ///     log.take(call.max_output() as u64).read_to_end(&mut text)?;
    ///     Ok(String::from_utf8_lossy(&text).into_owned())
    /// }
    /// ```
    pub fn max_output(&self) -> usize {
        self.0.max_output
    }

    /// Whether the call has been answered, timed out or been given up by the client: nobody waits
    /// for its result any more.
    ///
    /// An `async fn` is dropped then. A plain `fn` that works for long asks now and then, and
    /// returns: nothing else can stop it.
    pub fn has_ended(&self) -> bool {
        self.0.has_ended.load(Ordering::Relaxed)
    }

    pub(crate) fn end(&self) {
        self.0.has_ended.store(true, Ordering::Relaxed);
    }

    /// Holds a place until the last clone of the call is gone.
    pub(crate) fn hold(&self, place: OwnedSemaphorePermit) {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner).push(place);
    }
}
