//! `#[require_auth]`: the tool needs a caller, and perhaps scopes.

/// The tool needs an authenticated caller; with scopes, one that was granted them.
///
/// - `#[require_auth]`: any authenticated caller.
/// - `#[require_auth(scope = "notes:read")]`: a caller with this scope.
/// - `#[require_auth(all = ["notes:read", "notes:write"])]`: with all of these.
/// - `#[require_auth(any = ["notes:write", "notes:admin"])]`: with at least one of these.
/// - `#[require_auth(scope = NotesScope::Write)]`: the same with a [type](trait@crate::scope::Scope), which also
///   says which scopes imply which.
/// - `#[require_auth(scope = "notes:write", role = "editor")]`: with the scope and the role;
///   `roles = ["editor", "owner"]`: with one of these. Where roles come from, the
///   [authenticator](crate::auth) says.
///
/// Scopes are compared byte for byte (RFC 6749, section 3.3); a scope that the grammar does
/// not allow is a compile error.
///
/// # Promises
///
/// - A server without [`.auth(..)`](crate::Server::auth) that serves the tool does not compile.
/// - What a caller may not call, it does not see in `tools/list`: one object answers for both.
/// - Over HTTP a caller without a credential gets 401, one without the scopes 403, each with
///   all scopes that the call needs in one challenge (RFC 6750, section 3; RFC 9728, section
///   5.1). Of `any`, the challenge names the first. On stdio the same is a JSON-RPC error.
/// - A caller that only lacks the role gets 403 without a challenge: no scope would help it.
/// - With `#[tool(hidden)]` such a caller gets instead what it gets for a tool that does not
///   exist.
///
/// It does not judge whether *this* caller may touch *this* thing:
/// [`#[authorize]`](macro@crate::guard::authorize) does.
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Tell who the caller is.
/// #[tool(read_only)]
/// #[require_auth(any = ["profile", "admin"])]
/// async fn whoami(caller: Caller) -> String {
///     caller.subject().to_owned()
/// }
/// ```
pub use mcp_secure_macros::require_auth;
