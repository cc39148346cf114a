//! [`Watch`]: how much a process has open while it is attacked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::target::descriptors;

/// Looks on and on, until it is ended.
pub(crate) struct Watch {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<usize>,
}

impl Watch {
    pub(crate) fn begin(process: u32) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let mut most = 0;
            while !over.load(Ordering::Relaxed) {
                most = most.max(descriptors(process));
                thread::sleep(Duration::from_millis(20));
            }
            most
        });
        Self { is_over, thread }
    }

    /// The most that it had open.
    pub(crate) fn end(self) -> usize {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("nothing in it panics")
    }
}
