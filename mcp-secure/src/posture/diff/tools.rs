//! One tool.

use super::{Changes, access, guards, or_none, parameters};
use crate::posture::{Declared, Tool};

pub(super) fn compare(old: Option<&Tool>, new: Option<&Tool>, changes: &mut Changes) {
    let Some(tool) = new.or(old) else { return };
    changes.tool = Some(tool.name.clone());
    changes.source = tool.source.clone();
    match (old, new) {
        (Some(old), Some(new)) => changed(old, new, changes),
        (None, Some(new)) => changes.weaker("tool", format!("new, for {}", new.access)),
        (Some(_), None) => changes.stronger("tool", "removed"),
        (None, None) => {}
    }
}

fn changed(old: &Tool, new: &Tool, changes: &mut Changes) {
    changes.neutral("title", or_none(old.title.as_deref()), or_none(new.title.as_deref()));
    changes.neutral("description", &old.description, &new.description);
    for (what, old, new) in [
        ("read_only", old.annotations.read_only, new.annotations.read_only),
        ("destructive", old.annotations.destructive, new.annotations.destructive),
        ("idempotent", old.annotations.idempotent, new.annotations.idempotent),
        ("open_world", old.annotations.open_world, new.annotations.open_world),
    ] {
        // What a tool does has changed, or what is said of it; clients ask people by that.
        let told = |hint: Option<bool>| hint.map_or("unsaid".to_owned(), |hint| hint.to_string());
        changes.other(what, told(old), told(new));
    }
    access::compare(&old.access, &new.access, changes);
    changes.protections("policy", &old.policies, &new.policies);
    guards::compare(&old.guards, &new.guards, changes);
    changes.bound("timeout (ms)", Some(old.timeout.ms), Some(new.timeout.ms));
    let is_declared = |tool: &Tool| tool.timeout.declared != Declared::Default;
    changes.protection("declared timeout", is_declared(old), is_declared(new));
    let bytes = |bound: Option<usize>| bound.map(|bytes| bytes as u64);
    changes.bound("input (bytes)", bytes(old.max_input_bytes), bytes(new.max_input_bytes));
    changes.bound(
        "output (bytes)",
        bytes(Some(old.max_output_bytes)),
        bytes(Some(new.max_output_bytes)),
    );
    changes.bound("calls at once", bytes(Some(old.max_calls)), bytes(Some(new.max_calls)));
    output(&old.output, &new.output, changes);
    parameters::compare(old, new, changes);
    if old.output_schema != new.output_schema {
        changes.neutral("output schema", "one", "another");
    }
    changes.openings("dangerous", &old.dangers, &new.dangers);
}

/// Sanitizers of results. What is dangerous is told [as such](Tool::dangers).
fn output(old: &str, new: &str, changes: &mut Changes) {
    let names = |text: &str| -> Vec<String> {
        let names = apart(text).into_iter().filter(|name| !name.starts_with("dangerous_"));
        names.map(str::to_owned).collect()
    };
    let (before, after) = (names(old), names(new));
    changes.steps("output sanitizer", &before, &after);
    if before == after {
        changes.other("output", old.to_owned(), new.to_owned());
    }
}

/// A list in words, at its own commas: those within parentheses and quotes are a sanitizer's.
fn apart(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_taken_apart_at_its_own_commas() {
        for (text, parts) in [
            ("printable text", &["printable text"][..]),
            ("printable text, html", &["printable text", "html"]),
            (r#"a, redact(["b, c", "d"]), e"#, &["a", r#"redact(["b, c", "d"])"#, "e"]),
            (r#"redact("\",("), html"#, &[r#"redact("\",(")"#, "html"]),
        ] {
            assert_eq!(apart(text), parts);
        }
    }
}
