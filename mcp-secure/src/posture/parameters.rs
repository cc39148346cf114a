//! From the schema of the arguments to a list of all places in it.

use serde_json::{Map, Value};

use super::model::{Parameter, TextBound};
use crate::{
    parameter::review::{DECLARED, RULES, SANITIZERS},
    rule::review::TOLD,
};

mod declared;
mod text;

use declared::{is_bound, is_one_of_several};

type Object = Map<String, Value>;

/// All places of the schema, which was made [for a reviewer](crate::rule::review), from the outside
/// inwards; and the schema without what is no part of it.
pub(crate) fn parameters(mut schema: Object) -> (Vec<Parameter>, Object) {
    let definitions = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut walk = Walk { definitions: &definitions, within: Vec::new(), found: Vec::new() };
    let whole = place(&schema, "", true, false);
    // The object of all arguments is told of only where something is declared of it.
    if !whole.rules.is_empty() || !whole.sanitizers.is_empty() {
        walk.found.push(whole);
    }
    walk.parts(&schema, "", false);
    let found = walk.found;
    remove_declared(&mut schema);
    (found, schema)
}

struct Walk<'a> {
    definitions: &'a Object,
    /// The definitions that are being looked at: a type may contain itself.
    within: Vec<String>,
    found: Vec<Parameter>,
}

impl Walk<'_> {
    /// A place, and what is in it. `is_bounded`: a rule around it bounds each text within.
    fn place(&mut self, schema: &Value, pointer: &str, required: bool, is_bounded: bool) {
        let Value::Object(schema) = schema else {
            // `true`: anything at all. `false` is nothing.
            if schema == &Value::Bool(true) {
                self.found.push(place(&Object::new(), pointer, required, is_bounded));
            }
            return;
        };
        let name = reference(schema).map(str::to_owned);
        let schema = self.resolved(schema);
        self.found.push(place(&schema, pointer, required, is_bounded));
        match name {
            Some(name) if self.within.contains(&name) => {}
            Some(name) => {
                self.within.push(name);
                self.parts(&schema, pointer, is_bounded);
                self.within.pop();
            }
            None => self.parts(&schema, pointer, is_bounded),
        }
    }

    /// What is in a value of this schema.
    fn parts(&mut self, schema: &Object, pointer: &str, is_bounded: bool) {
        let is_bounded = is_bounded || is_bound(schema);
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, inner) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            let escaped = name.replace('~', "~0").replace('/', "~1");
            let is_required = required.contains(&name.as_str());
            self.place(inner, &format!("{pointer}/{escaped}"), is_required, false);
        }
        if let Some(items) = schema.get("items") {
            self.place(items, &format!("{pointer}/*"), false, is_bounded);
        }
        for (index, item) in array(schema, "prefixItems").iter().enumerate() {
            self.place(item, &format!("{pointer}/{index}"), true, is_bounded);
        }
        let others = schema.get("additionalProperties").filter(|it| **it != Value::Bool(false));
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let values: Vec<&Value> =
            others.into_iter().chain(patterns.into_iter().flat_map(Object::values)).collect();
        if !values.is_empty() {
            // Without a schema of their own, they can be any text.
            let names = schema.get("propertyNames").and_then(Value::as_object).cloned();
            let mut names = names.unwrap_or_default();
            names.insert("type".to_owned(), "string".into());
            let named = place(&names, &format!("{pointer}/{{name}}"), false, false);
            self.found.push(named);
        }
        for value in values {
            self.place(value, &format!("{pointer}/*"), false, is_bounded);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            self.variants(array(schema, keyword), pointer, is_bounded);
        }
    }

    /// What is in the variants of a value: their parts alone, since the value has been told of.
    fn variants(&mut self, variants: &[Value], pointer: &str, is_bounded: bool) {
        let variants: Vec<&Object> = variants.iter().filter_map(Value::as_object).collect();
        let is_one_of_several = is_one_of_several(&variants);
        for (index, variant) in variants.into_iter().enumerate() {
            let name = reference(variant).map(str::to_owned);
            if name.as_ref().is_some_and(|name| self.within.contains(name)) {
                continue;
            }
            let variant = self.resolved(variant);
            let label = if is_one_of_several {
                format!("[{}]", label(&variant, index))
            } else {
                String::new()
            };
            self.within.extend(name.clone());
            self.parts(&variant, &format!("{pointer}{label}"), is_bounded);
            if name.is_some() {
                self.within.pop();
            }
        }
    }

    /// The schema with what it refers to.
    fn resolved(&self, schema: &Object) -> Object {
        let Some(referred) = reference(schema).and_then(|name| self.definitions.get(name)) else {
            return schema.clone();
        };
        let mut resolved = referred.as_object().cloned().unwrap_or_default();
        for (keyword, value) in schema.iter().filter(|(keyword, _)| *keyword != "$ref") {
            resolved.insert(keyword.clone(), value.clone());
        }
        resolved
    }
}

fn reference(schema: &Object) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The name of a variant: that of its tag, of its only member, or its number.
fn label(variant: &Object, index: usize) -> String {
    let properties = variant.get("properties").and_then(Value::as_object);
    let properties: Vec<_> = properties.into_iter().flatten().collect();
    let tag = properties.iter().find_map(|(_, schema)| schema.get("const")?.as_str());
    match (tag, &properties[..]) {
        (Some(tag), _) => tag.to_owned(),
        (None, [(name, _)]) => (*name).clone(),
        _ => index.to_string(),
    }
}

fn place(schema: &Object, pointer: &str, required: bool, is_bounded: bool) -> Parameter {
    let types = types(schema);
    let may_be_text = types.iter().any(|ty| ty == "string" || ty == "any");
    let text = may_be_text.then(|| match is_bounded || is_bound(schema) {
        true => TextBound::Declared,
        false => text::bound(schema),
    });
    let string = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
    Parameter {
        pointer: pointer.to_owned(),
        types,
        required,
        description: string("description"),
        rules: declared::texts(schema, RULES),
        sanitizers: declared::texts(schema, SANITIZERS),
        secret: schema.get("writeOnly") == Some(&Value::Bool(true)),
        header: string("x-mcp-header"),
        text,
        constraints: constraints(schema),
    }
}

/// The types that a value can be, sorted; those of its variants, where it names none itself.
fn types(schema: &Object) -> Vec<String> {
    let mut types: Vec<String> = match schema.get("type") {
        Some(Value::String(ty)) => vec![ty.clone()],
        Some(Value::Array(types)) => {
            types.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ if schema.contains_key("const") || schema.contains_key("enum") => {
            let values = schema.get("const").into_iter().chain(array(schema, "enum"));
            values.map(|value| type_of(value).to_owned()).collect()
        }
        _ => {
            let variants = array(schema, "anyOf").iter().chain(array(schema, "oneOf"));
            let variants = variants.map(|variant| variant.as_object().map(types));
            variants.flat_map(|types| types.unwrap_or_else(|| vec!["any".to_owned()])).collect()
        }
    };
    if types.is_empty() {
        types.push("any".to_owned());
    }
    types.sort_unstable();
    types.dedup();
    types
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The keywords that ask something of a value itself: what asks it of a part stands at the part.
fn constraints(schema: &Object) -> Object {
    const OF_PARTS: [&str; 5] =
        ["properties", "items", "prefixItems", "patternProperties", "propertyNames"];
    const OTHERS: [&str; 9] = [
        "type",
        "title",
        "description",
        "examples",
        "x-mcp-header",
        "writeOnly",
        "$defs",
        "$ref",
        DECLARED,
    ];
    let mut kept = Object::new();
    for (keyword, value) in schema {
        let keyword = keyword.strip_prefix(TOLD).unwrap_or(keyword);
        if OF_PARTS.contains(&keyword) || OTHERS.contains(&keyword) {
            continue;
        }
        let value = match keyword {
            "additionalProperties" if value.is_object() => continue,
            "anyOf" | "oneOf" | "allOf" => Value::Array(
                array(schema, keyword)
                    .iter()
                    .map(|variant| match variant {
                        Value::Object(variant) => {
                            let mut own = constraints(variant);
                            for keyword in ["type", "writeOnly"] {
                                let value = variant.get(keyword);
                                own.extend(value.map(|it| (keyword.to_owned(), it.clone())));
                            }
                            Value::Object(own)
                        }
                        other => other.clone(),
                    })
                    .collect(),
            ),
            // What a rule was given, which may be what other rules describe.
            "when" | "refuses" | "accepts" => plain(value),
            _ => value.clone(),
        };
        kept.insert(keyword.to_owned(), value);
    }
    kept
}

/// The same without the beginnings of words that are none of JSON Schema's.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let plain = |(keyword, value): (&String, _)| {
                (keyword.strip_prefix(TOLD).unwrap_or(keyword).to_owned(), plain(value))
            };
            Value::Object(members.iter().map(plain).collect())
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

fn array<'a>(schema: &'a Object, keyword: &str) -> &'a [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn remove_declared(schema: &mut Object) {
    schema.retain(|keyword, _| keyword != DECLARED && !keyword.starts_with(TOLD));
    for value in schema.values_mut() {
        remove_in(value);
    }
}

fn remove_in(value: &mut Value) {
    match value {
        Value::Object(schema) => remove_declared(schema),
        Value::Array(items) => items.iter_mut().for_each(remove_in),
        _ => {}
    }
}
