//! [`Budget`]: how much memory the bodies of requests may take, before anybody is known, and the replies
//! that wait for their clients.

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;

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

    #[cfg(test)]
    pub(super) fn left(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// The bytes of one body, or of one reply, taken from the budget of the server and from that of the
/// client's address. Given back when it goes out of scope.
pub(super) struct Share<B: Deref<Target = Budget>> {
    server: B,
    address: Option<B>,
    bytes: usize,
    own: Option<B>,
    own_bytes: usize,
}

impl<B: Deref<Target = Budget>> Share<B> {
    pub(super) fn new(server: B, address: Option<B>) -> Self {
        Self { server, address, bytes: 0, own: None, own_bytes: 0 }
    }

    /// The same, which takes first from what nobody else can take.
    pub(super) fn with_own(mut self, own: Option<B>) -> Self {
        self.own = own;
        self
    }

    /// Takes more, if its own has it, or both of the others.
    pub(super) fn grow(&mut self, bytes: usize) -> bool {
        if self.own.as_ref().is_some_and(|own| own.take(bytes)) {
            self.own_bytes += bytes;
            return true;
        }
        if !self.server.take(bytes) {
            return false;
        }
        if self.address.as_ref().is_some_and(|address| !address.take(bytes)) {
            self.server.give_back(bytes);
            return false;
        }
        self.bytes += bytes;
        true
    }

    /// How much it has.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.own_bytes
    }
}

impl<B: Deref<Target = Budget> + Clone> Share<B> {
    /// So many bytes of it as a share of their own, or all that it has.
    pub(super) fn split(&mut self, bytes: usize) -> Self {
        let part = bytes.min(self.bytes);
        let own_part = (bytes - part).min(self.own_bytes);
        self.bytes -= part;
        self.own_bytes -= own_part;
        let (server, address, own) = (self.server.clone(), self.address.clone(), self.own.clone());
        Self { server, address, bytes: part, own, own_bytes: own_part }
    }
}

impl<B: Deref<Target = Budget>> Drop for Share<B> {
    fn drop(&mut self) {
        self.server.give_back(self.bytes);
        if let Some(address) = &self.address {
            address.give_back(self.bytes);
        }
        if let Some(own) = &self.own {
            own.give_back(self.own_bytes);
        }
    }
}

/// A reply that takes of both budgets until its client has taken it; `None` if they have no room.
pub(super) fn hold(
    message: Vec<u8>,
    server: &Arc<Budget>,
    address: Option<&Arc<Budget>>,
) -> Option<Bytes> {
    if message.len() <= SMALL {
        return Some(message.into());
    }
    let mut share = Share::new(Arc::clone(server), address.cloned());
    share.grow(message.len()).then(|| share.holding(message))
}

impl Share<Arc<Budget>> {
    /// These bytes, which have the share until they are dropped.
    pub(super) fn holding(self, bytes: impl AsRef<[u8]> + Send + 'static) -> Bytes {
        Bytes::from_owner(Held { bytes, _share: self })
    }
}

struct Held<T> {
    bytes: T,
    _share: Share<Arc<Budget>>,
}

impl<T: AsRef<[u8]>> AsRef<[u8]> for Held<T> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

/// So small a reply has its room in any case.
pub(super) const SMALL: usize = 4 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn left(budget: &Budget) -> usize {
        budget.left()
    }

    #[test]
    fn what_is_taken_comes_back() {
        let (server, address) = (Budget::new(10), Budget::new(4));
        let mut share = Share::new(&*server, Some(&*address));
        assert!(share.grow(3));
        assert_eq!((left(&server), left(&address)), (7, 1));
        drop(share);
        assert_eq!((left(&server), left(&address)), (10, 4));
    }

    #[test]
    fn a_reply_takes_until_it_is_taken() {
        let (server, address) = (Budget::new(20_000), Budget::new(10_000));
        let mut first = hold(vec![1; 9_000], &server, Some(&address)).expect("room");
        assert!(hold(vec![2; 9_000], &server, Some(&address)).is_none());
        assert!(hold(vec![2; SMALL], &server, Some(&address)).is_some());
        let piece = first.split_to(100);
        drop(first);
        assert_eq!((left(&server), left(&address)), (11_000, 1_000));
        drop(piece);
        assert_eq!((left(&server), left(&address)), (20_000, 10_000));
    }

    #[test]
    fn a_part_of_a_share_comes_back_for_itself() {
        let (server, address, own) = (Budget::new(10), Budget::new(10), Budget::new(3));
        let mut share = Share::new(&*server, Some(&*address)).with_own(Some(&*own));
        assert!(share.grow(3) && share.grow(5));
        let part = share.split(6);
        assert_eq!((share.bytes(), part.bytes()), (2, 6));
        drop(share);
        assert_eq!((left(&server), left(&address), left(&own)), (5, 5, 2));
        drop(part);
        assert_eq!((left(&server), left(&address), left(&own)), (10, 10, 3));
        let mut small = Share::new(&*server, None);
        assert!(small.grow(1));
        assert_eq!((small.split(7).bytes(), small.bytes()), (1, 0));
    }

    #[test]
    fn what_is_its_own_nobody_takes() {
        let (server, address, own) = (Budget::new(10), Budget::new(4), Budget::new(3));
        let mut greedy = Share::new(&*server, None);
        assert!(greedy.grow(10));
        let mut share = Share::new(&*server, Some(&*address)).with_own(Some(&*own));
        assert!(share.grow(3));
        assert!(!share.grow(1));
        drop(share);
        assert_eq!((left(&server), left(&address), left(&own)), (0, 4, 3));
        drop(greedy);
        assert_eq!(left(&server), 10);
    }

    #[test]
    fn a_share_that_one_of_the_two_has_not_is_taken_from_neither() {
        let (server, address) = (Budget::new(10), Budget::new(4));
        let mut share = Share::new(&*server, Some(&*address));
        assert!(!share.grow(5));
        assert_eq!((left(&server), left(&address)), (10, 4));
        let mut alone = Share::new(&*server, None);
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
                        let mut share = Share::new(&**server, Some(&*address));
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
