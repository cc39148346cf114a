//! Values made from a schema, and near it.

use proptest::{collection::vec, prelude::*, sample};
use serde_json::{Map, Value, json};

use super::{near::near_text, text};

/// Values of the schema and near it, and values near these seeds.
pub(super) fn near(schema: &Value, seeds: &[Value]) -> BoxedStrategy<Value> {
    let mut choices = vec![(3, of(schema)), (1, anything())];
    if !seeds.is_empty() {
        let longest = longest(schema);
        let seeds = sample::select(seeds.to_vec()).prop_flat_map(move |seed| match seed {
            Value::String(text) => near_text(Just(text), longest).prop_map(Value::from).boxed(),
            seed => Just(seed).boxed(),
        });
        choices.push((4, seeds.boxed()));
    }
    union(choices)
}

fn of(schema: &Value) -> BoxedStrategy<Value> {
    let Some(schema) = schema.as_object().filter(|schema| !schema.is_empty()) else {
        return anything();
    };
    let mut choices = Vec::new();
    for keyword in ["anyOf", "oneOf", "allOf"] {
        let branches = schema.get(keyword).and_then(Value::as_array);
        for branch in branches.into_iter().flatten() {
            choices.push((2, of(&with(schema, keyword, branch))));
        }
    }
    if let Some(refused) = schema.get("not") {
        choices.push((2, of(&with(schema, "not", refused))));
    }
    if let Some(listed) = schema.get("enum").and_then(Value::as_array)
        && !listed.is_empty()
    {
        choices.push((3, sample::select(listed.clone()).boxed()));
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    choices.extend(types.into_iter().map(|name| (3, of_type(name, schema))));
    if choices.is_empty() { anything() } else { union(choices) }
}

/// The schema with one of its branches in the place of all.
fn with(schema: &Map<String, Value>, keyword: &str, branch: &Value) -> Value {
    let mut merged = schema.clone();
    merged.remove(keyword);
    merged.extend(branch.as_object().cloned().unwrap_or_default());
    Value::Object(merged)
}

fn of_type(name: &str, schema: &Map<String, Value>) -> BoxedStrategy<Value> {
    match name {
        "string" => {
            let longest = longest(&Value::Object(schema.clone()));
            near_text(text::of(schema), longest).prop_map(Value::from).boxed()
        }
        "integer" => whole_numbers(schema),
        "number" => union(vec![(1, whole_numbers(schema)), (2, numbers(schema))]),
        "array" => arrays(schema),
        "object" => objects(schema),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        _ => Just(Value::Null).boxed(),
    }
}

/// In characters.
pub(super) fn longest(schema: &Value) -> Option<usize> {
    schema
        .get("maxLength")
        .and_then(Value::as_u64)
        .and_then(|longest| usize::try_from(longest).ok())
}

const BOUNDS: [&str; 5] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

fn whole_numbers(schema: &Map<String, Value>) -> BoxedStrategy<Value> {
    let bounds: Vec<i64> =
        BOUNDS.iter().filter_map(|keyword| schema.get(*keyword)?.as_i64()).chain([0]).collect();
    let near = (sample::select(bounds.clone()), -2..=2_i64)
        .prop_map(|(bound, step)| Value::from(bound.saturating_add(step)));
    let multiple = (sample::select(bounds), -20..20_i64)
        .prop_map(|(bound, factor)| Value::from(bound.saturating_mul(factor)));
    let far = sample::select(vec![json!(i64::MIN), json!(i64::MAX), json!(u64::MAX)]);
    prop_oneof![4 => near, 2 => multiple, 1 => far, 1 => any::<i64>().prop_map(Value::from)].boxed()
}

fn numbers(schema: &Map<String, Value>) -> BoxedStrategy<Value> {
    let bounds: Vec<f64> =
        BOUNDS.iter().filter_map(|keyword| schema.get(*keyword)?.as_f64()).chain([0.0]).collect();
    let steps = vec![-1.0, -0.5, -1e-9, 0.0, 1e-9, 0.5, 1.0];
    let near = (sample::select(bounds.clone()), sample::select(steps))
        .prop_map(|(bound, step)| Value::from(bound + step));
    let next = (sample::select(bounds.clone()), any::<bool>())
        .prop_map(|(bound, up)| Value::from(if up { bound.next_up() } else { bound.next_down() }));
    let multiple = (sample::select(bounds), -20..20_i32)
        .prop_map(|(bound, factor)| Value::from(bound * f64::from(factor)));
    let far = any::<f64>().prop_filter("JSON has finite numbers", |number| number.is_finite());
    prop_oneof![4 => near, 2 => next, 2 => multiple, 1 => far.prop_map(Value::from)].boxed()
}

/// How many items or members: about the bounds, if there are some.
fn counts(schema: &Map<String, Value>, least: &str, most: &str) -> BoxedStrategy<usize> {
    let bounds = [least, most].into_iter().filter_map(|keyword| schema.get(keyword)?.as_u64());
    let bounds: Vec<u64> = bounds.filter(|&bound| bound < 100).collect();
    if bounds.is_empty() {
        return (0..5_usize).boxed();
    }
    let near = (sample::select(bounds), -1..=1_i64)
        .prop_map(|(bound, step)| usize::try_from(bound.saturating_add_signed(step)).unwrap());
    prop_oneof![3 => near, 1 => 0..5_usize].boxed()
}

fn arrays(schema: &Map<String, Value>) -> BoxedStrategy<Value> {
    let item = schema.get("items").map_or_else(anything, of);
    (counts(schema, "minItems", "maxItems"), any::<sample::Index>(), any::<bool>())
        .prop_flat_map(move |(count, which, repeat)| {
            vec(item.clone(), count).prop_map(move |mut items| {
                if repeat && !items.is_empty() {
                    let again = which.get(&items).clone();
                    let last = items.len() - 1;
                    items[last] = again;
                }
                Value::Array(items)
            })
        })
        .boxed()
}

fn objects(schema: &Map<String, Value>) -> BoxedStrategy<Value> {
    let names = schema.get("propertyNames").and_then(Value::as_object).cloned().unwrap_or_default();
    let names = Value::Object(names);
    let longest = longest(&names);
    // A name is told as a branch may be: in `anyOf` and the like, and always as a text.
    let name = prop_oneof![
        1 => near_text(text::of(names.as_object().unwrap()), longest),
        3 => of(&with_type(names)).prop_map(|name| match name {
            Value::String(name) => name,
            other => other.to_string(),
        }),
    ];
    let value = schema.get("additionalProperties").map_or_else(anything, of);
    counts(schema, "minProperties", "maxProperties")
        .prop_flat_map(move |count| vec((name.clone(), value.clone()), count))
        .prop_map(|members| Value::Object(members.into_iter().collect()))
        .boxed()
}

fn with_type(mut names: Value) -> Value {
    names["type"] = "string".into();
    names
}

/// A value of any type.
fn anything() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        vec(any::<String>(), 0..3).prop_map(Value::from),
        Just(json!({})),
    ]
    .boxed()
}

fn union(choices: Vec<(u32, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    proptest::strategy::Union::new_weighted(choices).boxed()
}
