//! All of several rules.

use schemars::Schema;

use super::{Rule, Several, Violation, Violations};

/// Asks for what all of these rules accept, and reports what each of them refuses.
///
/// `#[validate(a, b)]` says the same; `all` is for within other rules, as in
/// `any(all(a, b), c)`. In an attribute the rules stand side by side, elsewhere in a tuple.
///
/// ```
/// use mcp_secure::rule::{Rule, all, length, pattern};
///
/// let code = all((length(..=4), pattern("^[A-Z]+$")));
/// assert!(code.judge("ABC").is_ok());
/// assert!(code.judge("abc").is_err());
/// assert!(code.judge("ABCDE").is_err());
/// ```
pub fn all<R>(rules: R) -> All<R> {
    All(rules)
}

/// See [`all`].
#[derive(Clone, Copy, Debug)]
pub struct All<R>(R);

impl<T: ?Sized + 'static, R: Several<T>> Rule<T> for All<R> {
    fn judge(&self, value: &T) -> Result<(), Violation> {
        self.0.iter().try_for_each(|rule| rule.judge(value))
    }

    fn report(&self, value: &T, violations: &mut Violations) {
        self.0.iter().for_each(|rule| rule.report(value, violations));
    }

    fn bounds_length(&self) -> bool {
        self.0.iter().any(|rule| rule.bounds_length())
    }

    fn takes_any_text(&self) -> bool {
        self.0.iter().any(|rule| rule.takes_any_text())
    }

    fn describes_exactly(&self) -> bool {
        self.0.iter().all(|rule| rule.describes_exactly())
    }

    fn describe(&self, schema: &mut Schema) {
        self.0.iter().for_each(|rule| rule.describe(schema));
    }
}
