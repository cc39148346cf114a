#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::*;

fn described<N: Factor>(rule: &MultipleOf<N>) -> Value {
    let mut schema = json_schema!({});
    rule.describe(&mut schema);
    schema.to_value()
}

#[test]
fn accepts_multiples_of_every_kind_of_number() {
    assert!(multiple_of(5).judge(&0_u8).is_ok());
    assert!(multiple_of(5).judge(&255_u8).is_ok());
    assert!(multiple_of(1).judge(&u64::MAX).is_ok());
    assert!(multiple_of(u64::MAX).judge(&u64::MAX).is_ok());
    assert!(multiple_of(2).judge(&i64::MIN).is_ok());
    assert!(multiple_of(7).judge(&-14_i32).is_ok());
    assert!(multiple_of(0.25).judge(&1.75).is_ok());
    assert!(multiple_of(0.25).judge(&-0.0).is_ok());
    assert!(multiple_of(0.5).judge(&-2.5_f32).is_ok());
    assert!(multiple_of(5.0).judge(&1e300).is_ok());
    assert!(multiple_of(0.5).judge(&9_007_199_254_740_992.0).is_ok());
}

#[test]
fn refuses_what_is_no_multiple() {
    assert!(multiple_of(5).judge(&1_u8).is_err());
    assert!(multiple_of(2).judge(&u64::MAX).is_err());
    assert!(multiple_of(7).judge(&-13_i32).is_err());
    assert!(multiple_of(3).judge(&i64::MIN).is_err());
    assert!(multiple_of(10).judge(&9_007_199_254_740_993_i64).is_err());
    for value in [0.1, 0.3, 1.2499999999999998, f64::MIN_POSITIVE, 5e-324] {
        assert!(multiple_of(0.25).judge(&value).is_err(), "{value}");
    }
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(multiple_of(0.25).judge(&value).is_err(), "{value}");
    }
}

#[test]
fn refuses_a_factor_of_which_nothing_or_not_what_is_told_is_a_multiple() {
    let wrong: [fn(); 9] = [
        || _ = multiple_of(0),
        || _ = multiple_of(-5),
        || _ = multiple_of(0.0),
        || _ = multiple_of(-0.5),
        || _ = multiple_of(f64::NAN),
        || _ = multiple_of(f64::INFINITY),
        || _ = multiple_of(0.1),
        || _ = multiple_of(0.01_f32),
        || _ = multiple_of(1e300),
    ];
    for make in wrong {
        assert!(std::panic::catch_unwind(make).is_err());
    }
    for exact in [0.5, 0.25, 0.125, 1.0, 10.0, 2.5, 1e15, 0.0009765625] {
        let _ = multiple_of(exact);
    }
}

#[test]
fn says_what_it_asks_for_without_the_value() {
    let violation = multiple_of(5).judge(&1234).unwrap_err();
    assert_eq!(violation.message(), "must be a multiple of 5");
    assert_eq!(violation.rule(), "multiple_of");
}

#[test]
fn describes_as_the_keyword_and_two_stand_side_by_side() {
    assert_eq!(described(&multiple_of(5)), json!({ "multipleOf": 5 }));
    assert_eq!(described(&multiple_of(0.25_f32)), json!({ "multipleOf": 0.25 }));
    let mut schema = u8::json_schema(&mut SchemaGenerator::default());
    Rule::<u8>::describe(&multiple_of(4), &mut schema);
    Rule::<u8>::describe(&multiple_of(6), &mut schema);
    assert!(jsonschema::is_valid(schema.as_value(), &json!(12)));
    assert!(!jsonschema::is_valid(schema.as_value(), &json!(4)));
    assert!(!jsonschema::is_valid(schema.as_value(), &json!(6)));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(value: i64, small in -100..100_i64, factor in 1..1000_i64) {
        let rule = multiple_of(factor);
        for value in [value, small, small * factor, value / factor * factor] {
            prop_assert_eq!(
                rule.judge(&value).is_ok(),
                jsonschema::is_valid(&described(&rule), &json!(value))
            );
        }
    }

    #[test]
    fn agrees_with_the_schema_on_floats(
        value in -1e6..1e6_f64,
        times in -1_000_000..1_000_000_i32,
        eighths in 1..100_i32,
    ) {
        let factor = f64::from(eighths) / 8.0;
        let rule = multiple_of(factor);
        for value in [value, f64::from(times) * factor, f64::from(times) / 16.0] {
            prop_assert_eq!(
                rule.judge(&value).is_ok(),
                jsonschema::is_valid(&described(&rule), &json!(value)),
                "{} of {}", value, factor
            );
        }
    }
}
