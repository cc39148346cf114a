#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;

fn described<T: ?Sized>(rule: &impl Rule<T>, mut schema: Schema) -> Value {
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn accepts_what_is_listed_in_any_order() {
    let rule = one_of(["z", "", "résumé", "a", "m"]);
    for value in ["z", "", "résumé", "a", "m"] {
        assert!(rule.judge(value).is_ok(), "{value}");
    }
    let rule = one_of(["b".to_owned(), "a".to_owned()]);
    assert!(rule.judge("a").is_ok());
    assert!(one_of([3_u8, 1, 2]).judge(&2).is_ok());
    assert!(one_of([-1_i64, 7]).judge(&-1).is_ok());
    assert!(one_of([0.5, 0.25]).judge(&0.25).is_ok());
    assert!(one_of([0.0]).judge(&-0.0).is_ok());
}

#[test]
fn refuses_what_is_only_near() {
    let rule = one_of(["admin", "user"]);
    for value in ["", "Admin", "admin ", " admin", "admin\n", "admin\0", "adm", "ａdmin"] {
        assert!(rule.judge(value).is_err(), "{value:?}");
    }
    for value in [f64::NAN, f64::INFINITY, 0.3] {
        assert!(one_of([0.1, 0.5, 0.9]).judge(&value).is_err());
    }
}

#[test]
fn an_empty_list_accepts_nothing() {
    let rule = one_of::<&str>([]);
    assert!(rule.judge("").is_err());
    let schema = described(&rule, json_schema!({ "type": "string" }));
    assert!(!jsonschema::is_valid(&schema, &json!("")));
}

#[test]
fn names_the_values_within_bounds() {
    let message = |rule: &OneOf<String>| rule.judge("?").unwrap_err().message().to_owned();
    let few = one_of(["a".to_owned(), "b".to_owned(), "a".to_owned()]);
    assert_eq!(message(&few), r#"must be one of: "a", "b""#);
    let many = one_of((0..1000).map(|number| format!("value {number}")));
    assert!(message(&many).len() < 400);
    assert!(message(&many).ends_with(" more"));
    assert!(many.judge("value 999").is_ok());
}

#[test]
fn describes_as_enum() {
    let rule = one_of(["b", "a", "b"]);
    assert_eq!(
        described(&rule, json_schema!({ "type": "string" })),
        json!({ "type": "string", "enum": ["b", "a"] })
    );
    assert_eq!(
        described(&rule, json_schema!({ "type": ["string", "null"] })),
        json!({ "type": ["string", "null"], "enum": ["b", "a", null] })
    );
    assert_eq!(described(&one_of([0.1_f32]), json_schema!({})), json!({ "enum": [0.1] }));
    assert_eq!(
        described(&one_of(["a"]), json_schema!({ "enum": ["a", "c"] })),
        json!({ "enum": ["a", "c"], "allOf": [{ "enum": ["a"] }] })
    );
}

#[test]
#[should_panic(expected = "not finite")]
fn refuses_to_list_nan() {
    let _ = one_of([1.0, f64::NAN]);
}

proptest! {
    #[test]
    fn agrees_with_the_schema(
        listed in prop::collection::vec("[ab]{0,2}", 0..6),
        value in "[ab]{0,3}",
    ) {
        let rule = one_of(listed);
        let schema = described(&rule, String::json_schema(&mut SchemaGenerator::default()));
        prop_assert_eq!(rule.judge(&value).is_ok(), jsonschema::is_valid(&schema, &json!(value)));
    }

    #[test]
    fn agrees_with_the_schema_on_numbers(
        listed in prop::collection::vec(-9..9_i32, 0..6),
        value in -9..9_i32,
    ) {
        let rule = one_of(listed);
        let schema = described(&rule, i32::json_schema(&mut SchemaGenerator::default()));
        prop_assert_eq!(rule.judge(&value).is_ok(), jsonschema::is_valid(&schema, &json!(value)));
    }
}
