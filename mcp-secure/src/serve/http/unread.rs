//! [`Unread`]: what the SDK's lane has made for a client that has not taken it yet.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::{
    Budget, Work,
    budget::{SMALL, Share},
};

/// The room of one reply, from when a message of it is made: one that streams waits in channels before it
/// is a body. Small ones have theirs in any case.
pub(crate) struct Unread(Mutex<State>);

struct State {
    share: Share<Arc<Budget>>,
    /// A call, and then a reply.
    work: Option<Work>,
    is_refused: bool,
}

impl Unread {
    pub(super) fn new(
        server: &Arc<Budget>,
        address: Option<&Arc<Budget>>,
        work: Option<Work>,
    ) -> Arc<Self> {
        let share = Share::new(Arc::clone(server), address.cloned());
        let share = share.with_own(Some(Budget::new(SMALL)));
        Arc::new(Self(Mutex::new(State { share, work, is_refused: false })))
    }

    /// Takes room for a message of so many bytes, if there is as much.
    pub(crate) fn make_room(&self, bytes: usize) -> bool {
        self.lock().share.grow(bytes)
    }

    /// The call has run: what is left is for the client to take.
    pub(crate) fn call_has_ended(&self) {
        let mut state = self.lock();
        state.work = state.work.take().map(Work::into_reply);
    }

    /// As [`make_room`](Self::make_room), for the result of the call.
    pub(crate) fn make_room_for_result(&self, bytes: usize) -> bool {
        let mut state = self.lock();
        state.is_refused = !state.share.grow(bytes);
        !state.is_refused
    }

    /// Whether there was no room for the result.
    pub(super) fn is_refused(&self) -> bool {
        self.lock().is_refused
    }

    /// Takes what is missing for a whole reply of so many bytes.
    pub(super) fn hold(&self, bytes: usize) -> bool {
        self.call_has_ended();
        let mut state = self.lock();
        let missing = bytes.saturating_sub(state.share.bytes());
        missing == 0 || state.share.grow(missing)
    }

    /// The same bytes, which have their room until they are dropped.
    pub(super) fn hand_over(&self, bytes: Bytes) -> Bytes {
        let part = self.lock().share.split(bytes.len());
        if part.bytes() == 0 { bytes } else { part.holding(bytes) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a client is told whose call has run, and the verdict of the record.
pub(crate) const NO_ROOM: &str = "the call has run, and there is no room for its result";
pub(crate) const NO_ROOM_VERDICT: &str = "no_room_for_reply";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_has_room_until_it_is_taken() {
        let budget = Budget::new(100_000);
        let unread = Unread::new(&budget, None, None);
        assert!(unread.make_room(60_000));
        assert!(!unread.make_room(60_000));
        assert!(unread.make_room(SMALL));
        let other = Unread::new(&budget, None, None);
        assert!(!other.make_room_for_result(60_000) && other.is_refused());
        let taken = unread.hand_over(vec![0; 60_010].into());
        // It is with the client now, who reads the half of it.
        let (rest, read) = (taken.slice(30_000..), taken);
        drop(read);
        assert!(!other.make_room(60_000));
        drop(rest);
        assert!(other.make_room(60_000));
        drop(other);
        drop(unread);
        assert!(Unread::new(&budget, None, None).make_room(100_000));
    }

    #[test]
    fn a_call_that_has_ended_is_a_reply() {
        use super::super::{Workload, workload::Idle};
        let workload = Workload::new();
        let unread = Unread::new(&Budget::new(0), None, Some(workload.run()));
        assert!(workload.idle().is_none());
        unread.call_has_ended();
        assert_eq!(workload.idle().expect("no call runs").0, Idle::Replying);
        drop(unread);
        assert_eq!(workload.idle().expect("nothing is left").0, Idle::Waiting);
    }

    /// The SDK makes messages on one thread, the connection takes them on another.
    #[test]
    fn what_threads_make_and_take_adds_up() {
        let (budget, address) = (Budget::new(40_000), Budget::new(40_000));
        std::thread::scope(|scope| {
            for thread in 0..8_usize {
                let unread = Unread::new(&budget, Some(&address), None);
                for half in 0..2_usize {
                    let unread = Arc::clone(&unread);
                    scope.spawn(move || {
                        for turn in 0..2_000 {
                            let bytes = 1 + (turn * 997 + thread + half) % 9_000;
                            if unread.make_room(bytes) {
                                let taken = unread.hand_over(vec![0; bytes].into());
                                drop(taken.slice(bytes / 2..));
                            }
                        }
                    });
                }
            }
        });
        let unread = Unread::new(&budget, Some(&address), None);
        assert!(unread.make_room(40_000), "all of it is back");
        assert!(!unread.make_room(SMALL + 1), "and no more");
    }

    #[test]
    fn of_a_whole_reply_what_is_missing_is_taken() {
        let budget = Budget::new(100_000);
        let unread = Unread::new(&budget, None, None);
        assert!(unread.make_room_for_result(60_000));
        assert!(unread.hold(100_000));
        assert!(!unread.hold(100_000 + SMALL + 1));
        drop(unread);
        assert!(Unread::new(&budget, None, None).hold(100_000));
    }
}
