#![allow(clippy::unwrap_used, dead_code, reason = "the types are described, not read")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;
use crate::{
    Json, State,
    caller::Caller,
    output::Output,
    parameter::{Parameter, Parameters},
    rule::length,
};

fn input_of(parameters: impl Parameters) -> Value {
    let mut generator = generator();
    let mut described = Vec::new();
    parameters.describe(&mut generator, &mut described);
    input(&described, generator).into()
}

fn output_of<O: Output>() -> Value {
    let mut generator = generator();
    let schema = O::schema(&mut generator).unwrap();
    output("tool", schema, generator).into()
}

/// Whether an independent validator accepts the value.
fn accepts(schema: &Value, value: &Value) -> bool {
    jsonschema::options().build(schema).unwrap().is_valid(value)
}

#[derive(Deserialize, Serialize, JsonSchema)]
struct Tree {
    /// What it is called.
    label: String,
    children: Vec<Tree>,
}

#[test]
fn a_tool_without_arguments_takes_an_empty_object() {
    let expected = json!({ "type": "object", "additionalProperties": false });
    assert_eq!(input_of(()), expected);
    let injected = (Parameter::<State<u8>>::new("a"), (Parameter::<Caller>::new("b"), ()));
    assert_eq!(input_of(injected), expected);
}

#[test]
fn what_is_declared_is_in_the_schema() {
    let name = Parameter::<String>::new("name").description("Whom.").rule(length(1..=5));
    let note = Parameter::<Option<String>>::new("note");
    let times = Parameter::<u8>::new("times").default(|| 3);
    assert_eq!(
        input_of((name, (note, (times, ())))),
        json!({
            "type": "object",
            "properties": {
                "name": { "type": "string", "description": "Whom.", "minLength": 1, "maxLength": 5 },
                "note": { "type": ["string", "null"] },
                "times": { "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255, "default": 3 },
            },
            "required": ["name"],
            "additionalProperties": false,
        })
    );
}

#[test]
fn nested_types_are_written_in_their_place() {
    #[derive(Deserialize, JsonSchema)]
    struct Order {
        item: Item,
    }
    #[derive(Deserialize, JsonSchema)]
    struct Item {
        count: bool,
    }
    let schema = input_of((Parameter::<Order>::new("order"), ()));
    let count = &schema["properties"]["order"]["properties"]["item"]["properties"]["count"];
    assert_eq!(*count, json!({ "type": "boolean" }));
    assert_eq!(schema.get("$defs"), None);
}

#[test]
fn a_type_that_contains_itself_is_defined_once_and_found() {
    let leaf = json!({ "label": "leaf", "children": [] });
    let tree = json!({ "label": "tree", "children": [leaf] });
    let broken = json!({ "label": "tree", "children": [{ "label": 1, "children": [] }] });

    let one = input_of((Parameter::<Tree>::new("tree"), ()));
    assert!(accepts(&one, &json!({ "tree": tree })), "{one}");
    assert!(!accepts(&one, &json!({ "tree": broken })), "{one}");

    let all = input_of((Parameter::<Tree>::new("tree").whole(), ()));
    let output = output_of::<Json<Tree>>();
    for schema in [all, output] {
        assert_eq!(schema["type"], "object");
        assert!(accepts(&schema, &tree), "{schema}");
        assert!(!accepts(&schema, &broken), "{schema}");
    }
}

#[test]
fn arguments_as_a_whole_are_the_fields_of_their_struct() {
    let schema = input_of((Parameter::<Tree>::new("tree").whole(), ()));
    assert_eq!(schema["properties"]["label"]["description"], "What it is called.");
    assert_eq!(schema["required"], json!(["label", "children"]));
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema.get("title"), None);
}

#[test]
#[should_panic(expected = "`#[arguments] names` must be a struct with named fields")]
fn arguments_as_a_whole_are_no_list() {
    input_of((Parameter::<Vec<String>>::new("names").whole(), ()));
}

#[test]
fn results_with_structure_are_objects() {
    #[derive(Serialize, JsonSchema)]
    #[serde(tag = "kind")]
    enum Found {
        One { name: String },
        Many { names: Vec<String> },
    }
    for schema in [output_of::<Json<BTreeMap<String, u8>>>(), output_of::<Json<Found>>()] {
        assert_eq!(schema["type"], "object");
        assert_eq!(schema.get("title"), None, "the name of a Rust type says nothing");
    }
    let found = output_of::<Json<Found>>();
    assert!(accepts(&found, &json!({ "kind": "One", "name": "a" })), "{found}");
    assert!(!accepts(&found, &json!({ "kind": "Two" })), "{found}");
}

#[test]
#[should_panic(expected = "`tool` returns `Json` of something that is no object")]
fn a_list_is_no_result_with_structure() {
    output_of::<Json<Vec<String>>>();
}

#[test]
#[should_panic(expected = "`tool` returns `Json` of something that is no object")]
fn nor_is_an_enum_with_a_variant_that_is_text() {
    #[derive(Serialize, JsonSchema)]
    enum Found {
        Nothing,
        One { name: String },
    }
    output_of::<Json<Found>>();
}
