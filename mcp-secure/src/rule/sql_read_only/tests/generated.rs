//! Statements by grammar: a frame is accepted with what reads in it, and refused with what does not.

use proptest::prelude::*;

use super::*;

/// Where an expression can stand in another one. `@` is the place.
const EXPRESSIONS: &[&str] = &[
    "@ + 1",
    "a * @",
    "(@)",
    "-(@)",
    "coalesce(a, @)",
    "upper(@)",
    "CASE WHEN @ = 1 THEN 'x' ELSE 'y' END",
    "CASE a WHEN 1 THEN @ END",
    "CASE WHEN a = 1 THEN 1 ELSE @ END",
    "CAST(@ AS INTEGER)",
    "(SELECT max(@) FROM t)",
    "(SELECT b FROM u WHERE b = @)",
    "sum(@) OVER (ORDER BY b)",
    "sum(b) OVER (PARTITION BY @ ORDER BY b)",
    "rank() OVER (ORDER BY @)",
    "substring(@, 1, 2)",
    "replace('x', @, 'y')",
];

const CONDITIONS: &[&str] = &[
    "@ = 1",
    "@ IN (1, 2)",
    "a IN (1, @)",
    "a IN (SELECT @ FROM u)",
    "a BETWEEN @ AND 2",
    "name LIKE @",
    "@ IS NOT NULL",
    "NOT (a = @)",
    "a = 1 OR @ > 2 AND b = 3",
    "EXISTS (SELECT 1 FROM u WHERE u.a = @)",
];

const QUERIES: &[&str] = &[
    "SELECT @ FROM t",
    "SELECT a, @ AS x, b FROM t",
    "SELECT DISTINCT @ FROM t",
    "SELECT count(*) FROM t GROUP BY @",
    "SELECT a FROM t ORDER BY @ DESC",
    "SELECT * FROM (SELECT @ AS x FROM t) s",
    "WITH s AS (SELECT @ AS x FROM t) SELECT x FROM s",
    "WITH r AS (SELECT 1 AS y), s AS (SELECT @ AS x FROM r) SELECT x FROM s",
    "SELECT a FROM t UNION ALL SELECT @ FROM u",
    "SELECT @ FROM t EXCEPT SELECT a FROM u",
    "SELECT a FROM t JOIN u ON t.a = @",
    "SELECT a FROM t LEFT JOIN (SELECT @ AS c FROM u) s ON s.c = t.a",
];

const OF_CONDITIONS: &[&str] = &[
    "SELECT a FROM t WHERE @",
    "SELECT a FROM t JOIN u ON @",
    "SELECT a, count(*) FROM t GROUP BY a HAVING @",
    "SELECT CASE WHEN @ THEN 1 END FROM t",
];

const READING: &[&str] = &[
    "a",
    "t.a",
    "1",
    "1.5",
    "'x'",
    "'it''s'",
    "NULL",
    "\"a b\"",
    "lower(a)",
    "count(*)",
    "(SELECT a FROM u)",
    "(SELECT max(a) FROM u WHERE a > 1)",
    "'DELETE FROM t; -- '",
    "1 /* DELETE FROM t */",
    "1 -- DELETE FROM t\n",
];

const OTHER: &[&str] = &[
    "pg_sleep(1)",
    "load_file('x')",
    "nextval('s')",
    "app.f(1)",
    "\"Lower\"(a)",
    "(DELETE FROM t RETURNING a)",
    "(UPDATE t SET a = 1 RETURNING a)",
    "(INSERT INTO t VALUES (1) RETURNING a)",
    "(WITH d AS (DELETE FROM t RETURNING a) SELECT a FROM d)",
    "(SELECT a INTO n FROM t)",
    "(SELECT a FROM t FOR UPDATE)",
    "(SELECT a FROM t FOR SHARE)",
    "(SELECT pg_sleep(1))",
    "(SELECT a FROM dblink('x', 'y') AS z)",
    "1 /*! x */",
    "1 -- x",
    "'\\''",
    "$1",
    "1; DROP TABLE t",
    "1) FROM t; DROP TABLE t",
];

fn one_of(list: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(list)
}

/// A query with one place for an expression.
fn frame() -> impl Strategy<Value = String> {
    let outside = prop_oneof![
        one_of(QUERIES).prop_map(str::to_owned),
        (one_of(OF_CONDITIONS), one_of(CONDITIONS))
            .prop_map(|(query, condition)| query.replace('@', condition)),
    ];
    (outside, prop::collection::vec(one_of(EXPRESSIONS), 0..5)).prop_map(|(outside, within)| {
        within.into_iter().fold(outside, |frame, expression| frame.replace('@', expression))
    })
}

proptest! {
    #[test]
    fn what_reads_is_accepted(frame in frame(), reading in one_of(READING)) {
        let statement = frame.replace('@', reading);
        for dialect in DIALECTS {
            let judged = sql_read_only().dialect(dialect).judge(&statement);
            prop_assert!(judged.is_ok(), "{dialect:?} {statement} {judged:?}");
        }
    }

    #[test]
    fn what_does_more_is_refused(frame in frame(), other in one_of(OTHER)) {
        let statement = frame.replace('@', other);
        for dialect in DIALECTS {
            let judged = sql_read_only().dialect(dialect).judge(&statement);
            prop_assert!(judged.is_err(), "{dialect:?} {statement}");
        }
    }

    #[test]
    fn a_second_statement_is_refused(frame in frame(), second in one_of(QUERIES), between in "[ \n]{0,2}(;|;;|; ;|\u{0};)[ \n]{0,2}") {
        let statement = format!("{}{between}{}", frame.replace('@', "a"), second.replace('@', "a"));
        for dialect in DIALECTS {
            prop_assert!(sql_read_only().dialect(dialect).judge(&statement).is_err(), "{dialect:?} {statement}");
        }
    }

    #[test]
    fn never_panics(statement in ".{0,40}|SELECT [a-z0-9'\"`\\[\\]()@#:;.,*/ \\\\-]{0,40}") {
        for dialect in DIALECTS {
            let judged = sql_read_only().dialect(dialect).judge(&statement);
            let could_not = judged.is_err_and(|violation| violation.message().starts_with("cannot"));
            prop_assert!(!could_not, "{dialect:?} {statement}");
        }
    }
}
