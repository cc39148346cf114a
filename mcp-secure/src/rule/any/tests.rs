#![allow(clippy::unwrap_used)]

use proptest::prelude::{prop_assert_eq, proptest};
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;
use crate::rule::{
    Violations, all, any_text, check, each, filename, length, one_of, pattern, range,
};

fn described<T: ?Sized>(rule: &impl Rule<T>, mut schema: Schema) -> Value {
    rule.describe(&mut schema);
    schema.to_value()
}

fn bounds(rule: &impl Rule<str>) -> (bool, bool) {
    (rule.bounds_length(), rule.takes_any_text())
}

#[test]
fn accepts_what_one_of_the_rules_accepts() {
    let rule = any((one_of(["-"]), pattern("^[0-9]+$"), length(5..=6)));
    for good in ["-", "42", "abcde"] {
        assert!(rule.judge(good).is_ok(), "{good}");
    }
    for bad in ["", "--", "4-", "abcdefg"] {
        assert!(rule.judge(bad).is_err(), "{bad}");
    }
    assert!(any((range(..0), range(10..))).judge(&10).is_ok());
    assert!(any((range(..0), range(10..))).judge(&5).is_err());
}

#[test]
fn says_what_each_rule_asks_for_in_one_violation() {
    let mut violations = Violations::default();
    any((one_of(["-"]), length(5..))).report("abc", &mut violations);
    let found: Vec<_> = violations.iter().map(|v| (v.rule(), v.message())).collect();
    assert_eq!(found, [("any", r#"must be one of: "-", or must have at least 5 characters"#)]);
    let lists = any((each(range(1..)), length(3..)));
    assert_eq!(
        lists.judge(&[1, 0][..]).unwrap_err().message(),
        "/1: must be at least 1, or must have at least 3 items"
    );
}

#[test]
fn all_reports_every_rule_and_any_nests_in_it() {
    let mut violations = Violations::default();
    all((length(3..), any((one_of(["a"]), one_of(["b"]))), pattern("^.$")))
        .report("zz", &mut violations);
    let found: Vec<_> = violations.iter().map(|violation| violation.rule()).collect();
    assert_eq!(found, ["length", "any", "pattern"]);
    assert!(all((length(1..), any((one_of(["a"]), one_of(["b"]))))).judge("b").is_ok());
    assert!(all((length(2..), one_of(["b"]))).judge("b").is_err());
}

#[test]
fn lifts_defaults_of_text_only_where_what_is_accepted_stays_bounded() {
    assert_eq!(bounds(&any((filename(), length(..=9)))), (true, false));
    assert_eq!(bounds(&any((filename(), pattern("a")))), (false, false));
    assert_eq!(bounds(&any((filename(), any_text()))), (true, true));
    assert_eq!(bounds(&any((pattern("a"), any_text()))), (false, false));
    assert_eq!(bounds(&all((pattern("a"), any_text()))), (true, true));
    assert_eq!(bounds(&all((pattern("a"), filename()))), (true, false));
    assert_eq!(bounds(&all((pattern("a"), length(1..)))), (false, false));
}

#[test]
fn describes_as_any_of() {
    let rule = any((one_of(["a"]), length(5..=6)));
    assert_eq!(
        described(&rule, json_schema!({ "type": "string", "description": "d" })),
        json!({
            "type": "string",
            "description": "d",
            "anyOf": [{ "enum": ["a"] }, { "minLength": 5, "maxLength": 6 }]
        })
    );
    // An absent value is not judged.
    let schema = described(&rule, json_schema!({ "type": ["string", "null"] }));
    assert!(jsonschema::is_valid(&schema, &json!(null)));
    assert!(!jsonschema::is_valid(&schema, &json!("b")));
    let schema = described::<[Option<String>]>(
        &any((each(one_of(["a"])), length(2..))),
        json_schema!({ "type": "array", "items": { "type": ["string", "null"] } }),
    );
    assert!(jsonschema::is_valid(&schema, &json!([null])));
    assert!(!jsonschema::is_valid(&schema, &json!(["b"])));
}

#[test]
fn says_nothing_in_the_schema_where_one_rule_says_nothing() {
    fn anything(_: &str) -> Result<(), Violation> {
        Ok(())
    }
    let rule = any((one_of(["a"]), check(anything)));
    assert_eq!(described(&rule, json_schema!({ "type": "string" })), json!({ "type": "string" }));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value in "[ab1é]{0,8}", listed in "[ab]{0,2}", least in 0..8_usize) {
        let rule = all((
            any((one_of([listed]), pattern("^[0-9]+$"), all((length(least..), pattern("é"))))),
            any((length(..=1), length(3..))),
        ));
        let schema = described(&rule, String::json_schema(&mut SchemaGenerator::default()));
        prop_assert_eq!(rule.judge(&value).is_ok(), jsonschema::is_valid(&schema, &json!(value)));
    }
}
