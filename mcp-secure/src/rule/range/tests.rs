#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::json;

use super::*;

fn message<N: Number>(rule: &Range<N>, value: N) -> String {
    rule.judge(&value).unwrap_err().message().to_owned()
}

fn described<N: Number>(rule: &Range<N>) -> serde_json::Value {
    let mut schema = json_schema!({});
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn takes_every_kind_of_range_and_number() {
    assert!(range(1..=10).judge(&1_u8).is_ok());
    assert!(range(1..=10).judge(&0_u8).is_err());
    assert!(range(1..10).judge(&9_i64).is_ok());
    assert!(range(1..10).judge(&10_i64).is_err());
    assert!(range(-5..).judge(&-5_i32).is_ok());
    assert!(range(-5..).judge(&-6_i32).is_err());
    assert!(range(..=u64::MAX).judge(&u64::MAX).is_ok());
    assert!(range(i64::MIN..).judge(&i64::MIN).is_ok());
    assert!(range(0.5..=1.5).judge(&1.5_f32).is_ok());
    assert!(range((Bound::Excluded(0.0), Bound::Unbounded)).judge(&0.0).is_err());
    assert!(range(0.0..).judge(&-0.0).is_ok());
    assert!(range::<u16>(..).judge(&7).is_ok());
}

#[test]
fn a_float_must_be_finite() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(range(0.0..=1.0).judge(&value).is_err());
        assert!(range(..0.0).judge(&value).is_err());
        assert_eq!(message(&range(..), value), "must be a finite number");
    }
}

#[test]
fn says_what_it_asks_for() {
    assert_eq!(message(&range(1..=10), 11), "must be at least 1 and at most 10");
    assert_eq!(message(&range(..10), 11), "must be less than 10");
    assert_eq!(message(&range(0.5..), 0.25), "must be at least 0.5");
    let above_zero = range((Bound::Excluded(0.0), Bound::Included(1.0)));
    assert_eq!(message(&above_zero, 0.0), "must be more than 0 and at most 1");
}

#[test]
fn refuses_a_range_that_holds_nothing() {
    #[expect(clippy::reversed_empty_ranges)]
    let empty: [fn(); 6] = [
        || _ = range(10..=1),
        || _ = range(1..1),
        || _ = range(1.0..1.0),
        || _ = range(f64::NAN..),
        || _ = range(..=f64::INFINITY),
        || _ = range((Bound::Excluded(1), Bound::Included(1))),
    ];
    for make in empty {
        assert!(std::panic::catch_unwind(make).is_err());
    }
}

#[test]
fn describes_with_the_keyword_of_each_bound() {
    assert_eq!(described(&range(1..=10_u8)), json!({ "minimum": 1, "maximum": 10 }));
    assert_eq!(described(&range(1..10)), json!({ "minimum": 1, "exclusiveMaximum": 10 }));
    assert_eq!(
        described(&range((Bound::Excluded(0.5), Bound::Unbounded))),
        json!({ "exclusiveMinimum": 0.5 })
    );
    assert_eq!(described(&range(..=u64::MAX)), json!({ "maximum": u64::MAX }));
    assert_eq!(described(&range(0.3_f32..)), json!({ "minimum": 0.3 }));
    assert_eq!(described(&range::<u8>(..)), json!({}));
}

#[test]
fn the_limits_of_the_type_stay() {
    let mut schema = u8::json_schema(&mut SchemaGenerator::default());
    Rule::<u8>::describe(&range(..=10), &mut schema);
    assert_eq!(schema.get("minimum"), Some(&json!(0)));
    assert_eq!(schema.get("maximum"), Some(&json!(10)));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value in -20..20_i32, start in -10..10_i32, more in 0..10_i32) {
        let rule = range(start..=start + more);
        prop_assert_eq!(
            rule.judge(&value).is_ok(),
            jsonschema::is_valid(&described(&rule), &json!(value))
        );
    }

    #[test]
    fn agrees_with_the_schema_on_floats(value: f64, start in -10.0..10.0, more in 0.1..10.0) {
        for value in [value, value % 25.0, start, start + more] {
            let rule = range(start..start + more);
            prop_assert_eq!(
                rule.judge(&value).is_ok(),
                jsonschema::is_valid(&described(&rule), &json!(value))
            );
        }
    }

    #[test]
    fn accepts_no_small_float_that_the_schema_refuses(value in 0.0..2.0_f32, start in 0.0..1.0_f32) {
        for value in [value, start] {
            let rule = range(start..=start + 0.5);
            let json: serde_json::Value =
                serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
            if rule.judge(&value).is_ok() {
                prop_assert!(jsonschema::is_valid(&described(&rule), &json));
            }
        }
    }
}
