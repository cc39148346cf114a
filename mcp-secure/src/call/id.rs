//! [`CallId`]: the name of one call.

use std::{cell::RefCell, fmt};

/// Names one call in the audit record and in masked errors: 128 random bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId(u128);

impl CallId {
    /// Of no call.
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn random() -> Self {
        DRAWN.with_borrow_mut(|drawn| {
            drawn.pop().unwrap_or_else(|| {
                let mut bytes = [[0; 16]; AT_ONCE];
                // It fails only where nothing secure can run.
                aws_lc_rs::rand::fill(bytes.as_flattened_mut())
                    .expect("the system has a random number generator");
                let [first, others @ ..] = bytes.map(|bytes| Self(u128::from_ne_bytes(bytes)));
                drawn.extend(others);
                first
            })
        })
    }

    pub(crate) fn number(self) -> u128 {
        self.0
    }

    /// Its 32 digits.
    pub(crate) fn digits(self) -> [u8; 32] {
        let nibble = |place: usize| (self.0 >> (124 - 4 * place)) as usize & 15;
        std::array::from_fn(|place| b"0123456789abcdef"[nibble(place)])
    }
}

thread_local! {
    /// Ids that no call has yet: drawing many costs hardly more than drawing one.
    static DRAWN: RefCell<Vec<CallId>> = const { RefCell::new(Vec::new()) };
}

const AT_ONCE: usize = 32;

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
