//! What is declared beside a schema, which no keyword says.

use serde_json::Value;

use super::{Object, array, label};
use crate::parameter::review::{BOUNDED, DECLARED};

/// The texts of this kind: those of the value, and those of its variants, each behind the name of its own.
pub(super) fn texts(schema: &Object, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(schema, kind, "", &mut found);
    found
}

fn collect(schema: &Object, kind: &str, of: &str, found: &mut Vec<String>) {
    let own = schema.get(DECLARED).and_then(|declared| declared.get(kind));
    let own = own.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    found.extend(own.map(|text| format!("{of}{text}")));
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let variants: Vec<&Object> =
            array(schema, keyword).iter().filter_map(Value::as_object).collect();
        let is_one_of_several = is_one_of_several(&variants);
        for (index, variant) in variants.into_iter().enumerate() {
            match is_one_of_several {
                true => collect(variant, kind, &format!("{of}[{}] ", label(variant, index)), found),
                false => collect(variant, kind, of, found),
            }
        }
    }
}

/// Whether there is more than one variant, `null` apart.
pub(super) fn is_one_of_several(variants: &[&Object]) -> bool {
    let is_null = |variant: &&&Object| variant.get("type").is_some_and(|ty| ty == "null");
    variants.iter().filter(|variant| !is_null(variant)).count() > 1
}

/// Whether a rule bounds every text within.
pub(super) fn is_bound(schema: &Object) -> bool {
    schema.get(DECLARED).is_some_and(|declared| declared.get(BOUNDED) == Some(&Value::Bool(true)))
}
