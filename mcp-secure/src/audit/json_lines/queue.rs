//! [`Queue`]: lines on their way to the file, in bounded memory.

use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Between those who record and the one who writes.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// Something has come, or the end.
    came: Condvar,
    /// The file is closed.
    closed: Condvar,
    is_full: AtomicBool,
    is_failing: AtomicBool,
}

#[derive(Default)]
struct State {
    /// Whole lines, each with its newline.
    lines: Vec<u8>,
    lost: u64,
    has_ended: bool,
    is_closed: bool,
    /// All that were lost so far.
    lost_in_all: u64,
    /// Whether the one who writes sleeps until something comes: waking costs a call of the system.
    is_waited_for: bool,
}

/// What is to be written now.
pub(super) struct Batch {
    pub(super) lines: Vec<u8>,
    /// How many lines were lost before them.
    pub(super) lost: u64,
    pub(super) has_ended: bool,
}

impl Queue {
    /// Takes a line, which is written there, if there is room for it.
    pub(super) fn put(&self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.lock();
        let length = state.lines.len();
        if length < MOST {
            write(&mut state.lines);
        }
        if length >= MOST || state.lines.len() > MOST {
            state.lines.truncate(length);
            state.lost += 1;
            state.lost_in_all += 1;
            return;
        }
        state.lines.push(b'\n');
        self.is_full.store(state.lines.len() > ENOUGH, Ordering::Relaxed);
        let wakes = std::mem::take(&mut state.is_waited_for);
        drop(state);
        if wakes {
            self.came.notify_one();
        }
    }

    /// Whether lines that come now will be kept.
    pub(super) fn is_keeping(&self) -> bool {
        !self.is_full.load(Ordering::Relaxed) && !self.is_failing.load(Ordering::Relaxed)
    }

    /// How many lines were lost so far.
    pub(super) fn lost_in_all(&self) -> u64 {
        self.lock().lost_in_all
    }

    /// The lines so far, when there are any; or none, after a while or at the end.
    pub(super) fn take(&self, patience: Duration) -> Batch {
        let mut state = self.lock();
        if state.lines.is_empty() && state.lost == 0 {
            let is_idle = |state: &mut State| {
                state.is_waited_for = state.lines.is_empty() && !state.has_ended;
                state.is_waited_for
            };
            let waited = self.came.wait_timeout_while(state, patience, is_idle);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let lines = std::mem::take(&mut state.lines);
        let lost = std::mem::take(&mut state.lost);
        self.is_full.store(false, Ordering::Relaxed);
        Batch { lines, lost, has_ended: state.has_ended }
    }

    /// Says whether writing fails.
    pub(super) fn failing(&self, is_failing: bool) {
        self.is_failing.store(is_failing, Ordering::Relaxed);
    }

    /// Whether the server has ended, while the file cannot be written.
    pub(super) fn has_ended(&self) -> bool {
        self.lock().has_ended
    }

    /// Nothing comes any more. Waits until the file is closed, for so long at most.
    pub(super) fn end(&self, patience: Duration) {
        let mut state = self.lock();
        state.has_ended = true;
        self.came.notify_one();
        drop(self.closed.wait_timeout_while(state, patience, |state| !state.is_closed));
    }

    /// The file is closed.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.closed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// In bytes: what waits at most, and from where on calls wait too. What runs then still has the
/// rest, some 10,000 lines, for its records.
const MOST: usize = 8 << 20;
const ENOUGH: usize = 4 << 20;

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, thread};

    use super::*;

    fn put(queue: &Queue, line: impl serde::Serialize) {
        queue.put(|lines| serde_json::to_writer(lines, &line).expect("a line"));
    }

    #[test]
    fn who_waits_is_woken_by_each_line_and_by_the_end() {
        const LONG: Duration = Duration::from_secs(600);
        let queue = Queue::default();
        let is_waited_for = || {
            while !queue.lock().is_waited_for {
                thread::yield_now();
            }
        };
        put(&queue, 1);
        assert_eq!(queue.take(LONG).lines, b"1\n");
        thread::scope(|scope| {
            let taking = scope.spawn(|| [(); 3].map(|()| queue.take(LONG).lines));
            for line in 2..=3 {
                is_waited_for();
                put(&queue, line);
            }
            is_waited_for();
            queue.end(Duration::ZERO);
            let lines = taking.join().expect("no panic");
            assert_eq!(lines, [b"2\n".to_vec(), b"3\n".to_vec(), Vec::new()]);
        });
    }

    #[test]
    fn lines_of_many_threads_come_whole_and_in_order_or_are_counted_as_lost() {
        let queue = Queue::default();
        let (mut kept, mut lost) = (HashMap::<u64, u64>::new(), 0);
        let mut count = 0;
        // More than there is room for, before anybody takes.
        let filler = "x".repeat(2_000);
        (0..5_000_u64).for_each(|line| put(&queue, (8_u64, line, &filler)));
        thread::scope(|scope| {
            let writers: Vec<_> = (0..8_u64)
                .map(|thread| {
                    let (queue, filler) = (&queue, &filler);
                    let put =
                        move || (0..2_000_u64).for_each(|line| put(queue, (thread, line, filler)));
                    scope.spawn(put)
                })
                .collect();
            let queue = &queue;
            scope.spawn(move || {
                writers.into_iter().for_each(|writer| writer.join().expect("no panic"));
                queue.end(Duration::from_secs(60));
            });
            loop {
                let batch = queue.take(Duration::from_millis(10));
                assert!(batch.lines.len() <= MOST + 1);
                lost += batch.lost;
                for line in batch.lines.split_inclusive(|byte| *byte == b'\n') {
                    let (thread, line, _): (u64, u64, String) =
                        serde_json::from_slice(line).expect("a whole line");
                    let next = kept.entry(thread).or_default();
                    assert!(line >= *next, "out of order");
                    (*next, count) = (line + 1, count + 1);
                }
                if batch.has_ended && batch.lines.is_empty() {
                    break;
                }
            }
            queue.close();
        });
        assert_eq!(count + lost, 21_000);
        assert!(lost > 0);
    }
}
