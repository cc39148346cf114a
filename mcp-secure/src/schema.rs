//! JSON Schemas of tools: 2020-12, one self-contained object each.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

use crate::parameter::Property;

/// A generator whose definitions stand in `$defs` of the object that it is used for.
pub(crate) fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12();
    settings.meta_schema = None;
    // Clients that compile schemas to grammars fail on references; what cannot be inlined
    // (a type that contains itself) stays a reference.
    settings.inline_subschemas = true;
    settings.into_generator()
}

/// The input schema of these arguments: an object that takes nothing else.
pub(crate) fn input(
    properties: &[Option<Property>],
    mut generator: SchemaGenerator,
) -> Map<String, Value> {
    let mut members = Map::new();
    let mut required = Vec::new();
    for Property { name, schema, required: is_required, is_all } in properties.iter().flatten() {
        if *is_all {
            return all(name, schema, generator);
        }
        members.insert((*name).into(), schema.clone().into());
        if *is_required {
            required.push(Value::from(*name));
        }
    }
    let mut object = Map::new();
    object.insert("type".into(), "object".into());
    if !members.is_empty() {
        object.insert("properties".into(), members.into());
    }
    if !required.is_empty() {
        object.insert("required".into(), required.into());
    }
    object.insert("additionalProperties".into(), false.into());
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        object.insert("$defs".into(), definitions.into());
    }
    object
}

/// The input schema of arguments that are taken as a whole.
///
/// # Panics
///
/// If the type is not an object: that is a mistake in the program, found when it starts.
fn all(name: &str, schema: &Schema, mut generator: SchemaGenerator) -> Map<String, Value> {
    let mut object = output(schema.clone());
    assert!(
        object.get("type").is_some_and(|ty| ty == "object"),
        "`#[arguments] {name}` must be a struct with named fields"
    );
    object.entry("additionalProperties").or_insert(false.into());
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        object.insert("$defs".into(), definitions.into());
    }
    object
}

/// The output schema of a tool.
pub(crate) fn output(schema: Schema) -> Map<String, Value> {
    let mut object = schema.as_object().cloned().unwrap_or_default();
    // The name of a Rust type says nothing to a model.
    object.remove("title");
    object
}
