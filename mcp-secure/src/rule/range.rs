//! How large a number is.

use std::{
    fmt::Display,
    ops::{Bound, RangeBounds},
};

use schemars::Schema;
use serde_json::Number as JsonNumber;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for a number within a range.
///
/// Takes any range over the parameter's own number type: `1..=10`, `0..`, `..100`,
/// `0.0..=1.0`. A float must also be finite, whatever the range.
///
/// In the schema a bound of a float is told as its shortest decimal form. A JSON number that
/// only rounds onto the bound (such as 0.30000000001 for an `f32`) may be accepted here
/// and refused by the schema.
///
/// ```
/// use mcp_secure::rule::{Rule, range};
///
/// assert!(range(1..=10).judge(&10_u8).is_ok());
/// assert!(range(1..=10).judge(&11_u8).is_err());
/// assert!(range(0.0..1.0).judge(&1.0).is_err());
/// assert!(range(0.0..).judge(&f64::NAN).is_err());
/// ```
///
/// # Panics
///
/// If no number lies in the range, as in `10..=1`, or if a bound is not finite.
#[track_caller]
pub fn range<N: Number>(range: impl RangeBounds<N>) -> Range<N> {
    let (start, end) = (range.start_bound().cloned(), range.end_bound().cloned());
    for bound in [&start, &end] {
        if let Bound::Included(bound) | Bound::Excluded(bound) = bound {
            assert!(
                bound.is_finite(),
                "a bound of the range is not finite; leave it open instead, as in `0.0..`"
            );
        }
    }
    let is_empty = match (start, end) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(start), Bound::Included(end)) => start > end,
        (
            Bound::Included(start) | Bound::Excluded(start),
            Bound::Included(end) | Bound::Excluded(end),
        ) => start >= end,
    };
    assert!(
        !is_empty,
        "no number lies in the range; write the smaller bound first, as in `1..=10`"
    );
    Range { start, end }
}

/// See [`range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<N> {
    start: Bound<N>,
    end: Bound<N>,
}

impl<N: Number> Rule<N> for Range<N> {
    fn judge(&self, value: &N) -> Result<(), Violation> {
        if value.is_finite() && (self.start, self.end).contains(value) {
            return Ok(());
        }
        let least = match self.start {
            Bound::Included(start) => Some(format!("at least {start}")),
            Bound::Excluded(start) => Some(format!("more than {start}")),
            Bound::Unbounded => None,
        };
        let most = match self.end {
            Bound::Included(end) => Some(format!("at most {end}")),
            Bound::Excluded(end) => Some(format!("less than {end}")),
            Bound::Unbounded => None,
        };
        let message = match (least, most) {
            (Some(least), Some(most)) => format!("must be {least} and {most}"),
            (Some(one), None) | (None, Some(one)) => format!("must be {one}"),
            (None, None) => "must be a finite number".to_owned(),
        };
        Err(Violation::new("range", message))
    }

    fn describes_exactly(&self) -> bool {
        // A JSON number may round onto an excluded bound.
        !matches!(self.start, Bound::Excluded(_)) && !matches!(self.end, Bound::Excluded(_))
    }

    fn describe(&self, schema: &mut Schema) {
        match self.start {
            Bound::Included(start) => keywords::at_least(schema, "minimum", start.to_json()),
            Bound::Excluded(start) => {
                keywords::at_least(schema, "exclusiveMinimum", start.to_json());
            }
            Bound::Unbounded => {}
        }
        match self.end {
            Bound::Included(end) => keywords::at_most(schema, "maximum", end.to_json()),
            Bound::Excluded(end) => keywords::at_most(schema, "exclusiveMaximum", end.to_json()),
            Bound::Unbounded => {}
        }
    }
}

/// A number that [`range`] and [`one_of`](super::one_of) can judge: every integer of up to
/// 64 bits, `f32` and `f64`.
pub trait Number: sealed::Number {}

impl<N: sealed::Number> Number for N {}

/// Keeps [`Number`] to the types whose JSON form is known.
pub(super) mod sealed {
    use super::{Display, JsonNumber};

    pub trait Number: Copy + PartialOrd + Display + Send + Sync + 'static {
        /// Whether it is neither NaN nor infinite.
        fn is_finite(&self) -> bool;

        /// The number in a schema; it must be finite.
        fn to_json(self) -> JsonNumber;
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl sealed::Number for $type {
            fn is_finite(&self) -> bool {
                true
            }

            fn to_json(self) -> JsonNumber {
                self.into()
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

macro_rules! floats {
    ($($type:ty)*) => {$(
        impl sealed::Number for $type {
            fn is_finite(&self) -> bool {
                <$type>::is_finite(*self)
            }

            fn to_json(self) -> JsonNumber {
                // The shortest decimal form, which for an `f32` is not that of the same
                // number as an `f64`: 0.3 must stay 0.3.
                let shortest = self.to_string().parse().ok();
                shortest
                    .and_then(JsonNumber::from_f64)
                    .expect("a finite float prints as a finite decimal")
            }
        }
    )*};
}

floats!(f32 f64);
