//! Scopes as types, and their hierarchy.

use std::collections::{BTreeMap, BTreeSet};

use crate::caller::Caller;

/// Makes an enum a set of [scopes](trait@Scope), with their names and what each implies.
///
/// Each variant says its name; `implies(..)` lists the variants that whoever has this one has
/// too, directly or through others. A name that no scope can have (RFC 6749, section 3.3), one
/// that is given twice, and scopes that imply each other do not compile.
pub use mcp_secure_macros::Scope;

/// The scopes of a server as a type: `#[derive(Scope)]` on an enum.
///
/// Tools name its variants, `#[require_auth(scope = NotesScope::Write)]`, so that a typing error
/// is one of the compiler. From the tools the server learns the hierarchy: a caller that was
/// granted a scope has all that it implies, for the list of tools, for the call and for
/// [`Caller::has_scope`] alike. Tools that write their scopes as text do not say what implies
/// what: there, [`Server::scopes`](crate::Server::scopes) does.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// #[derive(Scope, Clone, Copy)]
/// enum NotesScope {
///     #[scope("notes:read")]
///     Read,
///     #[scope("notes:write", implies(Read))]
///     Write,
///     #[scope("notes:admin", implies(Write))]
///     Admin,
/// }
///
/// /// Read a note.
/// #[tool(read_only)]
/// #[require_auth(scope = NotesScope::Read)]
/// async fn read_note(caller: Caller) -> String {
///     format!("{} may write: {}", caller.subject(), caller.has_scope("notes:write"))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> mcp_secure::Result<()> {
/// let server = Server::new("notes", "0").auth(Jwt::from_env()?).tools(tools![read_note]);
/// let client = server.client()?.with_caller(Caller::new("ada").with_scopes(["notes:admin"]));
/// let reply = client.call("read_note", serde_json::json!({})).await.expect("admin implies read");
/// assert_eq!(reply.text(), "ada may write: true");
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scope",
    label = "neither a text nor a type with `#[derive(Scope)]`",
    note = "write `scope = \"notes:read\"`, or derive `Scope` for an enum of your scopes"
)]
pub trait Scope: Sized + 'static {
    /// All scopes of the type.
    const ALL: &'static [Self];

    /// The name in tokens and challenges.
    fn name(&self) -> &'static str;

    /// The scopes that this one implies directly.
    fn implies(&self) -> &'static [Self];
}

/// Which scopes each scope implies, through others too. One without implications is not in it.
#[derive(Clone, Debug, Default)]
pub struct Hierarchy(BTreeMap<&'static str, BTreeSet<&'static str>>);

impl Hierarchy {
    /// That of a type.
    pub(crate) fn of<S: Scope>() -> Self {
        let mut hierarchy = Self::default();
        for scope in S::ALL.iter().filter(|scope| !scope.implies().is_empty()) {
            let mut all = BTreeSet::new();
            let mut next: Vec<&S> = scope.implies().iter().collect();
            while let Some(implied) = next.pop() {
                if all.insert(implied.name()) {
                    next.extend(implied.implies());
                }
            }
            hierarchy.0.insert(scope.name(), all);
        }
        hierarchy
    }

    /// Knows what the other knows too.
    pub(crate) fn learn(&mut self, other: Self) {
        for (name, implied) in other.0 {
            self.0.entry(name).or_default().extend(implied);
        }
    }

    /// Each scope with all that it implies, sorted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
        self.0.iter().map(|(scope, implied)| (*scope, implied.iter().copied().collect()))
    }

    /// The caller with all scopes that those of its credential imply.
    pub(crate) fn close(&self, caller: Caller) -> Caller {
        let implied: BTreeSet<&str> =
            caller.scopes().filter_map(|scope| self.0.get(scope)).flatten().copied().collect();
        if implied.iter().all(|scope| caller.has_scope(scope)) {
            return caller;
        }
        let scopes: Vec<String> =
            caller.scopes().chain(implied.iter().copied()).map(str::to_owned).collect();
        caller.with_scopes(scopes)
    }

    /// Whether `scope` implies `other`.
    pub(crate) fn implies(&self, scope: &str, other: &str) -> bool {
        self.0.get(scope).is_some_and(|implied| implied.contains(other))
    }
}

#[cfg(test)]
mod tests;
