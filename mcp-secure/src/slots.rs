//! [`Layout`]: which argument goes to which parameter.

use serde_json::{Map, Value};
use smallvec::SmallVec;

use crate::{
    json::{Arguments, Raw},
    parameter::Property,
    rule::{Violation, Violations},
};

/// The raw arguments by position of their parameter; `None` where absent or injected.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Slots<'a>(&'a [Option<Raw<'a>>]);

impl<'a> Slots<'a> {
    pub(crate) fn of(assigned: &'a [Option<Raw<'a>>]) -> Self {
        Self(assigned)
    }

    /// That of the first parameter, and the rest.
    pub(crate) fn split(self) -> (Option<Raw<'a>>, Self) {
        match self.0 {
            [first, rest @ ..] => (*first, Self(rest)),
            [] => (None, self),
        }
    }
}

/// The raw arguments, assigned.
pub(crate) type Assigned<'a> = SmallVec<[Option<Raw<'a>>; 8]>;

/// Which argument goes to which parameter.
pub(crate) enum Layout {
    /// Each to the parameter of its name; the injected ones have none.
    Each(Vec<Option<&'static str>>),
    /// All to one of the parameters, if they have these names; `None` if it takes any, or says
    /// itself which it takes.
    All { parameter: usize, parameters: usize, names: Option<Vec<String>> },
}

impl Layout {
    pub(crate) fn new(parameters: &[Option<Property>], schema: &Map<String, Value>) -> Self {
        let takes_all = |property: &Option<Property>| property.as_ref().is_some_and(|p| p.is_all);
        match parameters.iter().position(takes_all) {
            None => Self::Each(parameters.iter().map(|p| p.as_ref().map(|p| p.name)).collect()),
            Some(parameter) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                let is_input = parameters[parameter].as_ref().is_some_and(|p| p.is_input);
                let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
                let names =
                    (is_closed && !is_input).then(|| properties.into_iter().flat_map(Map::keys));
                let names = names.map(|names| names.cloned().collect());
                Self::All { parameter, parameters: parameters.len(), names }
            }
        }
    }

    /// The raw value of each parameter; an argument that no parameter takes is a violation.
    pub(crate) fn assign<'a>(
        &self,
        arguments: &'a Arguments<'_>,
        violations: &mut Violations,
    ) -> Assigned<'a> {
        match self {
            Self::Each(names) => {
                let mut slots = SmallVec::from_elem(None, names.len());
                for (name, raw) in arguments.iter() {
                    match names.iter().position(|known| *known == Some(name)) {
                        Some(index) => slots[index] = Some(Raw::new(raw)),
                        None => violations.push(unknown(name, "is not an argument of this tool")),
                    }
                }
                slots
            }
            Self::All { parameter, parameters, names } => {
                for (name, _) in arguments.iter() {
                    if names.as_ref().is_some_and(|names| !names.iter().any(|n| n == name)) {
                        violations.push(unknown(name, "is not an argument of this tool"));
                    }
                }
                let mut slots = SmallVec::from_elem(None, *parameters);
                slots[*parameter] = Some(Raw::new(arguments.text()));
                slots
            }
        }
    }
}

/// Points at an unknown member by its name, if that can be a name at all.
pub(crate) fn unknown(name: &str, message: &'static str) -> Violation {
    let violation = Violation::new("unknown", message);
    let is_name = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_graphic());
    if is_name { violation.at(name) } else { violation }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use schemars::json_schema;

    use super::*;

    fn property(name: &'static str, is_all: bool) -> Option<Property> {
        Some(Property { name, schema: json_schema!({}), required: true, is_all, is_input: false })
    }

    /// The slots, and the pointers of the violations.
    fn assign(layout: &Layout, arguments: &str) -> (Vec<Option<String>>, Vec<String>) {
        let arguments = Arguments::parse(arguments).unwrap();
        let mut violations = Violations::default();
        let slots = layout.assign(&arguments, &mut violations);
        let slots = slots.iter().map(|slot| slot.map(|raw| raw.text().to_owned())).collect();
        assert!(violations.iter().all(|violation| violation.rule() == "unknown"));
        (slots, violations.iter().map(|violation| violation.pointer().to_owned()).collect())
    }

    fn some(raw: &str) -> Option<String> {
        Some(raw.to_owned())
    }

    #[test]
    fn each_argument_goes_to_the_parameter_of_its_name() {
        // The second is injected: no argument is its.
        let layout = Layout::new(&[property("a", false), None, property("b", false)], &Map::new());
        let (slots, unknown) = assign(&layout, r#"{ "b": [2], "c": 3, "a": "x" }"#);
        assert_eq!(slots, [some("\"x\""), None, some("[2]")]);
        assert_eq!(unknown, ["/c"]);
        assert_eq!(assign(&layout, "{}"), (vec![None; 3], vec![]));
    }

    #[test]
    fn all_arguments_go_to_the_one_that_takes_all() {
        let schema = json_schema!({
            "properties": { "a": {}, "b": {} }, "additionalProperties": false,
        });
        let layout = Layout::new(&[None, property("x", true)], schema.as_object().unwrap());
        let (slots, unknown) = assign(&layout, r#"{"b":1,"x":2}"#);
        assert_eq!(slots, [None, some(r#"{"b":1,"x":2}"#)]);
        assert_eq!(unknown, ["/x"]);
        assert_eq!(assign(&layout, "{}").0, [None, some("{}")]);
    }

    #[test]
    fn a_struct_that_takes_other_members_gets_them() {
        let schema = json_schema!({ "properties": { "a": {} }, "additionalProperties": true });
        let layout = Layout::new(&[property("x", true)], schema.as_object().unwrap());
        assert_eq!(assign(&layout, r#"{ "a": 1, "b": 2 }"#).1, [""; 0]);
    }

    #[test]
    fn a_violation_repeats_no_name_that_is_none() {
        let layout = Layout::new(&[], &Map::new());
        let long = format!(r#"{{ "{}": 1 }}"#, "x".repeat(65));
        for arguments in [r#"{ "a b": 1 }"#, r#"{ "\u001b[31m": 1 }"#, r#"{ "é": 1 }"#, &long] {
            assert_eq!(assign(&layout, arguments).1, [""], "{arguments}");
        }
        assert_eq!(assign(&layout, r#"{ "a/b~c": 1 }"#).1, ["/a~1b~0c"]);
    }

    #[test]
    fn slots_are_split_in_order_and_end_in_nothing() {
        let slots = [Some(Raw::new("1")), None];
        let (first, rest) = Slots::of(&slots).split();
        let (second, rest) = rest.split();
        assert_eq!(first.map(Raw::text), Some("1"));
        assert!(second.is_none() && rest.split().0.is_none());
    }
}
