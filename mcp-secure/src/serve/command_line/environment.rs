//! What the environment asks of a server, beside what the program declares.

use super::{Server, audit, encryption, spans};
use crate::error::{Error, Result};

/// What the environment asks for: its name, and how the server takes it.
pub(super) type Wish<S, A> = (&'static str, fn(&mut Server<S, A>) -> Result<()>);

/// All of it, for serving and for `check`.
pub(super) fn wishes<S, A>(is_stdio: bool) -> impl Iterator<Item = Wish<S, A>> {
    let wishes: [Wish<S, A>; 4] = [
        ("spans", spans::trace),
        ("audit", audit::keep),
        ("metrics", expose),
        // Standard input and output have no TLS.
        ("tls", encryption::encrypt),
    ];
    wishes.into_iter().filter(move |(name, _)| !is_stdio || *name != "tls")
}

fn expose<S, A>(server: &mut Server<S, A>) -> Result<()> {
    if let Some(address) = variable("MCP_METRICS_ADDR")? {
        server.http_mut().metrics = Some(address);
    }
    Ok(())
}

/// A variable of the environment, unless it is empty.
///
/// # Errors
///
/// It is no text: what is asked for is not to be forgotten.
pub(super) fn variable(name: &str) -> Result<Option<String>> {
    let Some(value) = std::env::var_os(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    value.into_string().map(Some).map_err(|_| Error::new(format!("{name} is not text (UTF-8)")))
}
