//! Patterns that find something, and not nothing.

use super::{check, refuse};

/// Refuses, besides, a pattern that matches where there is nothing: what it finds cannot be
/// replaced.
///
/// # Errors
///
/// As [`check`], and that the pattern matches the empty text.
pub fn check_substantial(pattern: &str) -> Result<(), String> {
    check(pattern)?;
    let shortest = regex_syntax::parse(pattern).ok().and_then(|hir| hir.properties().minimum_len());
    if shortest == Some(0) {
        return refuse(
            pattern,
            "matches where there is nothing, and so everywhere",
            "ask for one character at least, as in `+` in the place of `*`",
        );
    }
    Ok(())
}
