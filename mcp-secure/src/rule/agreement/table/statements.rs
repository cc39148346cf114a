//! Statements of other languages.

use super::{Case, Row, case, row};
use crate::rule::sql_read_only;

pub(super) fn rows() -> Vec<Row> {
    vec![row(
        "sql_read_only",
        [case!(String, sql_read_only())
            .good(["SELECT 1", "SELECT a, lower(b) FROM t WHERE c = 'x' OR \"d\" > 1.5e3;"])
            .untold("must have at most 64 KiB", format!("SELECT '{}'", "a".repeat(1 << 16)))
            .untold("must be a query that the dialect's grammar knows", "DROP TABLE t")
            .untold("must be exactly one statement", "SELECT 1; DROP TABLE t")
            .untold("must be one query and nothing after it", "SELECT 1 SELECT 2")
            .untold("must only read, also in a `WITH`", "WITH a AS (DELETE FROM t) SELECT 1")
            .untold("must not write its result anywhere", "SELECT a INTO b FROM c")
            .untold("must not lock rows", "SELECT a FROM b FOR UPDATE")
            .untold("must call only functions that are known to compute", "SELECT f(1)")
            .untold("must have a space before a comment", "SELECT 1/* x */")
            .untold("must end each comment", "SELECT 1 -- x")
            .untold("must not hold comments within comments", "SELECT 1 /* /* */")
            .untold("must have only words in comments", "SELECT 1 /* ' */")
            .untold("must end each quote", "SELECT 'a")
            .untold("must have `''` for a quote within a string", r"SELECT '\''")
            .untold("must not have a prefix in front of a quote", "SELECT E'a'")
            .untold("must have a space between a literal and what follows", "SELECT 1union")
            .untold("must not hold control characters", "SELECT\0")
            .untold("must not assign anything", "SELECT a := 1")
            .untold("must not hold `@`, `#`, `?` or `:` outside of quotes", "SELECT @a")
            .untold("must not hold `$`, `\\`, braces or backticks", "SELECT $1")
            .untold("must have a space between `&` and a quote", "SELECT U&'a'")
            .untold("must have names that are not ASCII in quotes", "SELECT ä")
            .untold("must not have a digit after the dot in a name", "SELECT a.1")
            .untold("must have at most 20 levels of parentheses", "(".repeat(21))
            .untold("must have reserved words in quotes", "SELECT 1 FROM a table")
            .untold("must hold only what the dialect has", "SELECT TOP 1 a FROM b")
            .untold("must not take a field of a value", "SELECT (a).b")
            .untold("must not have names of four parts", "SELECT a FROM b.c.d.e")],
    )]
}
