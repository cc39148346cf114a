//! The schemas of enums.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{Choice, Tagging, Variant};

impl<T: 'static> Choice<T> {
    pub(super) fn describe(&self, generator: &mut SchemaGenerator) -> Schema {
        match self.tagging {
            Tagging::External => self.external_schema(generator),
            Tagging::Internal(tag) => self.internal_schema(tag, generator),
            Tagging::Adjacent(tag, content) => self.adjacent_schema([tag, content], generator),
            Tagging::Untagged => {
                let variants = self.variants.iter();
                let all: Vec<_> = variants
                    .map(|variant| variant.described(variant.content.describe(generator)))
                    .collect();
                json_schema!({ "anyOf": all })
            }
        }
    }

    fn external_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let (units, others): (Vec<_>, Vec<_>) =
            self.variants.iter().partition(|variant| variant.is_unit);
        let is_told = |variants: &[&Variant<T>]| variants.iter().any(|v| !v.description.is_empty());
        let mut all: Vec<Value> = Vec::new();
        if is_told(&units) {
            all.extend(units.iter().map(|unit| unit.described(constant(unit.name))));
        } else if !units.is_empty() {
            let names: Vec<_> = units.iter().map(|unit| unit.name).collect();
            all.push(json_schema!({ "type": "string", "enum": names }).into());
        }
        all.extend(others.iter().map(|variant| {
            let content = variant.content.describe(generator);
            variant.described(json_schema!({
                "type": "object",
                "properties": { (variant.name): content },
                "required": [variant.name],
                "additionalProperties": false,
            }))
        }));
        one_of(all)
    }

    fn internal_schema(&self, tag: &'static str, generator: &mut SchemaGenerator) -> Schema {
        one_of(self.variants.iter().map(|variant| {
            let mut schema = if variant.is_unit {
                json_schema!({ "type": "object", "additionalProperties": false })
            } else {
                variant.content.describe(generator)
            };
            let object = schema.ensure_object();
            let properties =
                object.entry("properties").or_insert_with(|| Value::Object(Default::default()));
            if let Value::Object(properties) = properties {
                properties.insert(tag.to_owned(), constant(variant.name).into());
            }
            if let Value::Array(required) =
                object.entry("required").or_insert_with(|| Value::Array(Vec::new()))
            {
                required.insert(0, tag.into());
            }
            variant.described(schema)
        }))
    }

    fn adjacent_schema(
        &self,
        [tag, content]: [&'static str; 2],
        generator: &mut SchemaGenerator,
    ) -> Schema {
        one_of(self.variants.iter().map(|variant| {
            let name = constant(variant.name);
            variant.described(if variant.is_unit {
                json_schema!({
                    "type": "object",
                    "properties": { (tag): name },
                    "required": [tag],
                    "additionalProperties": false,
                })
            } else {
                json_schema!({
                    "type": "object",
                    "properties": { (tag): name, (content): variant.content.describe(generator) },
                    "required": [tag, content],
                    "additionalProperties": false,
                })
            })
        }))
    }
}

impl<T> Variant<T> {
    fn described(&self, mut schema: Schema) -> Value {
        if !self.description.is_empty() {
            schema.insert("description".to_owned(), self.description.into());
        }
        schema.into()
    }
}

fn constant(name: &str) -> Schema {
    json_schema!({ "type": "string", "const": name })
}

fn one_of(schemas: impl IntoIterator<Item = Value>) -> Schema {
    let mut schemas: Vec<Value> = schemas.into_iter().collect();
    match schemas.pop() {
        Some(Value::Object(only)) if schemas.is_empty() => only.into(),
        last => {
            schemas.extend(last);
            json_schema!({ "oneOf": schemas })
        }
    }
}
