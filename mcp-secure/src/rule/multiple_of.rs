//! Multiples of a number.

use schemars::Schema;

use super::{Number, Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for a multiple of a number; zero and negative multiples are some too.
///
/// A float is judged by its exact value, so the factor must be one that a float holds
/// exactly: 0.25, 0.5 or 5.0, but not 0.1. For steps of a tenth or a cent, take an integer that
/// counts them. NaN and infinity are refused. A JSON number that only rounds onto a multiple
/// (such as 0.50000000000000001) may be accepted here and refused by the schema.
///
/// ```
/// use mcp_secure::rule::{Rule, multiple_of};
///
/// assert!(multiple_of(5).judge(&-10_i64).is_ok());
/// assert!(multiple_of(5).judge(&11_i64).is_err());
/// assert!(multiple_of(0.25).judge(&1.75).is_ok());
/// assert!(multiple_of(0.25).judge(&1.7).is_err());
/// ```
///
/// # Panics
///
/// If the factor is not more than zero, or is a float that is not exact.
#[track_caller]
pub fn multiple_of<N: Factor>(factor: N) -> MultipleOf<N> {
    assert!(factor.is_positive(), "`multiple_of` takes a number that is more than zero");
    assert!(
        factor.is_exact(),
        "no float is exactly {factor}; take a factor such as 0.25, or an integer that counts the steps"
    );
    MultipleOf(factor)
}

/// See [`multiple_of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MultipleOf<N>(N);

impl<N: Factor> Rule<N> for MultipleOf<N> {
    fn judge(&self, value: &N) -> Result<(), Violation> {
        if value.is_multiple_of(self.0) {
            return Ok(());
        }
        Err(Violation::new("multiple_of", format!("must be a multiple of {}", self.0)))
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "multipleOf", self.0.to_json().into());
    }
}

/// A number that [`multiple_of`] can judge: any [`Number`].
pub trait Factor: Number + sealed::Factor {}

impl<N: Number + sealed::Factor> Factor for N {}

/// Keeps [`Factor`] to the types whose remainder is known to be exact.
mod sealed {
    pub trait Factor: Copy {
        fn is_positive(self) -> bool;

        /// Whether the number is the one that its decimal form says.
        fn is_exact(self) -> bool;

        fn is_multiple_of(self, factor: Self) -> bool;
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl sealed::Factor for $type {
            fn is_positive(self) -> bool {
                self > 0
            }

            fn is_exact(self) -> bool {
                true
            }

            fn is_multiple_of(self, factor: Self) -> bool {
                self % factor == 0
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

macro_rules! floats {
    ($($type:ty)*) => {$(
        impl sealed::Factor for $type {
            fn is_positive(self) -> bool {
                self > 0.0
            }

            fn is_exact(self) -> bool {
                // The shortest decimal form, which is told, against all digits.
                let all = format!("{self:.MOST_DECIMALS$}");
                let all = all.trim_end_matches('0').trim_end_matches('.');
                self.is_finite() && self.to_string() == all
            }

            fn is_multiple_of(self, factor: Self) -> bool {
                // The remainder of floats is exact. That of NaN and infinity is NaN.
                self % factor == 0.0
            }
        }
    )*};
}

floats!(f32 f64);

/// Digits after the point of the smallest `f64`.
const MOST_DECIMALS: usize = 1074;
