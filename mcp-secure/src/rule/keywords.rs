//! JSON Schema keywords that several rules write.
//!
//! Two rules on one parameter may write the same keyword: the stricter one stays.

use std::cmp::Ordering;

use schemars::Schema;
use serde_json::{Map, Number, Value, json};

use super::review::is_review;

/// Length caps from here on are enforced but left out of the schema: some clients compile
/// schemas to grammars and fail on large repetitions.
pub(super) const FIRST_UNTOLD_LENGTH: usize = 2000;

/// Writes an upper limit, unless a lower one is there.
pub(super) fn at_most(schema: &mut Schema, keyword: &str, limit: impl Into<Number>) {
    limit_by(schema, keyword, limit.into(), Ordering::Less);
}

/// Writes a lower limit, unless a higher one is there.
pub(super) fn at_least(schema: &mut Schema, keyword: &str, limit: impl Into<Number>) {
    limit_by(schema, keyword, limit.into(), Ordering::Greater);
}

/// Writes a length limit as [`at_most`] does, unless it is too large to tell.
pub(super) fn length_at_most(schema: &mut Schema, keyword: &str, limit: usize) {
    if limit < FIRST_UNTOLD_LENGTH || (is_review() && limit < usize::MAX) {
        at_most(schema, keyword, limit);
    }
}

/// Writes a length limit as [`at_least`] does, unless it is too large to tell or zero.
pub(super) fn length_at_least(schema: &mut Schema, keyword: &str, limit: usize) {
    if (1..FIRST_UNTOLD_LENGTH).contains(&limit) || (is_review() && limit > 0) {
        at_least(schema, keyword, limit);
    }
}

/// Writes a keyword of which a schema can hold one, beside the one that is there.
pub(super) fn also(schema: &mut Schema, keyword: &str, value: Value) {
    let object = schema.ensure_object();
    match object.get(keyword) {
        None => {
            object.insert(keyword.to_owned(), value);
        }
        Some(there) if *there == value => {}
        Some(_) => {
            let all = object.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.push(json!({ keyword: value }));
            }
        }
    }
}

/// What `write` adds to the schema or changes in it, as a schema of its own: with the schema
/// itself it says the same as the result. It is written onto a copy, so that rules see the
/// types and the items that are there.
pub(super) fn difference(schema: &Schema, write: impl FnOnce(&mut Schema)) -> Map<String, Value> {
    let mut written = schema.clone();
    write(&mut written);
    let before = schema.as_object();
    let written = written.as_object().cloned().unwrap_or_default();
    written
        .into_iter()
        .filter(|(keyword, value)| before.and_then(|before| before.get(keyword)) != Some(value))
        .collect()
}

/// The schema without `null` among its types, if it says its types.
pub(super) fn without_null(schema: &Schema) -> Option<Schema> {
    let mut schema = schema.clone();
    match schema.get_mut("type")? {
        Value::Array(names) => {
            names.retain(|name| name != "null");
            if let [only] = &names[..] {
                let only = only.clone();
                schema.insert("type".into(), only);
            }
        }
        Value::String(name) if name != "null" => {}
        _ => return None,
    }
    Some(schema)
}

/// Whether the schema's `type` names `null`, as that of an `Option` does.
pub(super) fn allows_null(schema: &Schema) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
        _ => false,
    }
}

fn limit_by(schema: &mut Schema, keyword: &str, limit: Number, stricter: Ordering) {
    let object = schema.ensure_object();
    match object.get(keyword) {
        Some(Value::Number(there)) if compare(&limit, there) != stricter => {}
        _ => {
            object.insert(keyword.to_owned(), Value::Number(limit));
        }
    }
}

/// Compares without a detour over floats where both are whole.
fn compare(a: &Number, b: &Number) -> Ordering {
    let whole =
        |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_limit_stays() {
        let mut schema = schemars::json_schema!({ "maxLength": 10, "minimum": 0 });
        at_most(&mut schema, "maxLength", 20u64);
        at_least(&mut schema, "minimum", -5);
        assert_eq!(schema.as_value(), &json!({ "maxLength": 10, "minimum": 0 }));
        at_most(&mut schema, "maxLength", 5u64);
        at_least(&mut schema, "minimum", u64::MAX);
        assert_eq!(schema.as_value(), &json!({ "maxLength": 5, "minimum": u64::MAX }));
    }

    #[test]
    fn a_second_pattern_stands_beside_the_first() {
        let mut schema = schemars::json_schema!({});
        for pattern in ["a", "a", "b", "c"] {
            also(&mut schema, "pattern", pattern.into());
        }
        assert_eq!(
            schema.as_value(),
            &json!({ "pattern": "a", "allOf": [{ "pattern": "b" }, { "pattern": "c" }] })
        );
    }

    #[test]
    fn large_lengths_are_not_told() {
        let mut schema = schemars::json_schema!({});
        length_at_most(&mut schema, "maxLength", FIRST_UNTOLD_LENGTH);
        length_at_least(&mut schema, "minLength", FIRST_UNTOLD_LENGTH);
        length_at_least(&mut schema, "minLength", 0);
        assert_eq!(schema.as_value(), &json!({}));
    }
}
