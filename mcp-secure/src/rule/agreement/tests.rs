//! Every rule is in the table, the table is true, and the documentation shows it.

use std::{collections::BTreeSet, fs, path::Path};

use super::{Case, document, table::rows};
use crate::rule::{length, pattern, range};

#[test]
fn no_rule_accepts_what_its_schema_refuses() {
    let rows = rows();
    let cases = rows.iter().flat_map(|row| &row.cases);
    let broken: Vec<String> = cases.filter_map(|case| case.check().err()).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

/// The functions that `rule.rs` makes public: whatever starts with a small letter.
fn public_rules() -> BTreeSet<String> {
    let source = include_str!("../../rule.rs");
    let uses = source.split("\npub use ").skip(1);
    let uses = uses.map(|rest| rest.split(';').next().unwrap());
    let names = uses.flat_map(|path| path.rsplit("::").next().unwrap().split([',', '{', '}']));
    let names =
        names.map(str::trim).filter(|name| name.starts_with(|first: char| first.is_lowercase()));
    names.map(str::to_owned).collect()
}

#[test]
fn every_public_rule_has_a_row() {
    let listed: BTreeSet<String> = rows().iter().map(|row| row.rule.to_owned()).collect();
    assert!(listed.contains("filename") && listed.contains("url"));
    let told = "give the rule a row in `rule/agreement/table`";
    assert_eq!(listed, public_rules(), "{told}");
    for row in rows() {
        assert!(!row.cases.is_empty(), "{}", row.rule);
        for case in row.cases {
            assert!(case.written.starts_with(&format!("{}(", row.rule)), "{}", case.written);
        }
    }
}

#[test]
fn the_documentation_shows_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rule/untold.md");
    let written = document::written(&rows());
    if std::env::var_os("WRITE_DOCUMENTS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let shown = fs::read_to_string(&path).unwrap();
    assert!(shown == written, "`src/rule/untold.md` is out of date; WRITE_DOCUMENTS=1 writes it");
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
