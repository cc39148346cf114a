//! The decoder's error: what serde reports, without the values that serde reports.

use std::{borrow::Cow, fmt};

use serde::de::{self, Expected, Unexpected};

use super::TextPolicy;
use crate::{
    json::{scan::ScanError, string::RawString},
    rule::Violation,
};

/// A violation on its way out of the decoder.
///
/// Boxed: every step of a successful decoding returns a `Result` with it.
#[derive(Debug)]
pub(super) struct Failure(Box<Violation>);

impl Failure {
    fn new(rule: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Violation::new(rule, message)))
    }

    /// The value has the wrong type.
    pub(super) fn of_type(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("type", message)
    }

    /// The value is text that the policy refuses.
    pub(super) fn of_text(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("text", message)
    }

    /// An object has a member whose name only `serde_json` may use.
    pub(super) fn reserved_key() -> Self {
        Self::new("unknown", "must not use a reserved member name")
    }

    /// The value is wrong in a way that only its type knows.
    pub(super) fn invalid() -> Self {
        Self::new("format", "is not valid")
    }

    /// The same failure, one level further out.
    pub(super) fn at(self, token: &str) -> Self {
        Self(Box::new(self.0.at(token)))
    }

    /// The same failure, in the member of this name.
    ///
    /// A name that would carry a payload is left out, and with it what is below: the pointer
    /// then names the object.
    pub(super) fn at_member(self, name: Option<RawString<'_>>) -> Self {
        match name.and_then(name_to_tell) {
            Some(name) => self.at(&name),
            None => Self(Box::new(self.0.here())),
        }
    }
}

/// The name, if it can lead to a place and carries nothing else.
pub(crate) fn name_to_tell(name: RawString<'_>) -> Option<Cow<'_, str>> {
    let name = name.unescape();
    let can_be_told = name.len() <= LONGEST_NAME && TextPolicy::Plain.judge(&name).is_ok();
    can_be_told.then_some(name)
}

impl From<Failure> for Violation {
    fn from(failure: Failure) -> Self {
        *failure.0
    }
}

/// Happens only to a text that has not been scanned.
impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        Self::new("format", error.kind.to_string())
    }
}

/// What serde and `Deserialize` implementations report.
impl de::Error for Failure {
    /// The text may quote the value, and usually does.
    fn custom<T: fmt::Display>(_text: T) -> Self {
        Self::invalid()
    }

    fn invalid_type(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::of_type(format!("must be {}", plain(expected)))
    }

    fn invalid_value(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let told = format!("{expected:#}");
        if let Some((rule, message)) = told.split_once(BETWEEN) {
            return Self(Box::new(Violation::new(rule.to_owned(), message.to_owned())));
        }
        let expected = expected.to_string();
        match integer_range(&expected) {
            Some(range) => Self::of_type(format!("must be between {range}")),
            None => Self::new("format", format!("must be {expected}")),
        }
    }

    fn invalid_length(_length: usize, expected: &dyn Expected) -> Self {
        Self::of_type(format!("must be {expected}"))
    }

    fn unknown_variant(_variant: &str, expected: &'static [&'static str]) -> Self {
        match expected {
            [] => Self::invalid(),
            [only] => Self::new("one_of", format!("must be `{only}`")),
            names => Self::new("one_of", format!("must be one of {}", Names(names))),
        }
    }

    /// The unknown name is not told, so that the pointer is that of the object.
    fn unknown_field(_field: &str, expected: &'static [&'static str]) -> Self {
        match expected {
            [] => Self::new("unknown", "must not have members"),
            names => {
                Self::new("unknown", format!("must not have members other than {}", Names(names)))
            }
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("missing", "is required").at(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("format", "must not be given twice").at(field)
    }
}

/// The violation as an error of any deserializer. Ours tells it as it is.
pub(crate) fn told<E: de::Error>(violation: Violation) -> E {
    E::invalid_value(Unexpected::Other("text"), &Told(violation))
}

struct Told(Violation);

impl Expected for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{}{BETWEEN}", self.0.rule())?;
        }
        f.write_str(self.0.message())
    }
}

/// Between the name of a rule and its message: no message that is not ours has it.
const BETWEEN: char = '\u{1f}';

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message())
    }
}

impl std::error::Error for Failure {}

/// "`a`, `b`, `c`".
struct Names(&'static [&'static str]);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}`", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// What a Rust type expects, in the words of JSON.
fn plain(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    let word = match expected.as_str() {
        "f32" | "f64" => "a number",
        "a sequence" | "sequence" => "an array",
        "a map" | "map" => "an object",
        "unit" => "null",
        "string or map" => "a string or an object",
        "newtype variant" | "tuple variant" | "struct variant" => {
            "an object with the variant as its only member"
        }
        integer if integer_range(integer).is_some() => "an integer",
        text if text.starts_with("struct ") => "an object",
        text if text.starts_with("unit struct ") => "null",
        text if text.starts_with("tuple ") => "an array",
        _ => return expected,
    };
    word.to_owned()
}

/// The range of the integer type of this name.
fn integer_range(name: &str) -> Option<String> {
    macro_rules! ranges {
        ($($type:ident)*) => {
            match name {
                $(stringify!($type) => Some(format!("{} and {}", $type::MIN, $type::MAX)),)*
                _ => None,
            }
        };
    }
    ranges!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize)
}

/// Names that lead to a place are short; longer ones would only make the answer long.
const LONGEST_NAME: usize = 128;
