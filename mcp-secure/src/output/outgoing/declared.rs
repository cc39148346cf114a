//! The texts that a schema names: they are the author's own.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// The names of members, and the values that `enum` and `const` ask for. Rewritten, a result would
/// not fit its schema.
pub(super) fn texts(schema: &Map<String, Value>) -> HashSet<String> {
    let mut texts = HashSet::new();
    collect(schema, &mut texts);
    texts
}

fn collect(schema: &Map<String, Value>, texts: &mut HashSet<String>) {
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                texts.extend(properties.keys().cloned());
                properties.values().for_each(|inner| collect_in(inner, texts));
            }
            ("enum" | "const", value) => texts.extend(all_in(value)),
            (_, inner) => collect_in(inner, texts),
        }
    }
}

fn collect_in(value: &Value, texts: &mut HashSet<String>) {
    match value {
        Value::Object(schema) => collect(schema, texts),
        Value::Array(items) => items.iter().for_each(|item| collect_in(item, texts)),
        _ => {}
    }
}

fn all_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(all_in).collect(),
        _ => Vec::new(),
    }
}
