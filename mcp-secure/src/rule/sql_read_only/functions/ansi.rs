//! Functions of the standard, and what most databases have beside it.

/// ISO/IEC 9075-2:2023, chapters 6 and 10, and part 15 on arrays. Beside them, as `length` and
/// `date_trunc`, what computes and nothing else in each database that has it.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[&str] = &[
    "any_value", "array_agg", "array_max_cardinality", "ascii", "bool_and", "bool_or", "btrim",
    "cardinality", "ceil", "char_length", "character_length", "concat_ws", "corr", "cosh",
    "covar_pop", "covar_samp", "cube", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_user", "date", "date_part", "date_trunc",
    "datediff", "day", "every", "exp", "extract", "greatest", "group_concat", "grouping", "hour",
    "ifnull", "initcap", "instr", "json_array", "json_arrayagg", "json_exists", "json_object",
    "json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table", "json_value",
    "lcase", "least", "left", "length", "listagg", "ln", "localtime", "localtimestamp", "log10",
    "lpad", "median", "minute", "mod", "month", "normalize", "now", "nth_value", "nullif",
    "occurrences_regex", "octet_length", "overlay", "percentile_cont", "percentile_disc",
    "position", "position_regex", "quarter", "regr_avgx", "regr_avgy", "regr_count",
    "regr_intercept", "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy", "repeat",
    "reverse", "right", "rollup", "row", "rpad", "second", "session_user", "sinh", "split_part",
    "stddev", "stddev_pop", "stddev_samp", "string_agg", "strpos", "substr", "substring_regex",
    "system_user", "tanh", "time", "timestamp", "translate", "translate_regex", "trim_array",
    "trunc", "ucase", "unnest", "user", "value_of", "var_pop", "var_samp", "variance", "week",
    "width_bucket", "year",
];
