//! Size and depth.

use super::*;

/// A statement of about `bytes` that repeats a part.
fn full(bytes: usize, start: &str, part: &str, end: &str) -> String {
    let times = (bytes - start.len() - end.len()) / part.len();
    format!("{start}{}{end}", part.repeat(times))
}

/// However little stack is left where a statement is judged, and whoever judges it.
#[track_caller]
fn judges(statement: &str) {
    for dialect in DIALECTS {
        let statement = statement.to_owned();
        let judge = move || sql_read_only().dialect(dialect).judge(&statement).is_ok();
        std::thread::Builder::new().stack_size(256 << 10).spawn(judge).unwrap().join().unwrap();
    }
}

#[test]
fn a_statement_has_at_most_64_kib() {
    let longest = full(MAX_BYTES, "SELECT '", "a", "'");
    assert_eq!(longest.len(), MAX_BYTES);
    for dialect in DIALECTS {
        accepts(dialect, &[&longest]);
        refuses(dialect, &[&format!("{longest} ")]);
    }
}

#[test]
fn parentheses_are_nested_twenty_times() {
    let nested = |depth: usize| format!("SELECT {}1{}", "(".repeat(depth), ")".repeat(depth));
    for dialect in DIALECTS {
        accepts(dialect, &[&nested(20)]);
        refuses(dialect, &[&nested(21), &nested(100_000), &nested(30_000)]);
    }
}

#[test]
fn queries_are_nested_in_every_way_without_the_stack_running_out() {
    for (start, open, middle, close) in [
        ("SELECT ", "(SELECT ", "1", ")"),
        ("SELECT * FROM ", "(SELECT * FROM ", "a", ") x"),
        ("SELECT * FROM ", "(", "a", ")"),
        ("SELECT * FROM ", "(a JOIN ", "a", " ON 1 = 1)"),
        ("SELECT ", "lower(", "1", ")"),
        ("SELECT ", "CASE WHEN ", "1", " THEN 1 END"),
        ("SELECT ", "CASE ", "1", " WHEN 1 THEN 1 END"),
        ("SELECT 1 WHERE ", "1 IN (", "1", ")"),
        ("SELECT 1 WHERE ", "EXISTS (SELECT 1 WHERE ", "1 = 1", ")"),
        ("SELECT ", "CAST(", "1", " AS INT)"),
        ("SELECT ", "ARRAY[", "1", "]"),
        ("SELECT a", "[a", "", "]"),
        ("", "WITH a AS (", "SELECT 1", ") SELECT 1"),
        ("SELECT ", "NOT ", "1", ""),
        ("SELECT ", "- ", "1", ""),
        ("SELECT ", "INTERVAL ", "1", ""),
        ("SELECT CAST(1 AS ", "ARRAY<", "INT", ">"),
        ("SELECT * FROM a ", "LEFT JOIN a ", "", ""),
        ("SELECT * FROM a ", "LEFT JOIN a ", "", "ON 1 = 1 "),
    ] {
        for depth in [15, 60, 1000] {
            judges(&format!("{start}{}{middle}{}", open.repeat(depth), close.repeat(depth)));
        }
    }
}

#[test]
fn long_chains_are_deep_trees_and_judged() {
    let chains = [
        ("SELECT 1", "+1"),
        ("SELECT 1", " AND 1"),
        ("SELECT 1", "||1"),
        ("SELECT 1", "::int"),
        ("SELECT 1", " UNION SELECT 1"),
        ("SELECT 1", " UNION SELECT 1 INTERSECT SELECT 1"),
        ("SELECT a", "[1]"),
        ("SELECT a::int", "[]"),
        ("SELECT a", " COLLATE b"),
        ("SELECT a", " IS NULL"),
        ("SELECT a", " AT TIME ZONE 'utc'"),
        ("SELECT a", " BETWEEN 1 AND 2"),
        ("SELECT a", " MATCH 1"),
        ("SELECT a", " DIV 1"),
        ("SELECT a", "->1"),
        ("SELECT a", ".a"),
        ("SELECT a", ", a"),
        ("SELECT a FROM a", ", a"),
        ("SELECT a FROM a", " PIVOT(sum(b) FOR c IN (1)) x"),
        ("SELECT 1", " OR a IN (1, 2)"),
    ];
    for (start, part) in chains {
        judges(&full(8 << 10, start, part, ""));
    }
    let rule = sql_read_only();
    assert!(rule.judge(&full(MAX_BYTES, "SELECT 1", "+1", "")).is_ok());
    assert!(rule.judge(&full(MAX_BYTES, "SELECT 1", "+1", "+pg_sleep(1)")).is_err());
    assert!(rule.judge(&full(MAX_BYTES, "SELECT pg_sleep(1)", "+1", "")).is_err());
}

#[test]
fn lists_of_identifiers_fit() {
    let ids: Vec<String> = (0..5000).map(|id| id.to_string()).collect();
    let statement = format!("SELECT * FROM t WHERE id IN ({})", ids.join(", "));
    for dialect in DIALECTS {
        accepts(dialect, &[&statement]);
    }
}

#[test]
fn the_schema_says_what_it_can() {
    let mut schema = schemars::json_schema!({ "type": "string" });
    sql_read_only().describe(&mut schema);
    assert_eq!(schema.as_value(), &serde_json::json!({ "type": "string", "minLength": 1 }));
}
