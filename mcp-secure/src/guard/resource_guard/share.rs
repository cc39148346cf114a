//! [`Share`]: how much of something is used.

use std::fmt;

/// A fraction in basis points: 10,000 is all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(u16);

impl Share {
    /// The nearest share. More than all is all, and what is not a number too: whoever cannot
    /// be measured is full.
    pub(super) fn of(fraction: f64) -> Self {
        if fraction.is_nan() {
            return Self(ALL);
        }
        // In range after the clamp.
        Self((fraction * f64::from(ALL)).round().clamp(0.0, ALL.into()) as u16)
    }

    /// The smallest share that is not nothing, for a limit.
    pub(super) fn at_least_one(self) -> Self {
        Self(self.0.max(1))
    }

    /// Where a limit that was reached is taken back: 5 percentage points lower, or at half,
    /// so that a low limit is taken back at all.
    pub(super) fn release(self) -> Self {
        Self(self.0.saturating_sub(HYSTERESIS).max(self.0.div_ceil(2)))
    }
}

impl From<Share> for f64 {
    /// The fraction, from 0 to 1.
    fn from(share: Share) -> Self {
        Self::from(share.0) / Self::from(ALL)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", f64::from(self.0) / 100.0)
    }
}

const ALL: u16 = 10_000;
const HYSTERESIS: u16 = 500;
