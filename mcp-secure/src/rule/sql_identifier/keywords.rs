//! Reserved words, in lower case and sorted for the search.

/// Refused whatever the dialect: what begins or extends a statement.
pub(super) const STATEMENTS: &[&str] = &[
    "alter", "create", "delete", "drop", "grant", "insert", "limit", "revoke", "select",
    "truncate", "union", "update",
];

/// Reserved by ISO/IEC 9075-2:2023, which calls them `<reserved word>`; `END-EXEC` is left out,
/// as no identifier can hold its dash.
#[rustfmt::skip]
pub(super) const ANSI: &[&str] = &[
    "abs", "absent", "acos", "all", "allocate", "alter", "and", "any", "any_value", "are",
    "array", "array_agg", "array_max_cardinality", "as", "asensitive", "asin", "asymmetric",
    "at", "atan", "atomic", "authorization", "avg", "begin", "begin_frame", "begin_partition",
    "between", "bigint", "binary", "blob", "boolean", "both", "btrim", "by", "call", "called",
    "cardinality", "cascaded", "case", "cast", "ceil", "ceiling", "char", "char_length",
    "character", "character_length", "check", "classifier", "clob", "close", "coalesce",
    "collate", "collect", "column", "commit", "condition", "connect", "constraint", "contains",
    "convert", "copy", "corr", "corresponding", "cos", "cosh", "count", "covar_pop",
    "covar_samp", "create", "cross", "cube", "cume_dist", "current", "current_catalog",
    "current_date", "current_default_transform_group", "current_path", "current_role",
    "current_row", "current_schema", "current_time", "current_timestamp",
    "current_transform_group_for_type", "current_user", "cursor", "cycle", "date", "day",
    "deallocate", "dec", "decfloat", "decimal", "declare", "default", "define", "delete",
    "dense_rank", "deref", "describe", "deterministic", "disconnect", "distinct", "double",
    "drop", "dynamic", "each", "element", "else", "empty", "end", "end_frame", "end_partition",
    "equals", "escape", "every", "except", "exec", "execute", "exists", "exp", "external",
    "extract", "false", "fetch", "filter", "first_value", "float", "floor", "for", "foreign",
    "frame_row", "free", "from", "full", "function", "fusion", "get", "global", "grant",
    "greatest", "group", "grouping", "groups", "having", "hold", "hour", "identity", "in",
    "indicator", "initial", "inner", "inout", "insensitive", "insert", "int", "integer",
    "intersect", "intersection", "interval", "into", "is", "join", "json", "json_array",
    "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
    "json_scalar", "json_serialize", "json_table", "json_table_primitive", "json_value", "lag",
    "language", "large", "last_value", "lateral", "lead", "leading", "least", "left", "like",
    "like_regex", "listagg", "ln", "local", "localtime", "localtimestamp", "log", "log10",
    "lower", "lpad", "ltrim", "match", "match_number", "match_recognize", "matches", "max",
    "member", "merge", "method", "min", "minute", "mod", "modifies", "module", "month",
    "multiset", "national", "natural", "nchar", "nclob", "new", "no", "none", "normalize",
    "not", "nth_value", "ntile", "null", "nullif", "numeric", "occurrences_regex",
    "octet_length", "of", "offset", "old", "omit", "on", "one", "only", "open", "or", "order",
    "out", "outer", "over", "overlaps", "overlay", "parameter", "partition", "pattern", "per",
    "percent", "percent_rank", "percentile_cont", "percentile_disc", "period", "portion",
    "position", "position_regex", "power", "precedes", "precision", "prepare", "primary",
    "procedure", "ptf", "range", "rank", "reads", "real", "recursive", "ref", "references",
    "referencing", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept", "regr_r2",
    "regr_slope", "regr_sxx", "regr_sxy", "regr_syy", "release", "result", "return", "returns",
    "revoke", "right", "rollback", "rollup", "row", "row_number", "rows", "rpad", "rtrim",
    "running", "savepoint", "scope", "scroll", "search", "second", "seek", "select",
    "sensitive", "session_user", "set", "show", "similar", "sin", "sinh", "skip", "smallint",
    "some", "specific", "specifictype", "sql", "sqlexception", "sqlstate", "sqlwarning", "sqrt",
    "start", "static", "stddev_pop", "stddev_samp", "submultiset", "subset", "substring",
    "substring_regex", "succeeds", "sum", "symmetric", "system", "system_time", "system_user",
    "table", "tablesample", "tan", "tanh", "then", "time", "timestamp", "timezone_hour",
    "timezone_minute", "to", "trailing", "translate", "translate_regex", "translation", "treat",
    "trigger", "trim", "trim_array", "true", "truncate", "uescape", "union", "unique",
    "unknown", "unnest", "update", "upper", "user", "using", "value", "value_of", "values",
    "var_pop", "var_samp", "varbinary", "varchar", "varying", "versioning", "when", "whenever",
    "where", "width_bucket", "window", "with", "within", "without", "year",
];

/// PostgreSQL 18, appendix C: reserved, and reserved but for functions and types.
#[rustfmt::skip]
pub(super) const POSTGRES: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "binary", "both", "case", "cast", "check", "collate", "collation",
    "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except",
    "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having",
    "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral",
    "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
    "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing",
    "primary", "references", "returning", "right", "select", "session_user", "similar", "some",
    "symmetric", "system_user", "table", "tablesample", "then", "to", "trailing", "true",
    "union", "unique", "user", "using", "variadic", "verbose", "when", "where", "window",
    "with",
];

/// MySQL 8.0 to 8.4, manual 11.3 ("Keywords and Reserved Words"): marked with `(R)` in either;
/// and the options of `SELECT` that are not.
#[rustfmt::skip]
pub(super) const MYSQL: &[&str] = &[
    "accessible", "add", "all", "alter", "analyze", "and", "as", "asc", "asensitive", "before",
    "between", "bigint", "binary", "blob", "both", "by", "call", "cascade", "case", "change",
    "char", "character", "check", "collate", "column", "condition", "constraint", "continue",
    "convert", "create", "cross", "cube", "cume_dist", "current_date", "current_time",
    "current_timestamp", "current_user", "cursor", "database", "databases", "day_hour",
    "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare", "default",
    "delayed", "delete", "dense_rank", "desc", "describe", "deterministic", "distinct",
    "distinctrow", "div", "double", "drop", "dual", "each", "else", "elseif", "empty",
    "enclosed", "escaped", "except", "exists", "exit", "explain", "false", "fetch",
    "first_value", "float", "float4", "float8", "for", "force", "foreign", "from", "fulltext",
    "function", "generated", "get", "grant", "group", "grouping", "groups", "having",
    "high_priority", "hour_microsecond", "hour_minute", "hour_second", "if", "ignore", "in",
    "index", "infile", "inner", "inout", "insensitive", "insert", "int", "int1", "int2", "int3",
    "int4", "int8", "integer", "intersect", "interval", "into", "io_after_gtids",
    "io_before_gtids", "is", "iterate", "join", "json_table", "key", "keys", "kill", "lag",
    "last_value", "lateral", "lead", "leading", "leave", "left", "like", "limit", "linear",
    "lines", "load", "localtime", "localtimestamp", "lock", "long", "longblob", "longtext",
    "loop", "low_priority", "manual", "master_bind", "master_ssl_verify_server_cert", "match",
    "maxvalue", "mediumblob", "mediumint", "mediumtext", "middleint", "minute_microsecond",
    "minute_second", "mod", "modifies", "natural", "no_write_to_binlog", "not", "nth_value",
    "ntile", "null", "numeric", "of", "on", "optimize", "optimizer_costs", "option",
    "optionally", "or", "order", "out", "outer", "outfile", "over", "parallel", "partition",
    "percent_rank", "precision", "primary", "procedure", "purge", "qualify", "range", "rank",
    "read", "read_write", "reads", "real", "recursive", "references", "regexp", "release",
    "rename", "repeat", "replace", "require", "resignal", "restrict", "return", "revoke",
    "right", "rlike", "row", "row_number", "rows", "schema", "schemas", "second_microsecond",
    "select", "sensitive", "separator", "set", "show", "signal", "smallint", "spatial",
    "specific", "sql", "sql_big_result", "sql_buffer_result", "sql_calc_found_rows", "sql_no_cache",
    "sql_small_result",
    "sqlexception", "sqlstate", "sqlwarning", "ssl", "starting", "stored", "straight_join",
    "system", "table", "tablesample", "terminated", "then", "tinyblob", "tinyint", "tinytext",
    "to", "trailing", "trigger", "true", "undo", "union", "unique", "unlock", "unsigned",
    "update", "usage", "use", "using", "utc_date", "utc_time", "utc_timestamp", "values",
    "varbinary", "varchar", "varcharacter", "varying", "virtual", "when", "where", "while",
    "window", "with", "write", "xor", "year_month", "zerofill",
];

/// SQLite 3, "SQLite Keywords": those that cannot name a table or a column unquoted, or that mean
/// something else where they could.
#[rustfmt::skip]
pub(super) const SQLITE: &[&str] = &[
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "cast", "check",
    "collate", "commit", "constraint", "create", "current_date", "current_time",
    "current_timestamp", "default", "deferrable", "delete", "distinct", "drop", "else",
    "escape", "except", "exists", "false", "foreign", "from", "group", "having", "if", "in", "index",
    "insert", "intersect", "into", "is", "isnull", "join", "limit", "not", "nothing", "notnull",
    "null", "on", "or", "order", "primary", "raise", "references", "returning", "select", "set",
    "table", "then", "to", "transaction", "true", "union", "unique", "update", "using",
    "values", "when", "where",
];

/// SQL Server 2022, "Reserved keywords (Transact-SQL)".
#[rustfmt::skip]
pub(super) const SQL_SERVER: &[&str] = &[
    "add", "all", "alter", "and", "any", "as", "asc", "authorization", "backup", "begin",
    "between", "break", "browse", "bulk", "by", "cascade", "case", "check", "checkpoint",
    "close", "clustered", "coalesce", "collate", "column", "commit", "compute", "constraint",
    "contains", "containstable", "continue", "convert", "create", "cross", "current",
    "current_date", "current_time", "current_timestamp", "current_user", "cursor", "database",
    "dbcc", "deallocate", "declare", "default", "delete", "deny", "desc", "disk", "distinct",
    "distributed", "double", "drop", "dump", "else", "end", "errlvl", "escape", "except",
    "exec", "execute", "exists", "exit", "external", "fetch", "file", "fillfactor", "for",
    "foreign", "freetext", "freetexttable", "from", "full", "function", "goto", "grant",
    "group", "having", "holdlock", "identity", "identity_insert", "identitycol", "if", "in",
    "index", "inner", "insert", "intersect", "into", "is", "join", "key", "kill", "left",
    "like", "lineno", "load", "merge", "national", "nocheck", "nonclustered", "not", "null",
    "nullif", "of", "off", "offsets", "on", "open", "opendatasource", "openquery", "openrowset",
    "openxml", "option", "or", "order", "outer", "over", "percent", "pivot", "plan",
    "precision", "primary", "print", "proc", "procedure", "public", "raiserror", "read",
    "readtext", "reconfigure", "references", "replication", "restore", "restrict", "return",
    "revert", "revoke", "right", "rollback", "rowcount", "rowguidcol", "rule", "save", "schema",
    "securityaudit", "select", "semantickeyphrasetable", "semanticsimilaritydetailstable",
    "semanticsimilaritytable", "session_user", "set", "setuser", "shutdown", "some",
    "statistics", "system_user", "table", "tablesample", "textsize", "then", "to", "top",
    "tran", "transaction", "trigger", "truncate", "try_convert", "tsequal", "union", "unique",
    "unpivot", "update", "updatetext", "use", "user", "values", "varying", "view", "waitfor",
    "when", "where", "while", "with", "writetext",
];
