//! A function as a rule.

use schemars::Schema;

use super::{Rule, Violation};

/// Judges by a function: `#[validate(check(is_even))]` with
/// `fn is_even(value: &i64) -> Result<(), Violation>`.
///
/// Adds nothing to the schema. A rule that should be told to the model there implements
/// [`Rule`] itself.
///
/// ```
/// use mcp_secure::rule::{Rule, Violation, check};
///
/// fn is_even(value: &i64) -> Result<(), Violation> {
///     if value % 2 == 0 { Ok(()) } else { Err(Violation::new("is_even", "must be even")) }
/// }
///
/// assert!(check(is_even).judge(&2).is_ok());
/// assert!(check(is_even).judge(&3).is_err());
/// ```
pub fn check<F>(function: F) -> Check<F> {
    Check(function)
}

/// See [`check`].
#[derive(Clone, Copy)]
pub struct Check<F>(F);

impl<T, F> Rule<T> for Check<F>
where
    T: ?Sized,
    F: Fn(&T) -> Result<(), Violation> + Send + Sync + 'static,
{
    fn judge(&self, value: &T) -> Result<(), Violation> {
        (self.0)(value)
    }

    fn describe(&self, _schema: &mut Schema) {}
}
