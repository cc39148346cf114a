//! SQL, as analysts and models write it, and as attackers do.

use mcp_secure::rule::{self, Dialect};

use crate::{DIALECTS, accepts, refuses};

#[test]
fn sql_identifier() {
    for dialect in DIALECTS {
        accepts(&rule::sql_identifier().dialect(dialect), [
        "a_b_c", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]);
    }
    for dialect in DIALECTS {
        refuses(&rule::sql_identifier().dialect(dialect), [
        "a/*", "Select", "users;", "sеlect", "a\u{2028}", "’a",
    ]);
    }
}

#[test]
fn sql_read_only() {
    for dialect in DIALECTS {
        accepts(&rule::sql_read_only().dialect(dialect), [
        "select 1;", "SELECT * FROM t", "SELECT a, b AS c FROM t WHERE a = 1 AND b <> 'x' ORDER BY a DESC", "SELECT count(*) FROM t",
        "SELECT a, sum(b) FROM t GROUP BY a HAVING sum(b) > 10", "SELECT DISTINCT a FROM t",
        "SELECT t.a, u.b FROM t JOIN u ON t.id = u.id LEFT JOIN v ON v.id = u.id", "SELECT a FROM t WHERE a IN (SELECT b FROM u)",
        "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id = t.id)", "SELECT a FROM t UNION ALL SELECT b FROM u",
        "WITH x AS (SELECT a FROM t) SELECT * FROM x", "SELECT row_number() OVER (PARTITION BY a ORDER BY b) AS rn FROM t",
        "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END AS z FROM t", "SELECT coalesce(a, 0), nullif(b, 0) FROM t", "SELECT CAST(a AS integer) FROM t",
        "SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c LIKE '%x%' AND d IS NOT NULL", "SELECT avg(a), min(a), max(a) FROM t",
        "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t", "SELECT lag(a, 1) OVER (ORDER BY b) FROM t",
        "SELECT 'DROP TABLE x; --' AS s", "SELECT 'it''s' AS s", "SELECT a FROM schema1.t", "SELECT abs(a), round(b, 2) FROM t",
        "SELECT a*1.0/b FROM t", "SELECT -a FROM t", "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b",
        "SELECT * FROM (SELECT a FROM t) AS s", "SELECT a FROM t WHERE (a, b) IN (SELECT c, d FROM u)", "SELECT ntile(4) OVER (ORDER BY a) FROM t",
        "SELECT first_value(a) OVER (PARTITION BY b ORDER BY c) FROM t", "SELECT dense_rank() OVER (ORDER BY sum(x) DESC) FROM t GROUP BY y",
        "SELECT a FROM t EXCEPT SELECT a FROM u", "SELECT a FROM t INTERSECT SELECT a FROM u", "SELECT replace(a, 'x', 'y') FROM t",
        "SELECT count(DISTINCT a) FROM t", "SELECT update_time, deleted, insert_id FROM t", "SELECT \"delete\" FROM t",
        "SELECT a FROM t CROSS JOIN u", "-- top customers\nSELECT 1", "/* report */ SELECT 1", "SELECT 1 -- one\nFROM t",
        "SELECT a, /* the b */ b FROM t", "SELECT 1 /* done */",
    ]);
    }
    accepts(&rule::sql_read_only().dialect(Dialect::Ansi), [
        "SELECT lower(a), upper(b), length(c) FROM t",
    ]);
    accepts(&rule::sql_read_only().dialect(Dialect::Postgres), [
        "SELECT lower(a), upper(b), length(c) FROM t", "SELECT now(), current_date, date_trunc('month', a) FROM t",
        "SELECT a::text, b::numeric(10,2) FROM t", "SELECT data->'a'->>'b', data#>>'{a,b}', data @> '{\"a\":1}', data ? 'k' FROM t",
        "SELECT * FROM t, LATERAL (SELECT * FROM u WHERE u.id = t.id LIMIT 1) x",
        "SELECT a FROM t LEFT JOIN LATERAL jsonb_array_elements(t.data) AS e ON true", "SELECT now() - interval '7 days'",
        "SELECT extract(epoch FROM a), age(a), to_char(a, 'YYYY-MM') FROM t", "SELECT generate_series(1, 10)",
        "SELECT * FROM generate_series('2024-01-01'::date, '2024-12-31'::date, '1 day') AS g(d)",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t", "SELECT count(*) FILTER (WHERE a > 1) FROM t",
        "SELECT array_agg(a ORDER BY b), string_agg(a, ',' ORDER BY a) FROM t", "SELECT unnest(a) FROM t", "SELECT a[1], a[1:2] FROM t",
        "SELECT ARRAY[1,2,3], a = ANY(ARRAY[1,2])", "SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b",
        "SELECT a ~ '^x', a ~* 'y', a !~ 'z', a ILIKE '%x%' FROM t", "SELECT * FROM t TABLESAMPLE SYSTEM (1)",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n+1 FROM r WHERE n < 10) SELECT * FROM r", "SELECT a FROM t GROUP BY ROLLUP (a, b)",
        "SELECT a, b FROM t GROUP BY GROUPING SETS ((a), (b), ())", "SELECT a FROM t GROUP BY CUBE (a, b)",
        "SELECT row_to_json(t), jsonb_build_object('a', 1), jsonb_agg(a) FROM t", "SELECT width_bucket(a, 0, 100, 10) FROM t",
        "SELECT a FROM t ORDER BY a NULLS LAST LIMIT 10 OFFSET 5", "SELECT a FROM t FETCH FIRST 10 ROWS ONLY", "TABLE t",
        "SELECT corr(a, b), stddev(a), variance(a), regr_slope(a, b) FROM t",
        "SELECT split_part(a, '-', 1), regexp_replace(a, 'x', 'y', 'g'), regexp_matches(a, 'b') FROM t", "SELECT a AT TIME ZONE 'UTC' FROM t",
        "SELECT to_tsvector('english', a) @@ to_tsquery('x & y') FROM t", "SELECT a IS DISTINCT FROM b FROM t",
        "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b)", "SELECT (now() AT TIME ZONE 'UTC')::date", "SELECT date '2024-01-01' + 1",
        "SELECT a || ' ' || b FROM t", "SELECT md5(a), encode(sha256(a::bytea), 'hex') FROM t", "SELECT a #- '{x}' FROM t",
        "SELECT jsonb_path_query(a, '$.x') FROM t", "SELECT * FROM jsonb_to_recordset('[]'::jsonb) AS x(a int, b text)",
        "SELECT key, value FROM t, json_each(t.a)", "SELECT * FROM information_schema.tables", "SELECT relname FROM pg_class",
        "SELECT pg_typeof(a), pg_size_pretty(1024) FROM t", "SELECT greatest(a,b), least(a,b), mod(a,b), power(a,2), sqrt(a), ln(a), exp(a) FROM t",
        "SELECT mode() WITHIN GROUP (ORDER BY a) FROM t", "SELECT make_date(2024,1,1), date_part('year', a), justify_interval(a) FROM t",
        "SELECT EXISTS(SELECT 1)", "SELECT bool_and(a), every(b), bit_or(c) FROM t", "SELECT a FROM ONLY t",
        "SELECT rank() OVER (ORDER BY a RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW) FROM t", "SELECT 2", "SELECT version()",
        "SELECT a, b FROM t ORDER BY 1, 2 DESC", "SELECT a FROM t WHERE b = ALL (SELECT c FROM u)",
        "SELECT count(*) AS \"Total Count\" FROM \"Order Items\"", "SELECT date_bin('15 minutes', ts, TIMESTAMP '2001-01-01') FROM t",
        "SELECT to_timestamp(a), to_date(b, 'YYYY'), to_number(c, '999') FROM t",
        "SELECT cardinality(a), array_length(a, 1), array_to_string(a, ',') FROM t", "SELECT a FROM t WHERE ts >= CURRENT_DATE - INTERVAL '30' DAY",
        "SELECT json_agg(x) FROM (SELECT a FROM t) x", "SELECT cume_dist() OVER (ORDER BY a), percent_rank() OVER (ORDER BY a) FROM t", "SELECT 3",
        "WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM x", "SELECT a FROM t NATURAL JOIN u", "SELECT * FROM t JOIN u USING (id)", "SELECT 4",
        "SELECT 5", "SELECT a SIMILAR TO 'x%' FROM t", "SELECT ROW(1,2)", "SELECT grouping(a) FROM t GROUP BY CUBE (a)",
        "SELECT jsonb_pretty(a), jsonb_object_keys(a), jsonb_typeof(a) FROM t",
        "SELECT isfinite(a), clock_timestamp(), statement_timestamp() FROM t", "SELECT a FROM t WHERE a = ANY('{1,2}'::int[])",
        "SELECT nth_value(a, 2) OVER (ORDER BY b) FROM t",
    ]);
    accepts(&rule::sql_read_only().dialect(Dialect::MySql), [
        "SELECT lower(a), upper(b), length(c) FROM t", "SELECT `a`, `b` FROM `t`", "SELECT DATE_FORMAT(a, '%Y-%m') FROM t",
        "SELECT DATE_ADD(a, INTERVAL 1 DAY), NOW(), CURDATE() FROM t", "SELECT a FROM t LIMIT 5, 10",
        "SELECT IFNULL(a, 0), IF(a > 1, 'x', 'y') FROM t", "SELECT GROUP_CONCAT(a ORDER BY b SEPARATOR ',') FROM t",
        "SELECT JSON_EXTRACT(a, '$.b'), a->'$.b', a->>'$.b' FROM t", "SELECT a FROM t GROUP BY a WITH ROLLUP", "SELECT a REGEXP '^x' FROM t",
        "SELECT CONCAT(a, b), SUBSTRING_INDEX(a, ',', 1) FROM t", "SELECT DATEDIFF(a, b), TIMESTAMPDIFF(MONTH, a, b) FROM t",
        "SELECT YEAR(a), MONTH(a), DAYOFWEEK(a) FROM t", "SELECT MATCH(a) AGAINST('x' IN BOOLEAN MODE) FROM t",
        "SELECT STR_TO_DATE(a, '%Y'), UNIX_TIMESTAMP(a), FROM_UNIXTIME(b) FROM t", "SELECT CONVERT(a, UNSIGNED), CAST(a AS UNSIGNED) FROM t",
        "SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) AS j",
        "SELECT FIELD(a, 'x', 'y'), FIND_IN_SET('a', b), ELT(1, 'a') FROM t", "SELECT a FROM t STRAIGHT_JOIN u", "SELECT a FROM t USE INDEX (i)",
        "SELECT a <=> b FROM t", "SELECT TRUNCATE(a, 2), RAND(), UUID() FROM t", "SELECT a FROM t WHERE a = \"x\"",
        "SELECT INET_NTOA(a), HEX(a), BIN(a) FROM t",
        "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT * FROM c", "SELECT EXTRACT(YEAR FROM a) FROM t",
        "SELECT LAST_DAY(a), QUARTER(a), WEEK(a, 1) FROM t", "SELECT a COLLATE utf8mb4_bin FROM t", "SELECT ANY_VALUE(a) FROM t GROUP BY b",
        "SELECT STDDEV_POP(a), VAR_SAMP(a) FROM t",
    ]);
    accepts(&rule::sql_read_only().dialect(Dialect::Sqlite), [
        "SELECT lower(a), upper(b), length(c) FROM t", "SELECT date('now'), datetime('now','-7 days'), strftime('%Y', a) FROM t",
        "SELECT a || b FROM t", "SELECT json_extract(a, '$.b'), a -> 'x', a ->> 'y' FROM t", "SELECT * FROM json_each('[1,2]')",
        "SELECT group_concat(a, ',') FROM t", "SELECT ifnull(a, 0), iif(a, 1, 2) FROM t", "SELECT typeof(a), printf('%d', a), hex(a) FROM t",
        "SELECT name FROM sqlite_master WHERE type = 'table'", "SELECT a GLOB 'x*' FROM t", "SELECT julianday(a) - julianday(b) FROM t",
        "SELECT total(a) FROM t", "SELECT a FROM t LIMIT 10 OFFSET 5", "SELECT [a] FROM [t]", "SELECT a COLLATE NOCASE FROM t",
        "SELECT a FROM t INDEXED BY i", "SELECT substr(a, 1, 2), instr(a, 'x'), trim(a) FROM t", "SELECT a IS NOT b FROM t",
        "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c WHERE x<5) SELECT x FROM c", "SELECT * FROM fts WHERE fts MATCH 'x'",
        "SELECT bm25(fts) FROM fts WHERE fts MATCH 'x' ORDER BY rank", "SELECT sum(a) FILTER (WHERE b) OVER (ORDER BY c) FROM t",
        "SELECT unixepoch('now'), random(), round(a,1) FROM t", "VALUES (1),(2)", "SELECT a FROM t WHERE b = x'ff'",
        "SELECT CAST(a AS TEXT), CAST(b AS REAL) FROM t", "SELECT 2", "SELECT 3", "SELECT nullif(a,''), quote(a), char(65), unicode(a) FROM t",
        "SELECT string_agg(a, ',') FROM t",
    ]);
    accepts(&rule::sql_read_only().dialect(Dialect::SqlServer), [
        "SELECT TOP 10 * FROM t", "SELECT TOP (10) PERCENT * FROM t ORDER BY a", "SELECT [a b] FROM [dbo].[t]",
        "SELECT GETDATE(), DATEADD(day, -7, GETDATE()), DATEDIFF(month, a, b) FROM t", "SELECT CONVERT(varchar(10), a, 120) FROM t",
        "SELECT ISNULL(a, 0), IIF(a > 1, 'x', 'y') FROM t", "SELECT * FROM t WITH (NOLOCK)",
        "SELECT a FROM t ORDER BY a OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY",
        "SELECT * FROM t CROSS APPLY (SELECT TOP 1 * FROM u WHERE u.id = t.id) x", "SELECT * FROM t OUTER APPLY OPENJSON(t.a) j",
        "SELECT STRING_AGG(a, ',') WITHIN GROUP (ORDER BY a) FROM t", "SELECT JSON_VALUE(a, '$.b'), JSON_QUERY(a, '$.c') FROM t",
        "SELECT FORMAT(a, 'yyyy-MM') FROM t", "SELECT * FROM t PIVOT (SUM(a) FOR b IN ([x],[y])) p", "SELECT N'ü' AS a",
        "SELECT a FROM t FOR JSON PATH", "SELECT LEN(a), CHARINDEX('x', a), SUBSTRING(a, 1, 2), STUFF(a, 1, 1, ''), PATINDEX('%x%', a) FROM t",
        "SELECT EOMONTH(a), DATEPART(year, a), DATENAME(month, a), YEAR(a) FROM t", "SELECT TRY_CAST(a AS int), TRY_CONVERT(int, a) FROM t",
        "SELECT a FROM db.dbo.t", "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a) OVER (PARTITION BY b) FROM t",
        "SELECT SYSUTCDATETIME(), NEWID(), CHOOSE(1,'a','b')", "SELECT a FROM t GROUP BY ROLLUP(a)", "SELECT COUNT_BIG(*), STDEV(a), VAR(a) FROM t",
        "WITH x AS (SELECT a, ROW_NUMBER() OVER (ORDER BY a) rn FROM t) SELECT * FROM x WHERE rn <= 10",
        "SELECT CAST(a AS date), CAST(b AS decimal(10,2)), CAST(c AS nvarchar(max)) FROM t", "SELECT name FROM sys.tables",
        "SELECT a AT TIME ZONE 'UTC' FROM t", "SELECT DATEFROMPARTS(2024,1,1), DATETRUNC(month, a) FROM t", "SELECT AVG(CAST(a AS float)) FROM t",
        "SELECT CONCAT(a, b), REPLICATE('x', 3), LTRIM(RTRIM(a)) FROM t",
    ]);
    for dialect in DIALECTS {
        refuses(&rule::sql_read_only().dialect(dialect), [
        "   ", "SELECT 1; DROP TABLE t", "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "CALL f()", "EXEC f", "EXECUTE f", "DO $$ $$",
        "USE db", "PREPARE x AS SELECT 1", "DEALLOCATE x", "COPY t TO '/tmp/x'", "COPY (SELECT 1) TO PROGRAM 'x'",
        "WITH x AS (UPDATE t SET a=1 RETURNING *) SELECT * FROM x", "SELECT * INTO u FROM t", "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT 1 INTO DUMPFILE '/tmp/x'", "SELECT 1 INTO @x", "SELECT pg_read_file('x')", "SELECT benchmark(1,1)", "SELECT lo_export(1,'x')",
        "SELECT dblink('x','y')", "SELECT * FROM dblink('x','y') AS t(a int)", "SELECT writefile('a','b')", "SELECT readfile('a')",
        "SELECT xp_cmdshell('x')", "SELECT * FROM OPENROWSET('x','y','z')", "SELECT * FROM OPENQUERY(s, 'x')",
        "SELECT * FROM OPENDATASOURCE('x','y').a.b.c", "SELECT get_lock('a',1)", "SELECT set_config('a','b',false)",
        "SELECT query_to_xml('DELETE FROM t',true,true,'')", "SELECT eval('x')", "SELECT fts3_tokenizer('x','y')", "SELECT sys_exec('x')",
        "SELECT 1 /*! INTO OUTFILE 'x' */", "/*!50000 DELETE FROM t */", "SELECT /*+ SET_VAR(x=1) */ 1", "SELECT 1 /*M! x */",
        "SELECT 1 /* unclosed", "SELECT 1--", "SELECT 1/**/", "SELECT 1 /*vt+ x */", "-- x", "-- x\rDELETE FROM t",
        "SELECT 1 -- x\r; DROP TABLE t\n", "SELECT 1 /* a /* b */ ; DROP TABLE t */", "SELECT 1 /* a /* b */ c */ ",
        "SELECT 'a\\'; DROP TABLE t; -- '", "SELECT U&'x'", "SELECT :x", "SELECT ?", "SELECT a FROM t; -- x\nDELETE FROM t",
        "LOAD DATA INFILE 'x' INTO TABLE t", "PRAGMA user_version = 1", "ATTACH 'x' AS y", "BULK INSERT t FROM 'x'", "WAITFOR DELAY '0:0:5'",
        "RECONFIGURE", "BACKUP DATABASE x TO DISK='y'", "DBCC x", "NOTIFY x", "LISTEN x", "SECURITY LABEL x", "IMPORT FOREIGN SCHEMA x",
        "SELECT (DELETE FROM t)", "TABLE t; DROP TABLE t", "SELECT 1\0; DROP", "SELECT\u{2003}1", "SELECT f(1)", "SELECT public.f(1)",
        "SELECT \"pg_sleep\"(1)", "SELECT pg_catalog.pg_sleep(1)", "SELECT * FROM pg_read_file('x')", "SELECT * FROM t WHERE pg_sleep(1) IS NULL",
        "SELECT * FROM t ORDER BY pg_sleep(1)", "SELECT * FROM t LIMIT (SELECT pg_sleep(1))",
        "SELECT sum(a) FILTER (WHERE pg_sleep(1) IS NULL) FROM t", "SELECT sum(a) OVER (ORDER BY pg_sleep(1)) FROM t",
        "SELECT CASE WHEN pg_sleep(1) IS NULL THEN 1 END", "SELECT a FROM t JOIN u ON pg_sleep(1) IS NULL", "VALUES (pg_sleep(1))",
        "SELECT interval '1' * pg_sleep(1)", "SELECT 1 FROM t PROCEDURE ANALYSE()", "SELECT 1 LOCK IN SHARE MODE",
        "SELECT * FROM t FOR UPDATE SKIP LOCKED", "SELECT * FROM t FOR NO KEY UPDATE OF t",
    ]);
    }
    refuses(&rule::sql_read_only().dialect(Dialect::Ansi), [
        "SELECT * FROM [DELETE FROM t RETURNING *]",
    ]);
    refuses(&rule::sql_read_only().dialect(Dialect::Postgres), [
        "SELECT * FROM [DELETE FROM t RETURNING *]", "SELECT pg_ls_dir('.')", "SELECT pg_stat_file('x')", "SELECT pg_read_binary_file('x')",
        "SELECT lo_get(1)", "SELECT pg_notify('a','b')", "SELECT pg_logical_emit_message(true,'a','b')", "SELECT pg_create_restore_point('x')",
        "SELECT pg_rotate_logfile()", "SELECT pg_try_advisory_lock(1)", "SELECT pg_export_snapshot()", "SELECT pg_stat_reset()",
        "SELECT table_to_xml('t',true,true,'')", "SELECT cursor_to_xml('c',1,true,true,'')", "SELECT database_to_xml(true,true,'')",
        "SELECT ts_stat('DELETE FROM t')", "SELECT * FROM ts_stat('SELECT 1')", "SELECT xpath_table('a','b','c','d','e')",
        "SELECT crosstab('DELETE FROM t')", "SELECT * FROM crosstab('x') AS t(a int)", "SELECT connectby('a','b','c','d',0)",
        "SELECT plpgsql_call_handler()", "SELECT (t).pg_sleep FROM t", "SELECT pg_sleep_for('1s')", "SELECT pg_sleep_until(now())",
        "SELECT inet_server_addr()", "SELECT pg_file_write('a','b',false)", "SELECT pg_execute_server_program('x')", "SELECT lo_create(0)",
        "SELECT lo_unlink(1)", "SELECT lo_from_bytea(0,'x')", "SELECT pg_drop_replication_slot('x')", "SELECT pg_promote()", "SELECT U&\"\\0061\"",
        "SELECT E'\\''", "SELECT * FROM ROWS FROM (pg_sleep(1))", "SELECT 1 AS x INTO TEMP y", "SELECT pg_import_system_collations('x')",
        "SELECT 'x'::regclass; SELECT 1", "SELECT CURRENT OF c", "SELECT * FROM pg_ls_waldir()", "SELECT pg_backup_start('x')",
        "SELECT pg_wal_replay_pause()", "SELECT unknown_fn(a) FROM t",
    ]);
    refuses(&rule::sql_read_only().dialect(Dialect::MySql), [
        "SELECT * FROM [DELETE FROM t RETURNING *]", "SELECT 1 INTO @a", "SELECT user_lock()", "SELECT master_pos_wait('a',1)",
        "SELECT is_free_lock('a')", "SELECT * FROM t PARTITION (p) FOR UPDATE", "SELECT extractvalue(1, concat(0x7e, load_file('x')))",
        "SELECT _utf8'a'", "SELECT _binary'x'", "SELECT 'a' 'b' INTO OUTFILE 'x'", "SELECT name_const('a', sleep(1))", "TABLE t INTO OUTFILE 'x'",
        "VALUES ROW(1) INTO OUTFILE 'x'", "SELECT '\\' OR 1=1", "SELECT \"\\\"", "SELECT a FROM t LIMIT 1 INTO @x", "SELECT load_file(0x2f)",
        "SELECT `sleep`(1)", "SELECT sleep (1)", "(SELECT 1) INTO OUTFILE 'x'", "SELECT /*!50000 1*/", "SELECT sql_thread_wait_after_gtids('x')",
        "SELECT wait_for_executed_gtid_set('x')", "SELECT nextval(s)", "SELECT lastval(s)", "SELECT setval(s,1)", "SELECT sys.ps_kill(1)",
    ]);
    refuses(&rule::sql_read_only().dialect(Dialect::Sqlite), [
        "SELECT * FROM pragma_journal_mode('delete')", "SELECT zipfile('a','b')", "SELECT fts5(1)", "SELECT randomblob(1000000000)",
        "SELECT zeroblob(1000000000)", "SELECT rtreecheck('x')", "SELECT load_extension('a','b')", "EXPLAIN QUERY PLAN SELECT 1",
        "SELECT * FROM csv('x')", "SELECT raise(abort,'x')",
    ]);
    refuses(&rule::sql_read_only().dialect(Dialect::SqlServer), [
        "SELECT * FROM t WITH (XLOCK)", "SELECT * FROM t (HOLDLOCK)", "SELECT * INTO #x FROM t",
        "SELECT * FROM fn_xe_file_target_read_file('x',null,null,null)", "SELECT * FROM sys.fn_get_audit_file('x',null,null)",
        "SELECT * FROM OPENROWSET(BULK 'x', SINGLE_CLOB) a", "SELECT * FROM OPENXML(1,'x')", "SELECT 1 EXEC xp_cmdshell 'x'",
        "SELECT 1 DROP TABLE t", "SELECT 1 WAITFOR DELAY '0:0:1'", "SELECT * FROM t SHUTDOWN", "SELECT a FROM t DELETE FROM t",
        "SELECT * FROM srv.db.dbo.t", "SELECT @x = 1", "SELECT 1 GO DROP TABLE t", "SELECT a.b.modify('x')", "SELECT * FROM t PRINT 'x'",
        "SELECT 1 RETURN", "SELECT 1 USE x", "IF 1=1 SELECT 1", "DECLARE @a int SELECT 1", "SELECT 1 COMMIT", "SELECT 1 KILL 5",
        "SELECT 1 CHECKPOINT", "SELECT 1 REVERT", "SELECT 1 DUMP x", "SELECT 1 LOAD x",
    ]);
}
