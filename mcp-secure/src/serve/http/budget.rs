//! [`Budget`]: how much memory the bodies of requests may take, before anybody is known.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Bytes that are left for bodies.
#[derive(Debug)]
pub(crate) struct Budget(AtomicUsize);

impl Budget {
    pub(crate) fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self(AtomicUsize::new(bytes)))
    }

    fn take(&self, bytes: usize) -> bool {
        let take = |left: usize| left.checked_sub(bytes);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// The bytes of one body, taken from the budget of the server and from that of the client's
/// address. Given back when it goes out of scope.
pub(super) struct Share<'a> {
    server: &'a Budget,
    address: Option<&'a Budget>,
    bytes: usize,
}

impl<'a> Share<'a> {
    pub(super) fn new(server: &'a Budget, address: Option<&'a Budget>) -> Self {
        Self { server, address, bytes: 0 }
    }

    /// Takes more, if both have it.
    pub(super) fn grow(&mut self, bytes: usize) -> bool {
        if !self.server.take(bytes) {
            return false;
        }
        if self.address.is_some_and(|address| !address.take(bytes)) {
            self.server.give_back(bytes);
            return false;
        }
        self.bytes += bytes;
        true
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.server.give_back(self.bytes);
        if let Some(address) = self.address {
            address.give_back(self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(budget: &Budget) -> usize {
        budget.0.load(Ordering::Relaxed)
    }

    #[test]
    fn what_is_taken_comes_back() {
        let (server, address) = (Budget::new(10), Budget::new(4));
        let mut share = Share::new(&server, Some(&address));
        assert!(share.grow(3));
        assert_eq!((left(&server), left(&address)), (7, 1));
        drop(share);
        assert_eq!((left(&server), left(&address)), (10, 4));
    }

    #[test]
    fn a_share_that_one_of_the_two_has_not_is_taken_from_neither() {
        let (server, address) = (Budget::new(10), Budget::new(4));
        let mut share = Share::new(&server, Some(&address));
        assert!(!share.grow(5));
        assert_eq!((left(&server), left(&address)), (10, 4));
        let mut alone = Share::new(&server, None);
        assert!(alone.grow(8));
        assert!(!share.grow(3));
        assert_eq!((left(&server), left(&address)), (2, 4));
        assert!(share.grow(2));
        drop(alone);
        drop(share);
        assert_eq!((left(&server), left(&address)), (10, 4));
    }

    #[test]
    fn threads_together_take_no_more_than_there_is() {
        let (server, held) = (Budget::new(64), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (server, held) = (&server, &held);
                scope.spawn(move || {
                    let address = Budget::new(16);
                    for turn in 0..5_000 {
                        let mut share = Share::new(server, Some(&address));
                        let mut taken = 0;
                        while taken < 24 && share.grow((turn + thread) % 7 + 1) {
                            taken += (turn + thread) % 7 + 1;
                            let all = held.fetch_add((turn + thread) % 7 + 1, Ordering::SeqCst);
                            assert!(all + (turn + thread) % 7 < 64);
                        }
                        assert!(taken <= 16);
                        held.fetch_sub(taken, Ordering::SeqCst);
                    }
                    assert_eq!(left(&address), 16);
                });
            }
        });
        assert_eq!(left(&server), 64);
    }
}
