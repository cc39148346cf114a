//! [`Heard`]: what the log says while a test runs.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing::subscriber::{DefaultGuard, set_default};

#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<u8>>>);

impl Heard {
    /// All that this thread logs, as long as the guard lives.
    pub(crate) fn begin() -> (Self, DefaultGuard) {
        let heard = Self::default();
        let writer = heard.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        (heard, set_default(subscriber))
    }

    /// How many lines have this text.
    pub(crate) fn count(&self, text: &str) -> usize {
        let heard = self.0.lock().expect("no writer panics");
        String::from_utf8_lossy(&heard).lines().filter(|line| line.contains(text)).count()
    }
}

impl io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
