//! The table is true, and shows what it should.

use super::{Case, table::rows};
use crate::rule::{length, pattern, range};

#[cfg(feature = "sql")] // The table is whole with all rules, as in `cargo test --workspace`.
mod whole;

#[test]
fn no_rule_accepts_what_its_schema_refuses() {
    let rows = rows();
    let cases = rows.iter().flat_map(|row| &row.cases);
    let broken: Vec<String> = cases.filter_map(|case| case.check().err()).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

/// The comparison finds what it looks for.
mod what_is_wrong_is_found {
    use super::*;
    use crate::rule::{Rule, Violation};
    use schemars::Schema;

    /// Judges as one rule, describes as another.
    struct Split<J, D>(J, D);

    impl<T: ?Sized, J: Rule<T>, D: Rule<T>> Rule<T> for Split<J, D> {
        fn judge(&self, value: &T) -> Result<(), Violation> {
            self.0.judge(value)
        }

        fn describe(&self, schema: &mut Schema) {
            self.1.describe(schema);
        }
    }

    /// The search ends at the first, which is among the first hundred mostly.
    const ENOUGH: u32 = 3000;

    #[track_caller]
    fn found(case: Case, problem: &str) {
        let told = case.check_with(ENOUGH).unwrap_err();
        assert!(told.contains(problem), "{told}");
    }

    #[test]
    fn a_rule_that_accepts_more_than_its_schema() {
        let accepts = "accepts what its schema refuses";
        found(Case::new::<String>("", Split(length(1..=6), length(1..=5))).good(["a"]), accepts);
        found(Case::new::<String>("", Split(length(0..=5), length(1..=5))).good(["a"]), accepts);
        found(Case::new::<i64>("", Split(range(0..=9), range(0..9))).good([1]), accepts);
        found(Case::new::<f64>("", Split(range(0.0..=9.0), range(0.0..9.0))).good([1.0]), accepts);
        // The `$` of other dialects skips a line break at the end.
        let lenient = Split(pattern("^[a-z]+\\n?$"), pattern("^[a-z]+$"));
        found(Case::new::<String>("", lenient).good(["a"]), accepts);
        let folded = Split(pattern("^[a-zA-Z\u{212a}]+$"), pattern("^[a-zA-Z]+$"));
        found(Case::new::<String>("", folded).good(["a"]), accepts);
    }

    #[test]
    fn a_rule_that_refuses_what_nobody_lists() {
        let refuses = "refuses what its schema accepts";
        found(Case::new::<String>("", Split(length(1..=5), length(1..=6))).good(["a"]), refuses);
        let strict = Split(pattern("^[0-9]+$"), pattern("^[0-9]+"));
        found(Case::new::<String>("", strict).good(["1"]), refuses);
    }

    #[test]
    fn an_example_that_shows_nothing() {
        let case = || Case::new::<String>("", Split(length(..=2), length(..=9)));
        found(case().untold("at most 2", "a"), "does not refuse for what it lists");
        found(case().untold("at most 3", "abc"), "does not refuse for what it lists");
        found(case().untold("at most 2", "a".repeat(10)), "refuses what it lists as untold");
        found(case().good(["abc"]), "refuses a good value");
        let exact = Case::new::<String>("", length(..=2)).untold("at most 2", "abc");
        assert!(exact.check_with(ENOUGH).is_err());
    }

    #[test]
    fn a_rule_that_no_good_value_is_known_of() {
        let unlikely = Case::new::<String>("", Split(pattern("^qwertz$"), length(..=99)));
        found(unlikely.untold("must match the pattern", "a"), "0 accepted");
    }
}
