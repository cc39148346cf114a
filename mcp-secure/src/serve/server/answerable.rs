//! Settings with which no call would be answered: a bound of nothing.

use super::Server;
use crate::error::{Error, Result};

impl<S, A> Server<S, A> {
    /// # Errors
    ///
    /// A bound is zero. That bounds nothing, it closes the server; and who takes it for "no bound" is to
    /// know.
    pub(super) fn check_bounds(&self) -> Result<()> {
        let (all, http) = (&self.settings, &self.http);
        let zeros: Vec<_> = [
            ("max_connections", http.max_connections == 0),
            ("max_connections_per_address", http.max_connections_per_address == Some(0)),
            ("max_body", http.max_body == 0),
            ("read_timeout", http.read_timeout.is_zero()),
            ("timeout", all.timeout.is_zero()),
            ("max_timeout", all.max_timeout.is_zero()),
            ("max_calls", all.max_calls == 0),
            ("max_input", all.max_input == 0),
            ("max_output", all.max_output == 0),
        ]
        .into_iter()
        .filter(|(_, is_zero)| *is_zero)
        .map(|(name, _)| format!("`.{name}(..)`"))
        .collect();
        if zeros.is_empty() {
            return Ok(());
        }
        Err(Error::new(format!(
            "with a bound of zero no call is answered: {}; leave it out for its default, or give it the \
             largest number for no bound",
            zeros.join(", "),
        )))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn refused(server: Server) -> String {
        server.client().err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_bound_of_nothing_keeps_the_server_from_starting() {
        let new = || Server::new("a", "1");
        let none = Duration::ZERO;
        for (server, name) in [
            (new().max_connections(0), "`.max_connections(..)`"),
            (new().max_connections_per_address(0), "`.max_connections_per_address(..)`"),
            (new().max_body(0), "`.max_body(..)`"),
            (new().read_timeout(none), "`.read_timeout(..)`"),
            (new().timeout(none), "`.timeout(..)`"),
            (new().max_timeout(none), "`.max_timeout(..)`"),
            (new().max_calls(0), "`.max_calls(..)`"),
            (new().max_input(0), "`.max_input(..)`"),
            (new().max_output(0), "`.max_output(..)`"),
        ] {
            let error = refused(server);
            assert!(error.contains(name) && error.matches("(..)").count() == 1, "{name}: {error}");
        }
        let error = refused(new().max_calls(0).max_body(0));
        assert!(error.contains("`.max_body(..)`, `.max_calls(..)`"), "all at once: {error}");
        // Small bodies have room of their own.
        assert_eq!(refused(new().max_body_memory(0)), "");
    }
}
