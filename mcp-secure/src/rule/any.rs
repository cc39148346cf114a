//! One of several rules.

use schemars::Schema;
use serde_json::Value;

use super::{Rule, Several, Violation, keywords, review};

#[cfg(test)]
mod tests;

/// Asks for what at least one of these rules accepts.
///
/// In an attribute the rules stand side by side, elsewhere in a tuple. The violation says
/// what each of them asks for. The schema says it as `anyOf`.
///
/// The default bound of 64 KiB on text is lifted if every one of the rules bounds the
/// length, and the refusal of control characters if also one of them is
/// [`any_text`](super::any_text).
///
/// ```
/// use mcp_secure::rule::{Rule, any, filename, one_of};
///
/// let target = any((filename(), one_of(["-"])));
/// assert!(target.judge("notes.md").is_ok());
/// assert!(target.judge("-").is_ok());
/// assert!(target.judge("-rf").is_err());
/// ```
///
/// ```
/// use mcp_secure::prelude::*;
///
/// /// Print a note, or with `-` all of them.
/// #[tool(public, read_only)]
/// fn print(#[validate(any(filename, one_of(["-"])))] target: String) -> String {
///     target
/// }
/// ```
pub fn any<R>(rules: R) -> Any<R> {
    Any(rules)
}

/// See [`any`].
#[derive(Clone, Copy, Debug)]
pub struct Any<R>(R);

impl<T: ?Sized + 'static, R: Several<T>> Rule<T> for Any<R> {
    fn judge(&self, value: &T) -> Result<(), Violation> {
        let mut message = String::new();
        for rule in self.0.iter() {
            let Err(violation) = rule.judge(value) else { return Ok(()) };
            if !message.is_empty() {
                message.push_str(", or ");
            }
            if !violation.pointer().is_empty() {
                message.push_str(violation.pointer());
                message.push_str(": ");
            }
            message.push_str(violation.message());
        }
        Err(Violation::new("any", message))
    }

    fn bounds_length(&self) -> bool {
        self.0.iter().all(|rule| rule.bounds_length())
    }

    fn takes_any_text(&self) -> bool {
        // What is accepted by another of the rules must be bounded too.
        self.0.iter().any(|rule| rule.takes_any_text()) && self.bounds_length()
    }

    fn describes_exactly(&self) -> bool {
        self.0.iter().all(|rule| rule.describes_exactly())
    }

    fn describe(&self, schema: &mut Schema) {
        let told: Vec<_> = self
            .0
            .iter()
            .map(|rule| keywords::difference(schema, |branch| rule.describe(branch)))
            .collect();
        // A rule that says nothing may accept anything.
        if told.iter().all(|branch| !branch.is_empty()) {
            let branches = told.into_iter().map(Value::Object).collect();
            keywords::also(schema, "anyOf", Value::Array(branches));
        } else {
            let branches: Vec<_> = told.into_iter().map(Value::Object).collect();
            review::tell(schema, "accepts", branches);
        }
    }
}
