//! [`Writer`]: the thread that writes the file.

use std::{
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    chain::Chain,
    file::File,
    line::{Line, What},
    queue::{Batch, Queue},
};
use crate::{audit::Event, error::Result};

/// Hands lines to the thread.
pub(super) struct Writer(Arc<Queue>);

impl Writer {
    /// `is_torn` says whether the file ends in half a line.
    pub(super) fn start(file: File, chain: Option<Chain>, is_torn: bool) -> Result<Self> {
        let queue = Arc::<Queue>::default();
        let mut thread = Thread {
            queue: Arc::clone(&queue),
            file,
            chain,
            is_torn,
            synced: Instant::now(),
            is_synced: true,
            failed_rotation: None,
        };
        thread.anchor("the audit file is opened");
        queue.put(|lines| lines.extend(Line::new(What::Start { torn: is_torn }).text()));
        let closing = Arc::clone(&queue);
        thread::Builder::new().name("mcp-secure-audit".into()).spawn(move || {
            thread.run();
            drop(thread);
            closing.close();
        })?;
        Ok(Self(queue))
    }

    pub(super) fn record(&self, event: &Event<'_>) {
        self.0.put(|lines| event.write_json(lines));
    }

    pub(super) fn is_keeping(&self) -> bool {
        self.0.is_keeping()
    }

    pub(super) fn lost(&self) -> u64 {
        self.0.lost_in_all()
    }

    pub(super) fn end(&self) {
        self.0.end(PATIENCE);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end();
    }
}

struct Thread {
    queue: Arc<Queue>,
    file: File,
    chain: Option<Chain>,
    /// Whether the file ends in half a line. It stays, and the next line says that it is torn.
    is_torn: bool,
    synced: Instant,
    is_synced: bool,
    /// When the file could not be rotated, if it has not been since.
    failed_rotation: Option<Instant>,
}

impl Thread {
    fn run(&mut self) {
        loop {
            let patience = if self.is_synced { IDLE } else { SYNC };
            let Batch { lines, lost, has_ended } = self.queue.take(patience);
            let is_done = has_ended && lines.is_empty() && lost == 0;
            self.write(&lines, lost);
            if is_done || self.synced.elapsed() >= SYNC {
                self.sync();
            }
            if is_done {
                self.anchor("the audit file is closed");
                return;
            }
            if !lines.is_empty() && !has_ended {
                thread::sleep(PAUSE);
            }
        }
    }

    fn write(&mut self, lines: &[u8], lost: u64) {
        let is_plain = self.chain.is_none() && !self.is_torn && lost == 0;
        if is_plain && self.file.has_room(lines.len()) {
            return self.write_out(lines);
        }
        let mut chunk = Vec::with_capacity(lines.len());
        if std::mem::take(&mut self.is_torn) {
            chunk.push(b'\n');
        }
        if lost > 0 {
            self.append(&Line::new(What::Lost { lost }).text(), &mut chunk);
        }
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', lines) {
            let (length, line) = (chunk.len(), &lines[start..end]);
            start = end + 1;
            self.append(line, &mut chunk);
            if !self.file.has_room(chunk.len()) && length > 0 {
                let rest = chunk.split_off(length);
                self.write_out(&chunk);
                chunk = rest;
            }
            if !self.file.has_room(chunk.len()) {
                self.rotate();
            }
        }
        self.write_out(&chunk);
    }

    fn append(&mut self, object: &[u8], chunk: &mut Vec<u8>) {
        match (&mut self.chain, str::from_utf8(object)) {
            (Some(chain), Ok(object)) => chain.append(object, chunk),
            _ => {
                chunk.extend_from_slice(object);
                chunk.push(b'\n');
            }
        }
    }

    /// Tries until it is written, or until the server has ended.
    fn write_out(&mut self, mut lines: &[u8]) {
        self.is_synced &= lines.is_empty();
        self.insist("written", |this| this.file.write(&mut lines));
    }

    fn sync(&mut self) {
        if !self.is_synced {
            self.insist("kept on the disk", |this| this.file.sync());
            self.is_synced = true;
        }
        self.synced = Instant::now();
    }

    fn rotate(&mut self) {
        // Each line asks for it.
        if self.failed_rotation.is_some_and(|failed| failed.elapsed() < ROTATION_RETRY) {
            return;
        }
        match self.file.rotate() {
            Ok(()) => {
                self.failed_rotation = None;
                self.chain.iter_mut().for_each(Chain::name_again);
                self.anchor("the audit file is rotated");
            }
            Err(error) => {
                self.failed_rotation = Some(Instant::now());
                tracing::error!(%error, "the audit file cannot be rotated and grows beyond its size");
            }
        }
    }

    fn insist(&mut self, what: &str, mut action: impl FnMut(&mut Self) -> io::Result<()>) {
        let mut is_failing = false;
        while let Err(error) = action(self) {
            if !std::mem::replace(&mut is_failing, true) {
                self.queue.failing(true);
                tracing::error!(%error, "audit events cannot be {what}; until then calls are refused");
            }
            if self.queue.has_ended() {
                return;
            }
            thread::sleep(RETRY);
        }
        if is_failing {
            tracing::info!("audit events can be {what} again");
            self.queue.failing(false);
        }
    }

    /// Says in the log how far the chain has come.
    fn anchor(&self, what: &str) {
        if let Some((seq, hash)) = self.chain.as_ref().and_then(Chain::last) {
            tracing::info!(seq, hash, "{what}");
        }
    }
}

/// How long nothing is looked at while nothing comes.
const IDLE: Duration = Duration::from_secs(3600);

/// How long lines are collected after some were written: at a few hundred calls in a second and more,
/// one writing is that of many.
const PAUSE: Duration = Duration::from_millis(5);

/// How often the disk is to have what was written.
const SYNC: Duration = Duration::from_secs(1);

/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(1);
const ROTATION_RETRY: Duration = Duration::from_secs(10);

/// How long the end of a server waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(3);
