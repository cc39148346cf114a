//! Functions of SQLite.

/// SQLite 3.50, "Built-In Scalar SQL Functions", dates, mathematics, aggregates, windows, JSON, and the
/// helpers of full-text search. `load_extension` is left out, as are those of the shell.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[&str] = &[
    "acosh", "asinh", "atan2", "atanh", "bm25", "ceil", "char", "concat_ws", "cosh",
    "current_date", "current_time", "date", "datetime", "format", "generate_series", "glob",
    "group_concat", "hex", "highlight", "if", "ifnull", "iif", "instr", "json", "json_array",
    "json_array_length", "json_each", "json_error_position", "json_extract", "json_group_array",
    "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty",
    "json_quote", "json_remove", "json_replace", "json_set", "json_tree", "json_type",
    "json_valid", "jsonb", "jsonb_array", "jsonb_each", "jsonb_extract", "jsonb_group_array",
    "jsonb_group_object", "jsonb_insert", "jsonb_object", "jsonb_patch", "jsonb_remove",
    "jsonb_replace", "jsonb_set", "jsonb_tree", "julianday", "length", "like", "likelihood",
    "likely", "ln", "log10", "log2", "median", "mod", "nth_value", "octet_length", "percentile",
    "percentile_cont", "percentile_disc", "pow", "printf", "quote", "random", "sinh", "snippet",
    "soundex", "sqlite_version", "strftime", "string_agg", "substr", "tanh", "time", "timediff",
    "total", "trunc", "typeof", "unhex", "unicode", "unistr", "unistr_quote", "unixepoch",
    "unlikely",
];
