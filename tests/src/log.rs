//! What a process writes.

use std::{
    io::{BufRead, BufReader, Read},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// What a process writes to standard error, or to standard output.
#[derive(Clone)]
pub struct Log {
    text: Arc<Mutex<String>>,
    reader: Arc<JoinHandle<()>>,
}

impl Log {
    pub(crate) fn of(output: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let shared = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = Vec::new();
            while output.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                *shared.lock().unwrap() += &String::from_utf8_lossy(&line);
                line.clear();
            }
        });
        Self { text, reader: Arc::new(reader) }
    }

    pub fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// All of it, of a process that has ended.
    pub fn whole(&self) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !self.reader.is_finished() {
            assert!(Instant::now() < deadline, "somebody holds the log open:\n{}", self.text());
            thread::sleep(Duration::from_millis(1));
        }
        self.text()
    }

    /// The audit events so far.
    pub fn events(&self) -> Vec<String> {
        let text = self.text();
        text.lines().filter(|l| l.contains("mcp_secure::audit")).map(str::to_owned).collect()
    }

    /// Waits for the event after so many, and answers with it. An event may come later than the
    /// answer of its call: who counts those that are there already may count one too few.
    pub fn event(&self, after: usize) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(event) = self.events().get(after) {
                return event.clone();
            }
            assert!(Instant::now() < deadline, "no event after {after}:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// The audit events one after another, from the first, each waited for.
    pub fn in_turn(&self) -> impl FnMut() -> String + use<> {
        let log = self.clone();
        let mut after = 0..;
        move || log.event(after.next().unwrap())
    }
}
