//! Every rule, with what its schema leaves to it.

use super::Case;

mod collections;
mod combined;
mod files;
mod formats;
mod network;
mod numbers;
#[cfg(feature = "sql")]
mod statements;
mod words;

/// A rule as an author writes it, on a parameter of a type.
macro_rules! case {
    ($type:ty, $rule:expr) => {
        Case::new::<$type>(stringify!($rule), $rule)
    };
}
use case;

/// A public rule: its function's name, and cases of it. What is untold in the first need not
/// be listed again for the documentation, only for the comparison.
pub(super) struct Row {
    pub(super) rule: &'static str,
    pub(super) cases: Vec<Case>,
}

fn row(rule: &'static str, cases: impl Into<Vec<Case>>) -> Row {
    Row { rule, cases: cases.into() }
}

pub(super) fn rows() -> Vec<Row> {
    let rooms = [
        collections::rows(),
        combined::rows(),
        files::rows(),
        formats::rows(),
        network::rows(),
        numbers::rows(),
        #[cfg(feature = "sql")]
        statements::rows(),
        words::rows(),
    ];
    let mut rows: Vec<Row> = rooms.into_iter().flatten().collect();
    rows.sort_by_key(|row| row.rule);
    rows
}
