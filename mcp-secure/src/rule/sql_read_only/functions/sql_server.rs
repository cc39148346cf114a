//! Functions of SQL Server.

/// Transact-SQL, SQL Server 2022: without those that reach out, as `openrowset`, `openquery`
/// and `xp_cmdshell`.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[&str] = &[
    "approx_count_distinct", "approx_percentile_cont", "approx_percentile_disc", "ascii",
    "atn2", "binary_checksum", "bit_count", "cast", "char", "charindex", "checksum",
    "checksum_agg", "choose", "compress", "concat_ws", "contains", "containstable", "convert",
    "cot", "count_big", "cube", "current_date", "current_timezone", "current_user",
    "datalength", "date_bucket", "dateadd", "datediff", "datediff_big", "datefromparts",
    "datename", "datepart", "datetime2fromparts", "datetimefromparts",
    "datetimeoffsetfromparts", "datetrunc", "day", "db_id", "db_name", "decompress",
    "difference", "edit_distance", "edit_distance_similarity", "eomonth", "format", "freetext",
    "freetexttable", "generate_series", "get_bit", "getdate", "getutcdate", "greatest",
    "grouping", "grouping_id", "hashbytes", "iif", "isdate", "isjson", "isnull", "isnumeric",
    "jaro_winkler_distance", "jaro_winkler_similarity", "json_array", "json_arrayagg",
    "json_modify", "json_object", "json_objectagg", "json_path_exists", "json_query",
    "json_value", "least", "left", "left_shift", "len", "log10", "month", "nchar", "newid",
    "object_id", "object_name", "object_schema_name", "openjson", "parse", "parsename",
    "patindex", "percentile_cont", "percentile_disc", "product", "quotename", "rand",
    "regexp_count", "regexp_instr", "regexp_like", "regexp_replace", "regexp_substr",
    "replicate", "reverse", "right", "right_shift", "rollup", "schema_id", "schema_name",
    "session_user", "set_bit", "smalldatetimefromparts", "soundex", "space", "square", "stdev",
    "stdevp", "str", "string_agg", "string_escape", "string_split", "stuff", "suser_sname",
    "switchoffset", "sysdatetime", "sysdatetimeoffset", "system_user", "sysutcdatetime",
    "timefromparts", "todatetimeoffset", "translate", "try_cast", "try_convert", "try_parse",
    "type_name", "unicode", "user", "user_name", "var", "varp", "year",
];
