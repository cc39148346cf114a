//! Literals, read by the grammar that the runtime uses too.

use syn::LitStr;

use crate::report::Report;

/// Reads a literal, or reports at it what is wrong.
pub(crate) fn read<T>(
    literal: &LitStr,
    grammar: impl Fn(&str) -> Result<T, String>,
    report: &mut Report,
) -> Option<T> {
    grammar(&literal.value()).map_err(|message| report.error(literal, message)).ok()
}
