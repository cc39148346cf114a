//! The codes of errors, as JSON-RPC numbers them.

/// JSON-RPC 2.0, section 5.1.
pub(crate) const INVALID_PARAMS: i32 = -32602;

/// MCP 2026-07-28, "Error Codes".
pub(crate) const MISSING_CLIENT_CAPABILITY: i32 = -32021;

pub(super) const UNAUTHENTICATED: i32 = code(401);
pub(super) const FORBIDDEN: i32 = code(403);
pub(super) const UNAVAILABLE: i32 = code(503);
pub(super) const TOO_MANY: i32 = code(429);

/// The code of an error that neither JSON-RPC nor MCP defines: it ends in the HTTP status that
/// says the same. MCP 2026-07-28 ("Error Codes") asks for codes outside of JSON-RPC's reserved
/// range.
pub(crate) const fn code(status: u16) -> i32 {
    -31_000 - status as i32
}
