#![allow(clippy::unwrap_used)]

use schemars::generate::SchemaSettings;
use serde_json::json;

use super::*;
use crate::{
    error::{Error, ToolError},
    json::{Parts, Raw},
    rule::{Violation, Violations},
};

fn secrets(json: &str) -> Secrets {
    let mut parts = Parts::default();
    let mut secrets = Secrets::default();
    secrets.add_all(Raw::new(json).indexed(&mut parts).unwrap());
    secrets
}

#[test]
fn a_secret_is_not_shown() {
    let secret = Secret::new("hunter2".to_owned());
    assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret(..) Some(Secret(..))");
    assert_eq!(secret.expose(), "hunter2");
}

#[test]
fn secrets_are_compared() {
    let secret = Secret::new("hunter2".to_owned());
    assert!(secret == "hunter2" && secret == Secret::new("hunter2".to_owned()));
    for other in ["", "hunter", "hunter22", "hunter3"] {
        assert!(secret != other && secret != Secret::new(other.to_owned()), "{other}");
    }
    assert!(Secret::new(vec![1_u8, 2]) == Secret::new(vec![1, 2]));
}

#[test]
fn the_schema_says_so() {
    fn schema<T: JsonSchema>() -> serde_json::Value {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        generator.subschema_for::<T>().into()
    }
    let text = json!({ "type": "string", "format": "password", "writeOnly": true });
    assert_eq!(schema::<Secret<String>>(), text);
    let optional = json!({ "type": ["string", "null"], "format": "password", "writeOnly": true });
    assert_eq!(schema::<Option<Secret<String>>>(), optional);
    assert_eq!(schema::<Secret<Option<String>>>(), optional);
    assert_eq!(schema::<Vec<Secret<String>>>(), json!({ "type": "array", "items": text }));
    assert_eq!(schema::<Secret<bool>>(), json!({ "type": "boolean", "writeOnly": true }));
}

#[test]
fn secrets_are_taken_out_of_a_text_in_every_form() {
    let secrets = secrets(r#"{ "user": ["hunter2", 4711, "a\"\n"], "flag": true, "none": null }"#);
    for (text, clean) in [
        ("nothing", "nothing"),
        ("hunter2 hunter22", "[secret] [secret]2"),
        ("of user 4711", "of [secret] [secret]"),
        ("true and null", "true and null"),
        ("a\"\n", "[secret]"),
        (r#""a\"\n""#, r#""[secret]""#),
    ] {
        assert_eq!(secrets.clean(text), clean);
    }
}

#[test]
fn a_secret_within_another_leaves_nothing_of_it() {
    let secrets = secrets(r#"["abc", "abcdef", "cde", "s", "e"]"#);
    assert_eq!(secrets.clean("xabcdefx"), "x[secret]x");
    assert_eq!(secrets.clean("see"), "[secret][secret][secret]");
}

#[test]
fn many_secrets_leave_nothing_of_the_text() {
    let many: Vec<String> = (0..100).map(|i| format!("secret-{i}")).collect();
    let secrets = secrets(&serde_json::to_string(&many).unwrap());
    assert_eq!(secrets.clean("secret-99 and more"), "[secret]");
}

#[test]
fn secrets_are_taken_out_of_a_structure() {
    let secrets = secrets(r#"["hunter2", 4711]"#);
    let value = json!({ "a": ["x hunter2", 4711, 1, true], "hunter2": { "b": null } });
    let clean = json!({ "a": ["x [secret]", "[secret]", 1, true], "[secret]": { "b": null } });
    assert_eq!(secrets.clean_json(value), clean);
}

#[test]
fn errors_are_told_without_secrets() {
    let secrets = secrets(r#""hunter2""#);
    let clean = secrets.clean_error(ToolError::new("no: hunter2").into());
    assert_eq!(clean.tool_error().unwrap().message(), "no: [secret]");
    let error = Error::new("hunter2").context("login of hunter2");
    let clean = secrets.clean_error(error);
    assert!(clean.tool_error().is_none());
    assert_eq!(clean.to_string(), "login of [secret]: [secret]");
    // Context is the operator's, the message the model's.
    let error = Error::from(ToolError::new("no")).context("login of hunter2");
    let clean = secrets.clean_error(error);
    assert_eq!(clean.tool_error().unwrap().message(), "no");
    assert!(!clean.to_string().contains("hunter2"));
    // An error that says nothing of it keeps its type.
    let clean = secrets.clean_error(std::io::Error::other("other").into());
    assert!(clean.downcast_ref::<std::io::Error>().is_some());
}

#[test]
fn a_rule_that_tells_the_value_does_not() {
    let mut violations = Violations::default();
    violations.push(Violation::new("own", "must not be hunter2").at("password"));
    let clean = secrets(r#""hunter2""#).clean_violations(violations);
    let violation = clean.iter().next().unwrap();
    assert_eq!((violation.pointer(), violation.message()), ("/password", "must not be [secret]"));
}
