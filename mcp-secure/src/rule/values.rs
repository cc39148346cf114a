//! A rule for every value in a map.

use std::collections::{BTreeMap, HashMap};

use schemars::Schema;
use serde_json::Value;

use super::{Rule, Subject, Violation, Violations};
use crate::json::TextPolicy;

/// Judges the value of every member of a map by a rule, and reports every one that is wrong,
/// with its place in the pointer.
///
/// A value that is an absent `Option` is not judged. The rule may lift the defaults of
/// [`text`](super::text) for the values, never for the names. Those are judged by
/// [`keys`](super::keys); how many members there may be is asked by
/// [`length`](super::length). The schema says it as `additionalProperties`.
///
/// ```
/// use std::collections::BTreeMap;
/// use mcp_secure::rule::{Rule, range, values};
///
/// let rule = values(range(1..=9));
/// assert!(rule.judge(&BTreeMap::from([("a".to_owned(), 1)])).is_ok());
///
/// let violation = rule.judge(&BTreeMap::from([("a/b".to_owned(), 0)])).unwrap_err();
/// assert_eq!(violation.pointer(), "/a~1b");
/// ```
pub fn values<R>(rule: R) -> Values<R> {
    Values(rule)
}

/// See [`values`].
#[derive(Clone, Copy, Debug)]
pub struct Values<R>(R);

impl<R> Values<R> {
    fn report_all<'a, V: Subject + 'a>(
        &self,
        members: impl Iterator<Item = (&'a String, &'a V)>,
        violations: &mut Violations,
    ) where
        R: Rule<V::View>,
    {
        let lifts = self.0.bounds_length() || self.0.takes_any_text();
        for (name, value) in members {
            if violations.is_full() {
                return;
            }
            // What the rule lifts for the values, the decoder lifts for the names with them.
            if lifts && !TextPolicy::is_plain(name) {
                violations.push(unfit_name());
            }
            if let Some(view) = value.view() {
                let mut inner = Violations::default();
                self.0.report(view, &mut inner);
                inner.into_iter().for_each(|violation| violations.push(at_member(name, violation)));
            }
        }
    }

    fn write<T: ?Sized>(&self, schema: &mut Schema)
    where
        R: Rule<T>,
    {
        let object = schema.ensure_object();
        let values = object.entry("additionalProperties").or_insert(Value::Bool(true));
        // It is a schema, so this fails only for what is none; that stays as it is.
        if let Ok(values) = <&mut Schema>::try_from(values)
            && values.as_bool() != Some(false)
        {
            self.0.describe(values);
        }
    }
}

macro_rules! maps {
    ($($map:ty, $($generic:ident),*;)*) => {$(
        impl<V: Subject, $($generic,)* R: Rule<V::View>> Rule<$map> for Values<R> {
            fn judge(&self, value: &$map) -> Result<(), Violation> {
                let mut violations = Violations::default();
                self.report_all(value.iter(), &mut violations);
                violations.into_iter().next().map_or(Ok(()), Err)
            }

            fn report(&self, value: &$map, violations: &mut Violations) {
                self.report_all(value.iter(), violations);
            }

            fn bounds_length(&self) -> bool {
                self.0.bounds_length()
            }

            fn takes_any_text(&self) -> bool {
                self.0.takes_any_text()
            }

            fn describes_exactly(&self) -> bool {
                // Names are judged along with values whose defaults are lifted.
                self.0.describes_exactly() && !self.0.bounds_length()
            }

            fn describe(&self, schema: &mut Schema) {
                self.write(schema);
            }
        }
    )*};
}

maps! {
    BTreeMap<String, V>,;
    HashMap<String, V, S>, S;
}

/// The violation, within the member of this name.
///
/// A name that would carry a payload is left out, and with it what is below: the pointer
/// then names the map.
pub(super) fn at_member(name: &str, violation: Violation) -> Violation {
    if name.len() <= LONGEST_NAME && TextPolicy::is_plain(name) {
        violation.at(name)
    } else {
        violation.anywhere()
    }
}

fn unfit_name() -> Violation {
    let message = "must have names of at most 64 KiB, without control or tag characters";
    Violation::new("text", message)
}

/// Names that lead to a place are short; longer ones would only make the answer long.
const LONGEST_NAME: usize = 128;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;
    use schemars::{JsonSchema, SchemaGenerator};
    use serde_json::json;

    use super::*;
    use crate::rule::{any_text, each, length, one_of, range};

    fn pointers<V: Subject>(
        rule: impl Rule<BTreeMap<String, V>>,
        members: Vec<(&str, V)>,
    ) -> Vec<String> {
        let map = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut violations = Violations::default();
        rule.report(&map, &mut violations);
        assert_eq!(rule.judge(&map).is_ok(), violations.is_empty());
        violations.iter().map(|violation| violation.pointer().to_owned()).collect()
    }

    #[test]
    fn reports_every_wrong_value_at_its_place() {
        assert_eq!(pointers(values(range(1..)), vec![("a", 1), ("b", 2)]), [""; 0]);
        assert_eq!(
            pointers(values(range(1..)), vec![("a", 0), ("b", 2), ("c/d~", 0)]),
            ["/a", "/c~1d~0"]
        );
        assert_eq!(pointers(values(range(1..)), vec![("a", None), ("b", Some(0))]), ["/b"]);
        assert_eq!(pointers(values(each(range(1..))), vec![("a", vec![1, 0])]), ["/a/1"]);
        let map = HashMap::from([("a".to_owned(), 0)]);
        assert!(values(range(1..)).judge(&map).is_err());
        let nested = BTreeMap::from([("b".to_owned(), 0)]);
        assert_eq!(pointers(values(values(range(1..))), vec![("a", nested)]), ["/a/b"]);
    }

    #[test]
    fn names_stay_plain_where_the_rule_lifts_the_defaults_of_values() {
        let text = |text: &str| text.to_owned();
        assert_eq!(pointers(values(any_text()), vec![("a", text("\0\u{1b}"))]), [""; 0]);
        assert_eq!(pointers(values(any_text()), vec![("\0", text("a"))]), [""]);
        assert_eq!(pointers(values(length(..=9)), vec![(&"a".repeat(65_537), text("a"))]), [""]);
    }

    #[test]
    fn a_name_that_carries_a_payload_is_not_repeated() {
        let long = "a".repeat(1000);
        assert_eq!(pointers(values(range(1..)), vec![(&long, 0), ("\u{1b}", 0)]), ["", ""]);
    }

    proptest! {
        #[test]
        fn agrees_with_the_schema(
            value in prop::collection::btree_map("[a/]{0,2}", prop::option::of("[ab]{0,2}"), 0..4),
        ) {
            let rule = values(one_of(["", "a", "ab"]));
            let mut schema =
                BTreeMap::<String, Option<String>>::json_schema(&mut SchemaGenerator::default());
            Rule::<BTreeMap<String, Option<String>>>::describe(&rule, &mut schema);
            prop_assert_eq!(
                rule.judge(&value).is_ok(),
                jsonschema::is_valid(schema.as_value(), &json!(value))
            );
        }
    }
}
