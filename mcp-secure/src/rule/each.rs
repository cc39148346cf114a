//! A rule for every item of a list.

use schemars::Schema;
use serde_json::Value;

use super::{Rule, Subject, Violation, Violations};

/// Judges every item of a list by a rule, and reports every item that is wrong, each with
/// its index in the pointer.
///
/// An item that is an absent `Option` is not judged. How many items there may be is asked by
/// [`length`](super::length).
///
/// ```
/// use mcp_secure::rule::{Rule, Violations, each, length};
///
/// let rule = each(length(1..=3));
/// let good = ["a".to_owned(), "abc".to_owned()];
/// let bad = ["".to_owned(), "a".to_owned(), "abcd".to_owned()];
/// assert!(rule.judge(&good[..]).is_ok());
/// assert!(rule.judge(&bad[..]).is_err());
///
/// let mut violations = Violations::default();
/// rule.report(&bad[..], &mut violations);
/// let pointers: Vec<_> = violations.iter().map(|violation| violation.pointer()).collect();
/// assert_eq!(pointers, ["/0", "/2"]);
/// ```
pub fn each<R>(rule: R) -> Each<R> {
    Each(rule)
}

/// See [`each`].
#[derive(Clone, Copy, Debug)]
pub struct Each<R>(R);

impl<T, R> Rule<[T]> for Each<R>
where
    T: Subject,
    R: Rule<T::View>,
{
    fn judge(&self, value: &[T]) -> Result<(), Violation> {
        for (index, item) in value.iter().enumerate() {
            if let Some(view) = item.view() {
                self.0.judge(view).map_err(|violation| violation.at(index.to_string()))?;
            }
        }
        Ok(())
    }

    fn bounds_length(&self) -> bool {
        self.0.bounds_length()
    }

    fn takes_any_text(&self) -> bool {
        self.0.takes_any_text()
    }

    fn describes_exactly(&self) -> bool {
        self.0.describes_exactly()
    }

    fn describe(&self, schema: &mut Schema) {
        let items = schema.ensure_object().entry("items").or_insert(Value::Bool(true));
        // `items` is a schema, so this fails only for what is none; that stays as it is.
        if let Ok(items) = <&mut Schema>::try_from(items)
            && items.as_bool() != Some(false)
        {
            self.0.describe(items);
        }
    }

    fn report(&self, value: &[T], violations: &mut Violations) {
        for (index, item) in value.iter().enumerate() {
            if violations.is_full() {
                return;
            }
            // The index is only spelled out for an item that is wrong.
            if let Some(view) = item.view() {
                let mut inner = Violations::default();
                self.0.report(view, &mut inner);
                if !inner.is_empty() {
                    violations.within(&index.to_string(), |outer| *outer = inner);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;
    use schemars::{JsonSchema, SchemaGenerator, json_schema};
    use serde_json::json;

    use super::*;
    use crate::rule::{length, range};

    fn pointers<T: Subject, R: Rule<T::View>>(rule: R, value: &[T]) -> Vec<String> {
        let mut violations = Violations::default();
        each(rule).report(value, &mut violations);
        violations.iter().map(|violation| violation.pointer().to_owned()).collect()
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn accepts_lists_whose_items_are_right() {
        assert!(each(length(1..)).judge(&texts(&[])[..]).is_ok());
        assert!(each(length(1..)).judge(&texts(&["a", "é"])[..]).is_ok());
        assert!(each(range(1..=3)).judge(&[1, 2, 3][..]).is_ok());
        assert!(each(range(1..=3)).judge(&[None, Some(1)][..]).is_ok());
    }

    #[test]
    fn reports_every_item_with_its_index() {
        assert_eq!(pointers(length(2..), &texts(&["ab", "", "cd", "e"])), ["/1", "/3"]);
        assert_eq!(pointers(range(1..=3), &[Some(9), None, Some(0)]), ["/0", "/2"]);
        let judged = each(length(2..)).judge(&texts(&["ab", ""])[..]);
        assert_eq!(judged.unwrap_err().pointer(), "/1");
    }

    #[test]
    fn nests() {
        let lists = [texts(&["ab", "c"]), texts(&[]), texts(&["d"])];
        assert_eq!(pointers(each(length(2..)), &lists), ["/0/1", "/2/0"]);
    }

    #[test]
    fn a_long_bad_list_is_reported_in_bounds() {
        let found = pointers(range(1..), &vec![0; 1_000_000]);
        assert_eq!(found.len(), Violations::LIMIT);
    }

    #[test]
    fn describes_the_items() {
        let mut schema = Vec::<String>::json_schema(&mut SchemaGenerator::default());
        Rule::<[String]>::describe(&each(length(1..=5)), &mut schema);
        assert_eq!(
            schema.as_value(),
            &json!({ "type": "array", "items": { "type": "string", "minLength": 1, "maxLength": 5 } })
        );
        for items in [json!({}), json!({ "items": true }), json!({ "items": {} })] {
            let mut schema = Schema::try_from(items).unwrap();
            Rule::<[String]>::describe(&each(length(1..)), &mut schema);
            assert_eq!(schema.as_value(), &json!({ "items": { "minLength": 1 } }));
        }
        let mut nothing = json_schema!({ "items": false });
        Rule::<[String]>::describe(&each(length(1..)), &mut nothing);
        assert_eq!(nothing.as_value(), &json!({ "items": false }));
    }

    proptest! {
        #[test]
        fn agrees_with_the_schema(value in prop::collection::vec("[aé]{0,7}", 0..6)) {
            let rule = each(length(1..=5));
            let mut schema = Vec::<String>::json_schema(&mut SchemaGenerator::default());
            Rule::<[String]>::describe(&rule, &mut schema);
            prop_assert_eq!(
                rule.judge(&value[..]).is_ok(),
                jsonschema::is_valid(schema.as_value(), &json!(value))
            );
        }
    }
}
