//! The dialect of patterns.

/// Checks a pattern.
///
/// # Errors
///
/// The pattern is not in the dialect.
pub fn check(pattern: &str) -> Result<(), String> {
    regex_syntax::parse(pattern).map(drop).map_err(|error| error.to_string())
}
