//! JSON Schemas of tools: 2020-12, one self-contained object each.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

use crate::parameter::Property;

mod headers;

pub(crate) use headers::mirrors;

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
    generator: SchemaGenerator,
) -> Map<String, Value> {
    match properties.iter().flatten().find(|property| property.is_all) {
        Some(Property { name, schema, .. }) => all(name, schema, generator),
        None => with_definitions(object(properties), generator),
    }
}

/// The schema of an object that has these members and no others.
pub(crate) fn object(properties: &[Option<Property>]) -> Map<String, Value> {
    let mut members = Map::new();
    let mut required = Vec::new();
    for Property { name, schema, required: is_required, .. } in properties.iter().flatten() {
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
    object
}

/// The input schema of arguments that are taken as a whole.
///
/// # Panics
///
/// If the type is not an object: that is a mistake in the program, found when it starts.
fn all(name: &str, schema: &Schema, generator: SchemaGenerator) -> Map<String, Value> {
    let mut object = root(schema.clone());
    assert!(
        is_object(&object),
        "`#[arguments] {name}` must be a struct with named fields, or an enum of such"
    );
    if object.insert("type".into(), "object".into()).is_some() {
        object.entry("additionalProperties").or_insert(false.into());
    }
    with_definitions(object, generator)
}

/// The output schema of the tool of this name.
///
/// # Panics
///
/// If the type is not an object: the protocol (before 2026-07-28) knows no other results with
/// structure, and its clients refuse the whole list of tools for one of them. That is a mistake
/// in the program, found when it starts.
pub(crate) fn output(tool: &str, schema: Schema, generator: SchemaGenerator) -> Map<String, Value> {
    let mut object = root(schema);
    assert!(
        is_object(&object),
        "the tool `{tool}` returns `Json` of something that is no object: put it into a struct"
    );
    object.insert("type".into(), "object".into());
    with_definitions(object, generator)
}

/// Whether all that the schema accepts are objects: those of a struct, or of an enum whose
/// variants all have fields.
fn is_object(schema: &Map<String, Value>) -> bool {
    if let Some(ty) = schema.get("type") {
        return ty == "object";
    }
    let variants = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    variants.is_some_and(|variants| {
        variants.iter().all(|variant| variant.as_object().is_some_and(is_object))
    })
}

/// The schema without the name of its Rust type, which says nothing to a model.
fn root(schema: Schema) -> Map<String, Value> {
    let mut object = schema.as_object().cloned().unwrap_or_default();
    object.remove("title");
    object
}

fn with_definitions(
    mut object: Map<String, Value>,
    mut generator: SchemaGenerator,
) -> Map<String, Value> {
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        object.insert("$defs".into(), definitions.into());
    }
    object
}

#[cfg(test)]
mod tests;
