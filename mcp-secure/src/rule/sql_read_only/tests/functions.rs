//! Which functions are called.

use super::{super::functions::lists, *};

#[test]
fn the_lists_are_fit_for_the_search() {
    for list in lists() {
        assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        assert!(list.iter().all(|name| *name == name.to_ascii_lowercase()));
    }
}

#[test]
fn the_author_adds_functions_by_name() {
    let rule = sql_read_only().functions(["app.Score", "st_distance"]);
    for good in [
        "SELECT app.Score(1)",
        "SELECT APP.SCORE(1)",
        "SELECT \"app\".\"Score\"(1)",
        "SELECT st_distance(a, b)",
        "SELECT * FROM app.score(1) AS t",
    ] {
        assert!(rule.judge(good).is_ok(), "{good}");
    }
    for bad in [
        "SELECT score(1)",
        "SELECT app.st_distance(1)",
        "SELECT x.app.score(1)",
        "SELECT \"APP\".\"SCORE\"(1)",
        "SELECT app(1)",
        "SELECT app.score(pg_sleep(1))",
        "DELETE FROM t WHERE app.score(1) = 1",
    ] {
        assert!(rule.judge(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_dialect_has_its_own_functions_only() {
    for (dialect, own) in [
        (Dialect::Ansi, "SELECT occurrences_regex(a)"),
        (Dialect::Postgres, "SELECT string_to_array(a, b)"),
        (Dialect::MySql, "SELECT substring_index(a, b, 1)"),
        (Dialect::Sqlite, "SELECT julianday(a)"),
        (Dialect::SqlServer, "SELECT patindex(a, b)"),
    ] {
        for other in DIALECTS {
            let rule = sql_read_only().dialect(other);
            assert_eq!(rule.judge(own).is_ok(), dialect == other, "{other:?} {own}");
        }
    }
}
