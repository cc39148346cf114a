#![allow(clippy::unwrap_used)]

use std::{env, fs, path::Path};

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::*;

/// The published schema is that of the types: `WRITE_DOCUMENTS=1` writes it anew.
#[test]
fn the_schema_is_published() {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema: Value = generator.into_root_schema_for::<Posture>().into();
    schema["title"] = format!("Posture report of mcp-secure, version {VERSION}").into();
    schema["properties"]["version"] = json!({ "const": VERSION });
    let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/posture.schema.json");
    if env::var_os("WRITE_DOCUMENTS").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), schema, "write it anew: WRITE_DOCUMENTS=1");
}

fn walk(schema: Value) -> Vec<(String, String, Option<TextBound>)> {
    let (found, _) = parameters(schema.as_object().unwrap().clone());
    found.into_iter().map(|it| (it.pointer, it.types.join("|"), it.text)).collect()
}

#[test]
fn every_place_of_a_schema_is_found_once() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a/b": { "type": ["string", "null"], "maxLength": 5 },
            "list": { "type": "array", "items": { "type": "string" } },
            "pair": { "type": "array", "prefixItems": [{ "type": "integer" }, true] },
            "map": { "type": "object", "additionalProperties": { "enum": ["x", 1] } },
            "tree": { "$ref": "#/$defs/Tree" },
            "kind": { "oneOf": [
                { "type": "object", "properties": { "tag": { "const": "one" }, "text": { "type": "string" } } },
                { "type": "object", "properties": { "tag": { "const": "two" } } },
            ] },
            "maybe": { "anyOf": [
                { "type": "object", "properties": { "inner": { "type": "boolean" } } },
                { "type": "null" },
            ] },
            "never": false,
        },
        "$defs": { "Tree": { "type": "object", "properties": {
            "leaf": { "type": "string", "const": "x" },
            "children": { "type": "array", "items": { "$ref": "#/$defs/Tree" } },
        } } },
    });
    let (declared, default) = (Some(TextBound::Declared), Some(TextBound::Default));
    let expected = [
        ("/a~1b", "null|string", declared),
        ("/kind", "object", None),
        ("/kind[one]/tag", "string", declared),
        ("/kind[one]/text", "string", default),
        ("/kind[two]/tag", "string", declared),
        ("/list", "array", None),
        ("/list/*", "string", default),
        ("/map", "object", None),
        ("/map/{name}", "string", default),
        ("/map/*", "number|string", declared),
        ("/maybe", "null|object", None),
        ("/maybe/inner", "boolean", None),
        ("/pair", "array", None),
        ("/pair/0", "integer", None),
        ("/pair/1", "any", default),
        ("/tree", "object", None),
        ("/tree/children", "array", None),
        ("/tree/children/*", "object", None),
        ("/tree/leaf", "string", declared),
    ];
    let expected =
        expected.map(|(pointer, types, text)| (pointer.to_owned(), types.to_owned(), text));
    assert_eq!(walk(schema), expected);
}

/// Which of them would be compared?
#[test]
fn a_report_with_two_tools_of_one_name_is_not_read() {
    let mut report = crate::Server::new("test", "1").posture();
    let tool: Tool = serde_json::from_value(json!({
        "name": "a\u{1b}", "description": "", "source": { "file": "", "line": 1 },
        "annotations": {}, "policies": [], "guards": [], "parameters": [], "inputSchema": {},
        "access": { "who": "open", "which": "all", "scopes": [], "roles": [], "hidden": false },
        "timeout": { "ms": 1, "declared": "tool" }, "maxOutputBytes": 1, "maxCalls": 1,
        "output": "", "dangers": [],
    }))
    .unwrap();
    report.tools = vec![tool.clone(), tool];
    let error = Posture::from_json(&report.to_json()).unwrap_err().to_string();
    assert_eq!(error, "the posture report has two tools of the name `a\u{fffd}`");
}

#[test]
fn a_report_of_another_version_or_with_more_in_it_is_not_read() {
    let server = crate::Server::new("test", "1");
    let report = server.posture();
    let json = report.to_json();
    assert_eq!(Posture::from_json(&json).unwrap(), report);
    for (from, to) in [
        ("\"version\": 1", "\"version\": 2"),
        ("\"version\": 1", "\"version\": 1, \"more\": 1"),
        ("\"tools\": []", "\"tools\": [{}]"),
        ("\"maxCalls\": 512,", ""),
    ] {
        assert!(json.contains(from), "{from}");
        let error = Posture::from_json(&json.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.contains("make it again"), "{error}");
    }
}
