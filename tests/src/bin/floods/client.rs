//! The well-behaved client: calls over a connection that it keeps, and over new ones.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::json;
use tests::{
    Http,
    load::{Answer, Kept},
    token::{claims, sign},
};

/// Calls that go on until they are ended.
pub(crate) struct Calls {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<Made>,
}

/// What was made of them: all have succeeded.
pub(crate) struct Made {
    pub(crate) count: usize,
    pub(crate) slowest: Duration,
}

impl Calls {
    pub(crate) fn begin(server: SocketAddr) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let mut kept = Kept::new(server, &sign(&claims("fixture", "")), "counts");
            let client = Http::new(server);
            let mut made = Made { count: 0, slowest: Duration::ZERO };
            while !over.load(Ordering::Relaxed) {
                made.time(|| assert_eq!(kept.call(), Answer::Admitted, "over a kept connection"));
                made.time(|| {
                    let reply = client.call("echo", json!({ "text": "well" }));
                    assert_eq!(reply.text(), "well");
                });
                thread::sleep(Duration::from_millis(20));
            }
            made
        });
        Self { is_over, thread }
    }

    /// # Panics
    ///
    /// One of them has failed.
    pub(crate) fn end(self) -> Made {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("the calls of a well-behaved client succeed")
    }
}

impl Made {
    fn time(&mut self, call: impl FnOnce()) {
        let start = Instant::now();
        call();
        self.count += 1;
        self.slowest = self.slowest.max(start.elapsed());
    }
}
