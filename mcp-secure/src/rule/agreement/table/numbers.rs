//! Numbers.

use super::{Case, Row, case, row};
use crate::rule::{multiple_of, range};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "multiple_of",
            [
                case!(i64, multiple_of(5)).good([-10, 0, 15]),
                case!(u8, multiple_of(3)).good([0, 255]),
                case!(f64, multiple_of(0.25)).good([1.75, -0.5, 1e15]),
            ],
        ),
        row(
            "range",
            [
                case!(i32, range(1..=10)).good([1, 10]),
                case!(u8, range(..200)).good([0, 199]),
                case!(Option<i64>, range(i64::MIN + 1..)).good([i64::MAX]),
                case!(f64, range(0.0..1.0)).good([0.0, 0.5]),
                case!(f64, range(..=0.1)).good([0.1, -1e308]),
            ],
        ),
    ]
}
