//! The bounds of a [`Server`] for all of its tools, whatever their authors said.

use std::time::Duration;

use super::Server;
use crate::guard::Guard;

impl<S, A> Server<S, A> {
    /// Puts a guard before every tool: one for all of them together. It is asked before those of the
    /// tools, of which each may be stricter and none more lenient.
    ///
    /// ```
    /// use mcp_secure::{guard::{concurrency::Concurrency, resource_guard::ResourceGuard}, prelude::*};
    ///
    /// # /// Answer with the text.
    /// # #[tool]
    /// # async fn echo(text: String) -> String { text }
    /// let server = Server::new("notes", "1.0.0")
    ///     .tools(tools![echo])
    ///     // One caller has at most 16 calls running, of whichever tools.
    ///     .guard(Concurrency::new(16).per_caller())
    ///     .guard(ResourceGuard::new().memory(0.9))
    ///     // Each tool runs 32 calls at once at most.
    ///     .guard_each(|_tool| Concurrency::new(32).queue(64));
    /// ```
    pub fn guard(mut self, guard: impl Guard) -> Self {
        self.settings.everywhere.push(guard);
        self
    }

    /// Puts a guard before every tool: one of its own for each, made from its name. It is asked before
    /// those of the tool, which may be stricter and not more lenient.
    ///
    /// It holds for all tools, also those that are added after it.
    pub fn guard_each<G: Guard>(
        mut self,
        make: impl Fn(&str) -> G + Send + Sync + 'static,
    ) -> Self {
        self.settings.everywhere.push_each(make);
        self
    }

    /// How long a call may take, where the tool has no [`#[timeout]`](macro@crate::guard::timeout). The
    /// default is 30 s, after which most clients give up.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self.settings.is_timeout_declared = true;
        self
    }

    /// How long a call may take at most, whatever its tool declares. Without it, the tool's own
    /// [`#[timeout]`](macro@crate::guard::timeout) holds.
    pub fn max_timeout(mut self, timeout: Duration) -> Self {
        self.settings.max_timeout = timeout;
        self
    }

    /// How many calls run at once; one more is told to try again. The default is 512, as many
    /// as the runtime has threads for plain `fn` tools. One tool has a quarter of them.
    pub fn max_calls(mut self, calls: usize) -> Self {
        self.settings.max_calls = calls;
        self
    }

    /// How large the arguments of a call may be, in bytes of JSON as they come in. A tool's own
    /// [`#[limit(input = ..)]`](macro@crate::guard::limit) may be stricter. Without it, the whole request
    /// is bounded by [`max_body`](Self::max_body) alone.
    pub fn max_input(mut self, bytes: usize) -> Self {
        self.settings.max_input = bytes;
        self
    }

    /// How large a result may be, in bytes of its text, data and structure. The default is 4 MiB.
    /// A tool's own [`#[limit(output = ..)]`](macro@crate::guard::limit) may be stricter.
    ///
    /// [`Json`](crate::Json) goes out twice, as text and as structure, and counts twice. Escapes
    /// are not counted: on the wire a result may be larger.
    pub fn max_output(mut self, bytes: usize) -> Self {
        self.settings.max_output = bytes;
        self
    }
}
