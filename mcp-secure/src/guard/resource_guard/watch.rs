//! [`Watch`]: what the sampler knows of one guard.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{figure::Figure, share::Share};

/// The limits of one guard, and which of them hold calls back.
///
/// Only one judges, the sampler's thread, after each sample; calls read. One writer is what makes
/// the hysteresis right: were each call to judge, one that was interrupted with an old figure
/// in its hand could take back a limit that another has just seen reached, and a limit reached
/// between two calls would be seen by neither.
pub(super) struct Watch {
    limits: Box<[Limit]>,
    state: AtomicU64,
}

/// From which share on calls are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) figure: Figure,
    pub(super) share: Share,
}

impl Watch {
    /// For [`MOST`] limits at most.
    pub(super) fn new(limits: impl IntoIterator<Item = Limit>) -> Self {
        Self { limits: limits.into_iter().collect(), state: AtomicU64::new(UNKNOWN) }
    }

    /// Takes new figures, `None` for those that cannot be had. For one thread at a time.
    pub(super) fn judge(&self, mut measure: impl FnMut(&Figure) -> Option<Share>) {
        let before = self.state.load(Ordering::Relaxed) & !UNKNOWN;
        let mut state = 0;
        for (limit, index) in self.limits.iter().zip(0_u32..) {
            let (reached, missing) = (1 << index, 1 << (index + HALF));
            state |= match measure(&limit.figure) {
                Some(figure) if figure >= limit.bound(before & reached != 0) => reached,
                Some(_) => 0,
                // What was reached stays reached until a figure says otherwise.
                None => before & reached | missing,
            };
        }
        self.state.store(state, Ordering::Release);
    }

    /// Whether it has been judged.
    pub(super) fn is_known(&self) -> bool {
        self.state() != UNKNOWN
    }

    /// Why calls are refused, for the audit record.
    pub(super) fn reason(&self) -> Option<&'static str> {
        match self.state() {
            0 => None,
            state if state >> HALF != 0 => Some(SAMPLER),
            state => {
                let first = self.limits.get(state.trailing_zeros() as usize);
                Some(first.map_or(SAMPLER, |limit| limit.figure.reason()))
            }
        }
    }

    /// The figures that could not be had.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Figure> {
        let state = self.state();
        let limits = self.limits.iter().zip(HALF..);
        limits.filter(move |(_, bit)| state >> bit & 1 != 0).map(|(limit, _)| &limit.figure)
    }

    fn state(&self) -> u64 {
        self.state.load(Ordering::Acquire)
    }
}

impl Limit {
    fn bound(&self, is_reached: bool) -> Share {
        if is_reached { self.share.release() } else { self.share }
    }
}

/// What the audit record says where no figure is known.
pub(super) const SAMPLER: &str = "sampler";

/// A bit for each limit that is reached, and above them one for each figure that is missing.
const HALF: u32 = 31;
pub(super) const MOST: usize = HALF as usize;
/// Not judged yet.
const UNKNOWN: u64 = 1 << 63;
