//! The end of a process that serves.

use std::time::Duration;

use crate::tool;

/// Ends the process if plain functions have not returned, after a while: nothing can stop them,
/// nobody waits for them any more, and the runtime would wait for ever.
pub(super) async fn leave_behind() {
    let all_return = async {
        while tool::running() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, all_return).await.is_err() {
        let running = tool::running();
        tracing::warn!(running, "functions that have not returned are left behind");
        std::process::exit(0);
    }
}

/// For what has only just been given up, and should not be torn apart.
const PATIENCE: Duration = Duration::from_secs(3);
