//! One of a list of values.

use std::{cmp::Ordering, fmt::Display};

use schemars::Schema;
use serde_json::Value;

use super::{Number, Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Accepts the listed values and no other: texts, compared exactly, or numbers.
///
/// The schema tells them as `enum`, and the violation names them. An empty list accepts
/// nothing.
///
/// ```
/// use mcp_secure::rule::{Rule, one_of};
///
/// let format = one_of(["json", "csv"]);
/// assert!(format.judge("csv").is_ok());
/// assert!(format.judge("CSV").is_err());
/// assert!(format.judge("csv ").is_err());
///
/// assert!(one_of([90, 180, 270]).judge(&90_u16).is_ok());
/// assert!(one_of([90, 180, 270]).judge(&91_u16).is_err());
/// ```
///
/// # Panics
///
/// If a listed number is not finite.
#[track_caller]
pub fn one_of<V: Choice>(values: impl IntoIterator<Item = V>) -> OneOf<V> {
    let mut sorted: Vec<V> = values.into_iter().collect();
    let mut told = Vec::new();
    for value in &sorted {
        let value = value
            .to_json()
            .expect("`one_of` lists a number that is not finite; JSON has none such");
        if !told.contains(&value) {
            told.push(value);
        }
    }
    sorted.sort_by(V::compare);
    let message = message(&told);
    OneOf { sorted, told, message }
}

/// See [`one_of`].
#[derive(Clone, Debug)]
pub struct OneOf<V> {
    /// For the search.
    sorted: Vec<V>,
    /// For the schema: in the author's order, each once.
    told: Vec<Value>,
    message: String,
}

impl<V: Choice> OneOf<V> {
    fn search(&self, order: impl FnMut(&V) -> Ordering) -> Result<(), Violation> {
        match self.sorted.binary_search_by(order) {
            Ok(_) => Ok(()),
            Err(_) => Err(Violation::new("one_of", self.message.clone())),
        }
    }

    fn write(&self, schema: &mut Schema) {
        let mut told = self.told.clone();
        // An absent value is not judged, so the schema must let its `null` pass.
        if keywords::allows_null(schema) {
            told.push(Value::Null);
        }
        keywords::also(schema, "enum", Value::Array(told));
    }
}

impl Rule<str> for OneOf<&'static str> {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.search(|listed| in_order(listed, value))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describes_exactly(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        self.write(schema);
    }
}

impl Rule<str> for OneOf<String> {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        self.search(|listed| in_order(listed, value))
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describes_exactly(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        self.write(schema);
    }
}

impl<N: Number + Choice> Rule<N> for OneOf<N> {
    fn judge(&self, value: &N) -> Result<(), Violation> {
        self.search(|listed| listed.compare(value))
    }

    fn describes_exactly(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        self.write(schema);
    }
}

/// A value that [`one_of`] can list: a `&'static str`, a `String`, or a [`Number`].
pub trait Choice: sealed::Choice {}

impl<V: sealed::Choice> Choice for V {}

/// Keeps [`Choice`] to the types whose order and JSON form are known.
mod sealed {
    use super::{Ordering, Value};

    pub trait Choice: Send + Sync + 'static {
        /// An order in which equal values meet; NaN comes after all others.
        fn compare(&self, other: &Self) -> Ordering;

        /// The value in a schema, if JSON has it.
        fn to_json(&self) -> Option<Value>;
    }
}

/// By length first, which tells most texts apart.
fn in_order(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

macro_rules! texts {
    ($($type:ty)*) => {$(
        impl sealed::Choice for $type {
            fn compare(&self, other: &Self) -> Ordering {
                in_order(self, other)
            }

            fn to_json(&self) -> Option<Value> {
                Some(Value::String((*self).to_string()))
            }
        }
    )*};
}

texts!(&'static str String);

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl sealed::Choice for $type {
            fn compare(&self, other: &Self) -> Ordering {
                // Only NaN compares with nothing; it is never listed, and so never found.
                self.partial_cmp(other).unwrap_or(Ordering::Less)
            }

            fn to_json(&self) -> Option<Value> {
                use super::range::sealed::Number;
                self.is_finite().then(|| Value::Number(Number::to_json(*self)))
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64);

fn message(told: &[Value]) -> String {
    if told.is_empty() {
        return "no value is allowed".to_owned();
    }
    let mut message = String::from("must be one of: ");
    for (index, value) in told.iter().enumerate() {
        if message.len() > LONGEST_MESSAGE {
            append(&mut message, format_args!(" and {} more", told.len() - index));
            break;
        }
        if index > 0 {
            message.push_str(", ");
        }
        append(&mut message, value);
    }
    message
}

fn append(message: &mut String, part: impl Display) {
    message.push_str(&part.to_string());
}

/// From here on the message says only how many more values there are; the schema has all.
const LONGEST_MESSAGE: usize = 300;
