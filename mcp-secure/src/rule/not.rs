//! The opposite of a rule.

use std::borrow::Cow;

use schemars::Schema;
use serde_json::Value;

use super::{Rule, Violation, keywords, review};

#[cfg(test)]
mod tests;

/// Asks for what this rule refuses.
///
/// A list of what is refused is never complete: where what is right can be said, say that,
/// with [`one_of`](super::one_of) or [`pattern`](super::pattern). `not` is for names that are
/// taken. Text is compared exactly: `not(one_of(["admin"]))` accepts `Admin`.
///
/// The schema says `not` where the rule's own schema is exact, as that of `one_of`, `length`
/// and `pattern` is, and otherwise nothing; see [`Rule::describes_exactly`].
///
/// ```
/// use mcp_secure::rule::{Rule, not, one_of};
///
/// let name = not(one_of(["index", "new"])).message("must not be `index` or `new`");
/// assert!(name.judge("plan").is_ok());
/// assert!(name.judge("index").is_err());
/// ```
pub fn not<R>(rule: R) -> Not<R> {
    Not { rule, message: Cow::Borrowed("must not be one of the values that are refused") }
}

/// See [`not`].
#[derive(Clone, Debug)]
pub struct Not<R> {
    rule: R,
    message: Cow<'static, str>,
}

impl<R> Not<R> {
    /// Says what is refused, as a completion of "the value …": a rule knows only how to say
    /// what it accepts.
    #[must_use]
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }
}

impl<T: ?Sized, R: Rule<T>> Rule<T> for Not<R> {
    fn judge(&self, value: &T) -> Result<(), Violation> {
        match self.rule.judge(value) {
            Err(_) => Ok(()),
            Ok(()) => Err(Violation::new("not", self.message.clone())),
        }
    }

    fn describe(&self, schema: &mut Schema) {
        if !self.rule.describes_exactly() {
            return review::tell_described(schema, "refuses", |inner| self.rule.describe(inner));
        }
        // An absent value is not judged: its `null` must not be among what is refused.
        let Some(present) = keywords::without_null(schema) else { return };
        let types = present.get("type").cloned();
        let mut refused = keywords::difference(&present, |inner| self.rule.describe(inner));
        if refused.is_empty() {
            return;
        }
        if types.as_ref() != schema.get("type")
            && let Some(types) = types
        {
            refused.insert("type".to_owned(), types);
        }
        keywords::also(schema, "not", Value::Object(refused));
    }
}
