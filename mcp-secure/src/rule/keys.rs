//! A rule for every name in a map.

use std::collections::{BTreeMap, HashMap};

use schemars::Schema;
use serde_json::{Value, json};

use super::{Rule, Violation, Violations, values::at_member};

/// Judges the name of every member of a map by a rule, and reports every one that is wrong,
/// with its place in the pointer.
///
/// Names are held to the defaults of [`text`](super::text) beside it: the rule lifts none of
/// them. A wrong name that is long or holds control characters is left out of the pointer,
/// which then names the map. How many members there may be is asked by
/// [`length`](super::length). The schema says it as `propertyNames`.
///
/// ```
/// use std::collections::BTreeMap;
/// use mcp_secure::rule::{Rule, keys, pattern};
///
/// let rule = keys(pattern("^[a-z]+$"));
/// assert!(rule.judge(&BTreeMap::from([("a".to_owned(), 1)])).is_ok());
///
/// let violation = rule.judge(&BTreeMap::from([("A/B".to_owned(), 1)])).unwrap_err();
/// assert_eq!(violation.pointer(), "/A~1B");
/// ```
pub fn keys<R>(rule: R) -> Keys<R> {
    Keys(rule)
}

/// See [`keys`].
#[derive(Clone, Copy, Debug)]
pub struct Keys<R>(R);

impl<R: Rule<str>> Keys<R> {
    fn judge_all<'a>(&self, mut names: impl Iterator<Item = &'a String>) -> Result<(), Violation> {
        names
            .try_for_each(|name| self.0.judge(name).map_err(|violation| at_member(name, violation)))
    }

    fn report_all<'a>(&self, names: impl Iterator<Item = &'a String>, violations: &mut Violations) {
        for name in names {
            if violations.is_full() {
                return;
            }
            let mut inner = Violations::default();
            self.0.report(name, &mut inner);
            inner.into_iter().for_each(|violation| violations.push(at_member(name, violation)));
        }
    }

    fn write(&self, schema: &mut Schema) {
        let names = schema.ensure_object().entry("propertyNames").or_insert(json!({}));
        // `propertyNames` is a schema; `false` and what is none stay as they are.
        if let Ok(names) = <&mut Schema>::try_from(names)
            && names.as_bool() != Some(false)
        {
            // Told for rules that look at it; a name is nothing else.
            let is_told = names.get("type").is_some();
            names.insert("type".to_owned(), Value::from("string"));
            self.0.describe(names);
            if !is_told {
                names.remove("type");
            }
        }
    }
}

macro_rules! maps {
    ($($map:ty, $($generic:ident),*;)*) => {$(
        impl<$($generic,)* R: Rule<str>> Rule<$map> for Keys<R> {
            fn judge(&self, value: &$map) -> Result<(), Violation> {
                self.judge_all(value.keys())
            }

            fn report(&self, value: &$map, violations: &mut Violations) {
                self.report_all(value.keys(), violations);
            }

            fn describes_exactly(&self) -> bool {
                self.0.describes_exactly()
            }

            fn describe(&self, schema: &mut Schema) {
                self.write(schema);
            }
        }
    )*};
}

maps! {
    BTreeMap<String, V>, V;
    HashMap<String, V, S>, V, S;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;
    use schemars::{JsonSchema, SchemaGenerator};

    use super::*;
    use crate::rule::{any_text, length, not, one_of, pattern};

    type Map = BTreeMap<String, i32>;

    fn map(names: &[&str]) -> Map {
        names.iter().map(|&name| (name.to_owned(), 1)).collect()
    }

    fn pointers(rule: impl Rule<Map>, value: &Map) -> Vec<String> {
        let mut violations = Violations::default();
        rule.report(value, &mut violations);
        violations.iter().map(|violation| violation.pointer().to_owned()).collect()
    }

    #[test]
    fn reports_every_wrong_name_at_its_place() {
        assert!(keys(length(..=2)).judge(&map(&[])).is_ok());
        assert!(keys(length(..=2)).judge(&map(&["a", "é"])).is_ok());
        let value = map(&["a", "a/b", "c~d", "e\"f", "", "résumé"]);
        let found = pointers(keys(pattern("^[a-z]$")), &value);
        assert_eq!(found, ["/", "/a~1b", "/c~0d", "/e\"f", "/résumé"]);
        assert!(keys(length(..=2)).judge(&HashMap::from([("abc".to_owned(), 1)])).is_err());
    }

    #[test]
    fn a_name_that_carries_a_payload_is_not_repeated() {
        let value = map(&[&"a".repeat(1000), "\u{1b}[2J", "\u{e0041}"]);
        assert_eq!(pointers(keys(length(..=0)), &value), ["", "", ""]);
    }

    #[test]
    fn lifts_no_default_of_text() {
        let rule: &dyn Rule<Map> = &keys(any_text());
        assert!(!rule.bounds_length() && !rule.takes_any_text());
    }

    #[test]
    fn many_wrong_names_are_reported_in_bounds() {
        let value: Map = (0..100_000).map(|n| (n.to_string(), n)).collect();
        assert_eq!(pointers(keys(length(..=0)), &value).len(), Violations::LIMIT);
    }

    proptest! {
        #[test]
        fn agrees_with_the_schema(names in prop::collection::vec("[aé/]{0,4}", 0..4)) {
            let value: Map = names.into_iter().map(|name| (name, 1)).collect();
            let rules: [Box<dyn Rule<Map>>; 4] = [
                Box::new(keys(length(1..=2))),
                Box::new(keys(not(one_of(["a", "/"])))),
                Box::new(keys(one_of(["a", "aa", "é"]))),
                Box::new(not(keys(length(1..)))),
            ];
            for rule in rules {
                let mut schema = Map::json_schema(&mut SchemaGenerator::default());
                rule.describe(&mut schema);
                prop_assert_eq!(
                    rule.judge(&value).is_ok(),
                    jsonschema::is_valid(schema.as_value(), &json!(value)),
                    "{:?}", schema
                );
            }
        }
    }
}
