//! Functions of the standard.

/// ISO/IEC 9075-2:2023, chapters 6 and 10, and part 15 on arrays.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[&str] = &[
    "any_value", "array_agg", "array_max_cardinality", "btrim", "cardinality", "ceil",
    "char_length", "character_length", "corr", "cosh", "covar_pop", "covar_samp", "cube",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_user", "every", "exp", "extract", "greatest", "grouping", "json_array",
    "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
    "json_scalar", "json_serialize", "json_table", "json_value", "least", "listagg", "ln",
    "localtime", "localtimestamp", "log10", "lpad", "mod", "normalize", "nth_value", "nullif",
    "occurrences_regex", "octet_length", "overlay", "percentile_cont", "percentile_disc",
    "position", "position_regex", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept",
    "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy", "rollup", "row", "rpad",
    "session_user", "sinh", "stddev_pop", "stddev_samp", "substring_regex", "system_user",
    "tanh", "translate", "translate_regex", "trim_array", "unnest", "user", "value_of",
    "var_pop", "var_samp", "width_bucket",
];
