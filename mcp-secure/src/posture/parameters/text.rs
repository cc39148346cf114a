//! Whether a schema bounds how long a text can be.

use regex_syntax::hir::Look;
use serde_json::Value;

use super::{Object, array, declared::is_bound, types};
use crate::posture::model::TextBound;

/// The bound of a text of this schema.
pub(super) fn bound(schema: &Object) -> TextBound {
    match is_bounded(schema) {
        true => TextBound::Declared,
        false => TextBound::Default,
    }
}

fn is_bounded(schema: &Object) -> bool {
    let bounds = ["maxLength", "const", "enum"];
    let pattern = schema.get("pattern").and_then(Value::as_str);
    bounds.iter().any(|keyword| schema.contains_key(*keyword))
        || pattern.is_some_and(is_bounded_pattern)
        || array(schema, "allOf").iter().filter_map(Value::as_object).any(is_bounded)
        || ["anyOf", "oneOf"].iter().any(|keyword| {
            let variants = array(schema, keyword);
            !variants.is_empty() && variants.iter().all(is_bounded_variant)
        })
}

/// Whether no text of this variant is unbounded; one that can be no text has none.
fn is_bounded_variant(variant: &Value) -> bool {
    let Some(variant) = variant.as_object() else { return false };
    let may_be_text = types(variant).iter().any(|ty| ty == "string" || ty == "any");
    !may_be_text || is_bound(variant) || is_bounded(variant)
}

/// Whether only texts up to some length match: from their beginning to their end, without endless
/// repetitions.
fn is_bounded_pattern(pattern: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(pattern) else { return false };
    let properties = hir.properties();
    properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End)
        && properties.maximum_len().is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_bounds_a_text() {
        for (schema, expected) in [
            (json!({ "maxLength": 5 }), true),
            (json!({ "enum": ["a"] }), true),
            (json!({ "const": "a" }), true),
            (json!({ "pattern": "^[A-Z]{3}-[0-9]$" }), true),
            (json!({ "pattern": "^(?:a|bc)$" }), true),
            (json!({ "allOf": [{ "pattern": "a" }, { "maxLength": 5 }] }), true),
            (json!({ "anyOf": [{ "type": "string", "maxLength": 5 }, { "type": "null" }] }), true),
            (json!({ "anyOf": [{ "enum": ["a"] }, { "pattern": "^b$" }] }), true),
            (json!({}), false),
            (json!({ "minLength": 5 }), false),
            (json!({ "format": "uuid" }), false),
            (json!({ "pattern": "^[A-Z]+$" }), false),
            (json!({ "pattern": "[A-Z]{3}" }), false),
            (json!({ "pattern": "^[A-Z]{3}" }), false),
            (json!({ "pattern": "^a|b$" }), false),
            (json!({ "pattern": "(" }), false),
            (json!({ "not": { "maxLength": 5 } }), false),
            (json!({ "anyOf": [] }), false),
            (json!({ "anyOf": [{ "maxLength": 5 }, { "pattern": "a" }] }), false),
            (json!({ "anyOf": [{ "maxLength": 5 }, true] }), false),
        ] {
            assert_eq!(
                is_bounded(schema.as_object().unwrap_or(&Object::new())),
                expected,
                "{schema}"
            );
        }
    }
}
