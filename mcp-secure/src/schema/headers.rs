//! Arguments that clients repeat in headers: `x-mcp-header` in a schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Whether there are any.
///
/// # Panics
///
/// If a client would refuse the tool of this name for one of them (MCP 2026-07-28, "Schema
/// Extension"), or if one is of a secret: that is a mistake in the program, found when it starts.
pub(crate) fn mirrors(tool: &str, schema: &Map<String, Value>) -> bool {
    let mut headers = Headers { tool, seen: BTreeSet::new() };
    headers.visit(schema, Place { is_property: false, is_reachable: true });
    !headers.seen.is_empty()
}

struct Headers<'a> {
    tool: &'a str,
    seen: BTreeSet<String>,
}

/// Where a schema stands.
#[derive(Clone, Copy)]
struct Place {
    is_property: bool,
    /// It is reached from the root by `properties` alone.
    is_reachable: bool,
}

impl Headers<'_> {
    fn visit(&mut self, schema: &Map<String, Value>, place: Place) {
        for (keyword, value) in schema {
            match (keyword.as_str(), value) {
                ("x-mcp-header", name) => self.check(name, schema, place),
                // What is in them is data.
                ("default" | "const" | "enum" | "examples", _) => {}
                ("properties", Value::Object(members)) => {
                    let inner = Place { is_property: true, ..place };
                    members.values().for_each(|member| self.visit_value(member, inner));
                }
                ("$defs" | "definitions" | "patternProperties" | "dependentSchemas", _) => {
                    let members = value.as_object().into_iter().flat_map(Map::values);
                    members.for_each(|member| self.visit_value(member, ELSEWHERE));
                }
                _ => self.visit_value(value, ELSEWHERE),
            }
        }
    }

    fn visit_value(&mut self, value: &Value, place: Place) {
        match value {
            Value::Object(schema) => self.visit(schema, place),
            Value::Array(schemas) => {
                schemas.iter().for_each(|schema| self.visit_value(schema, ELSEWHERE));
            }
            _ => {}
        }
    }

    fn check(&mut self, name: &Value, schema: &Map<String, Value>, place: Place) {
        let tool = self.tool;
        let name = name.as_str().unwrap_or_default();
        if let Err(message) = mcp_secure_grammar::header(name) {
            panic!("the tool `{tool}`: {message}");
        }
        let ty = schema.get("type").and_then(Value::as_str);
        assert!(
            matches!(ty, Some("string" | "integer" | "boolean")),
            "the tool `{tool}`: the header `{name}` is of no text, integer or boolean"
        );
        assert!(
            place.is_property && place.is_reachable,
            "the tool `{tool}`: the header `{name}` is of an argument in a list, a map or a variant"
        );
        assert!(
            schema.get("writeOnly") != Some(&Value::Bool(true)),
            "the tool `{tool}`: the header `{name}` is of a secret"
        );
        assert!(
            self.seen.insert(name.to_ascii_lowercase()),
            "the tool `{tool}`: two arguments have the header `{name}`"
        );
    }
}

/// Not where a client looks for headers.
const ELSEWHERE: Place = Place { is_property: false, is_reachable: false };

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::panic::catch_unwind;

    use serde_json::json;

    use super::*;

    /// Whether there are headers, or what is wrong with them.
    fn mirrors(schema: Value) -> Result<bool, String> {
        catch_unwind(|| super::mirrors("it", schema.as_object().unwrap()))
            .map_err(|panic| *panic.downcast::<String>().unwrap())
    }

    fn text(name: Value) -> Value {
        json!({ "type": "string", "x-mcp-header": name })
    }

    #[test]
    fn headers_are_found_along_properties() {
        assert_eq!(mirrors(json!({ "properties": { "x-mcp-header": {} } })), Ok(false));
        assert_eq!(mirrors(json!({ "properties": { "a": text(json!("A")) } })), Ok(true));
        let nested = json!({ "properties": { "a": { "properties": { "b": text(json!("B")) } } } });
        assert_eq!(mirrors(nested), Ok(true));
        assert_eq!(mirrors(json!({ "default": { "x-mcp-header": 1 } })), Ok(false));
    }

    #[test]
    fn a_header_that_a_client_would_refuse_is_refused() {
        let a = || text(json!("A"));
        for (schema, why) in [
            (json!({ "properties": { "a": text(json!("")) } }), "cannot be in the name"),
            (json!({ "properties": { "a": text(json!("A B")) } }), "cannot be in the name"),
            (json!({ "properties": { "a": text(json!(1)) } }), "cannot be in the name"),
            (json!({ "properties": { "a": a(), "b": text(json!("a")) } }), "two arguments"),
            (json!({ "properties": { "a": { "x-mcp-header": "A" } } }), "no text"),
            (
                json!({ "properties": { "a": { "type": "number", "x-mcp-header": "A" } } }),
                "no text",
            ),
            (
                json!({ "properties": {
                    "a": { "type": "string", "writeOnly": true, "x-mcp-header": "A" }
                } }),
                "of a secret",
            ),
            (a(), "in a list"),
            (json!({ "properties": { "a": { "items": a() } } }), "in a list"),
            (json!({ "properties": { "a": { "additionalProperties": a() } } }), "in a list"),
            (json!({ "properties": { "a": { "oneOf": [a()] } } }), "in a list"),
            (json!({ "$defs": { "a": { "properties": { "b": a() } } } }), "in a list"),
            (json!({ "oneOf": [{ "properties": { "b": a() } }] }), "in a list"),
        ] {
            let message = mirrors(schema.clone()).unwrap_err();
            assert!(message.contains(why), "{schema}: {message}");
        }
    }
}
