//! A rule for some values.

use schemars::Schema;

use super::{Rule, Violation, Violations, review};

/// Judges by this rule the values for which the predicate holds, and accepts all others:
/// `#[validate(when(is_local, filename))]` with `fn is_local(value: &str) -> bool`.
///
/// Adds nothing to the schema, which cannot tell the predicate. Lifts no default of text: the
/// rule does not judge every value.
///
/// ```
/// use mcp_secure::rule::{Rule, pattern, when};
///
/// let reference = when(|value: &str| value.starts_with('#'), pattern("^#[0-9]+$"));
/// assert!(reference.judge("#42").is_ok());
/// assert!(reference.judge("see above").is_ok());
/// assert!(reference.judge("#4a").is_err());
/// ```
///
/// ```
/// use mcp_secure::prelude::*;
///
/// fn is_local(target: &str) -> bool {
///     !target.contains("://")
/// }
///
/// /// Describe a note or a page.
/// #[tool(public, read_only)]
/// fn describe(#[validate(when(is_local, filename), length(..=200))] target: String) -> String {
///     target
/// }
/// ```
pub fn when<P, R>(predicate: P, rule: R) -> When<P, R> {
    When { predicate, rule }
}

/// See [`when`].
#[derive(Clone, Copy)]
pub struct When<P, R> {
    predicate: P,
    rule: R,
}

impl<T, P, R> Rule<T> for When<P, R>
where
    T: ?Sized,
    P: Fn(&T) -> bool + Send + Sync + 'static,
    R: Rule<T>,
{
    fn judge(&self, value: &T) -> Result<(), Violation> {
        if (self.predicate)(value) { self.rule.judge(value) } else { Ok(()) }
    }

    fn report(&self, value: &T, violations: &mut Violations) {
        if (self.predicate)(value) {
            self.rule.report(value, violations);
        }
    }

    /// What holds sometimes no schema says; a reviewer is told.
    fn describe(&self, schema: &mut Schema) {
        review::tell_described(schema, "when", |inner| self.rule.describe(inner));
    }
}

#[cfg(test)]
mod tests {
    use schemars::json_schema;

    use super::*;
    use crate::rule::{each, length, range};

    #[test]
    fn judges_only_where_the_predicate_holds() {
        let rule = when(|value: &i64| *value >= 0, range(10..));
        assert!(rule.judge(&10).is_ok());
        assert!(rule.judge(&-1).is_ok());
        assert!(rule.judge(&9).is_err());
    }

    #[test]
    fn reports_all_that_the_rule_reports_and_nothing_otherwise() {
        let rule = when(|value: &[i64]| value.len() > 1, each(range(1..)));
        for (value, count) in [(&[0][..], 0), (&[0, 1, 0], 2)] {
            let mut violations = Violations::default();
            rule.report(value, &mut violations);
            assert_eq!(violations.iter().count(), count);
        }
    }

    #[test]
    fn says_nothing_in_the_schema_and_lifts_nothing() {
        let rule = when(|value: &str| value.is_empty(), length(..=5));
        let mut schema = json_schema!({ "type": "string" });
        rule.describe(&mut schema);
        assert_eq!(schema, json_schema!({ "type": "string" }));
        assert!(!rule.bounds_length());
    }
}
