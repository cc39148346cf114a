//! Near names, for misspelled ones.

/// "did you mean …" without the question: the similar name if there is one, else all of them.
pub(crate) fn or_list(given: &str, known: &[&str]) -> String {
    match mcp_secure_grammar::similar(given, known) {
        Some(name) => format!("a similar name exists: `{name}`"),
        None => format!("known are {}", quoted(known)),
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
