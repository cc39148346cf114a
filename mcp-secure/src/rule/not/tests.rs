#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;
use crate::rule::{any_text, each, filename, length, one_of, pattern, range};

fn described<T: ?Sized>(rule: &impl Rule<T>, mut schema: Schema) -> Value {
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn accepts_what_the_rule_refuses_and_refuses_what_it_accepts() {
    let rule = not(one_of(["admin"]));
    assert!(rule.judge("ada").is_ok());
    assert!(rule.judge("Admin").is_ok());
    assert!(rule.judge("admin").is_err());
    assert!(not(not(one_of([1, 2]))).judge(&1).is_ok());
    assert!(not(not(one_of([1, 2]))).judge(&3).is_err());
}

#[test]
fn lifts_no_default_of_text() {
    let lifts = |rule: &dyn Rule<str>| rule.bounds_length() || rule.takes_any_text();
    assert!(!lifts(&not(length(..=5))));
    assert!(!lifts(&not(any_text())));
}

#[test]
fn describes_as_not() {
    let rule = not(one_of(["a"]));
    assert_eq!(
        described(&rule, json_schema!({ "type": "string" })),
        json!({ "type": "string", "not": { "enum": ["a"] } })
    );
    let twice = Schema::try_from(described(&rule, json_schema!({ "type": "string" }))).unwrap();
    assert_eq!(
        described(&not(one_of(["b"])), twice),
        json!({
            "type": "string",
            "not": { "enum": ["a"] },
            "allOf": [{ "not": { "enum": ["b"] } }]
        })
    );
}

#[test]
fn never_refuses_an_absent_value_in_the_schema() {
    let nullable = || json_schema!({ "type": ["string", "null"] });
    for schema in [
        described(&not(one_of(["a"])), nullable()),
        described::<str>(&not(length(..=1)), nullable()),
        described::<[Option<String>]>(
            &not(each(one_of(["a"]))),
            json_schema!({ "type": ["array", "null"] }),
        ),
    ] {
        assert!(jsonschema::is_valid(&schema, &json!(null)), "{schema}");
        assert!(!jsonschema::is_valid(&schema, &json!("a")), "{schema}");
    }
}

#[test]
fn says_nothing_in_the_schema_where_the_rule_says_less_than_it_judges() {
    let plain = json!({ "type": "string" });
    let text = || json_schema!({ "type": "string" });
    assert_eq!(described(&not(filename()), text()), plain);
    assert_eq!(described::<str>(&not(length(..=4000)), text()), plain);
    assert_eq!(described::<str>(&not(length(..=4).bytes()), text()), plain);
    assert_eq!(described(&not(pattern("^\\p{L}$")), text()), plain);
    assert_eq!(described::<str>(&not(one_of(["a"])), json_schema!({})), json!({}));
    let number = || json_schema!({ "type": "number" });
    assert_eq!(described(&not(range(0.0..0.3)), number()), json!({ "type": "number" }));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(
        value in prop::option::of("[ab]{0,4}"),
        listed in "[ab]{0,2}",
        least in 0..4_usize,
    ) {
        let rules: [Box<dyn Rule<str>>; 4] = [
            Box::new(not(one_of([listed]))),
            Box::new(not(length(least..=3))),
            Box::new(not(pattern("^ab"))),
            Box::new(not(not(length(..=least)))),
        ];
        for rule in rules {
            let mut schema = Option::<String>::json_schema(&mut SchemaGenerator::default());
            rule.describe(&mut schema);
            let accepted = value.as_ref().is_none_or(|value| rule.judge(value).is_ok());
            let valid = jsonschema::is_valid(schema.as_value(), &json!(value));
            // What is refused altogether, or never, may be left unsaid.
            prop_assert!(valid || !accepted, "{:?}", schema);
        }
    }
}
