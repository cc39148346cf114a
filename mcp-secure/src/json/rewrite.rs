//! The texts of a JSON text, rewritten where they stand.

use super::{
    cursor::Cursor,
    scan::{Limits, ScanError, Scanner},
};

/// Rewrites the strings of valid JSON, the names of members among them; `None` if `rewrite`
/// changes none. All else stays as it is written. Time is linear, and nothing recurses.
///
/// # Errors
///
/// Half of a surrogate pair, or a name that has become that of another member.
pub(crate) fn rewrite_texts(
    raw: &str,
    mut rewrite: impl FnMut(&str) -> Option<String>,
) -> Result<Option<String>, ScanError> {
    let mut written = String::new();
    let mut from = 0;
    let mut names_have_changed = false;
    let mut cursor = Cursor::new(raw);
    while cursor.find(b'"') {
        let start = cursor.position();
        let text = cursor.string()?.unescape();
        let end = cursor.position();
        let is_name = cursor.peek() == Some(b':');
        if let Some(changed) = rewrite(&text) {
            names_have_changed |= is_name;
            written.push_str(&raw[from..start]);
            written.push_str(&serde_json::Value::from(changed).to_string());
            from = end;
        }
    }
    if from == 0 {
        return Ok(None);
    }
    written.push_str(&raw[from..]);
    if names_have_changed {
        // It is our own text: as deep and as long as it was.
        let mut scanner = Scanner::from_text(&written, Limits::NONE);
        scanner.value()?;
    }
    Ok(Some(written))
}

/// Whether this holds for the strings of the JSON, by a look at the text as it stands. `false` where
/// an escape could stand for anything.
pub(crate) fn holds_for_texts(raw: &str, holds: impl Fn(&str) -> bool) -> bool {
    let bytes = raw.as_bytes();
    let is_harmless = |at: usize| !matches!(bytes.get(at + 1), Some(b'u' | b'b' | b'f'));
    holds(raw) && memchr::memchr_iter(b'\\', bytes).all(is_harmless)
}
