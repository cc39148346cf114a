//! [`Layout`]: which argument goes to which parameter.

use serde_json::{Map, Value};
use smallvec::SmallVec;

use crate::{
    json::Arguments,
    parameter::Property,
    rule::{Violation, Violations},
};

/// The raw arguments by position of their parameter; `None` where absent or injected.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Slots<'a>(&'a [Option<&'a str>]);

impl<'a> Slots<'a> {
    /// That of the first parameter, and the rest.
    pub(crate) fn split(self) -> (Option<&'a str>, Self) {
        match self.0 {
            [first, rest @ ..] => (*first, Self(rest)),
            [] => (None, self),
        }
    }
}

/// The raw arguments, assigned.
pub(crate) type Assigned<'a> = SmallVec<[Option<&'a str>; 8]>;

impl<'a> Slots<'a> {
    pub(crate) fn of(assigned: &'a [Option<&'a str>]) -> Self {
        Self(assigned)
    }
}

/// Which argument goes to which parameter.
pub(crate) enum Layout {
    /// Each to the parameter of its name; the injected ones have none.
    Each(Vec<Option<&'static str>>),
    /// All to one of the parameters, if they have these names.
    All { parameter: usize, parameters: usize, names: Vec<String> },
}

impl Layout {
    pub(crate) fn new(properties: &[Option<Property>], schema: &Map<String, Value>) -> Self {
        let takes_all = |property: &Option<Property>| property.as_ref().is_some_and(|p| p.is_all);
        match properties.iter().position(takes_all) {
            None => Self::Each(properties.iter().map(|p| p.as_ref().map(|p| p.name)).collect()),
            Some(parameter) => {
                let names = schema.get("properties").and_then(Value::as_object);
                let names = names.map(|names| names.keys().cloned().collect()).unwrap_or_default();
                Self::All { parameter, parameters: properties.len(), names }
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
                        Some(index) => slots[index] = Some(raw),
                        None => violations.push(unknown(name)),
                    }
                }
                slots
            }
            Self::All { parameter, parameters, names } => {
                for (name, _) in arguments.iter() {
                    if !names.iter().any(|known| known == name) {
                        violations.push(unknown(name));
                    }
                }
                let mut slots = SmallVec::from_elem(None, *parameters);
                slots[*parameter] = Some(arguments.text());
                slots
            }
        }
    }
}

/// Points at an unknown argument by its name, if that can be a name at all.
fn unknown(name: &str) -> Violation {
    let violation = Violation::new("unknown", "is not an argument of this tool");
    let is_name = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_graphic());
    if is_name { violation.at(name) } else { violation }
}
