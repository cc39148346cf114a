//! [`JsonLines`]: events in a file, one JSON object a line.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use aws_lc_rs::hmac;

use super::{Event, Sink};
use crate::{
    error::{Error, Result},
    secret::Secret,
};

pub(super) mod chain;
mod file;
mod line;
mod queue;
mod writer;

use chain::Chain;
use file::File;
use writer::Writer;

/// A file of audit events: a JSON object as `docs/audit.schema.json` says, and a newline.
///
/// ```no_run
/// use mcp_secure::{audit::JsonLines, prelude::*};
///
/// # fn main() -> mcp_secure::Result<()> {
/// let server = Server::new("notes", "1.0.0").audit(JsonLines::new("audit.jsonl").chained());
/// # let _ = server;
/// # Ok(())
/// # }
/// ```
///
/// A thread of its own writes the lines as they come and gives them to the system at once, those of
/// the next five milliseconds together; to the disk (`fsync`) it gives them once a second while there are
/// new ones, before a file is rotated and when the server ends. What a power cut can take is so the
/// last second, and what a killed process can, some milliseconds.
///
/// When lines cannot be written (the disk is full, or slower than the calls) they wait in
/// memory, 8 MiB at most, and from 4 MiB on, or as soon as writing fails, the server refuses calls
/// (`busy`, try again) instead of running them unseen. Refusals go on being answered; of those
/// for which there is no memory left, the file says how many were lost. Writing is tried again
/// each second.
///
/// The file is made with the permissions 0600. One that is there is continued, if it is a regular
/// file, without following a link in its last component; one process at a time has it.
///
/// A file that cannot be rotated (no more files can be opened, or the directory is not ours to write) goes on
/// beyond its size, and what was put aside stays; it is tried again each ten seconds.
///
/// What is not promised: who may write in the directory can take the file away while the server runs.
/// The lines then go on into the file that was taken away, and are gone with it. Rotation by another
/// program is not needed, and one that moves the file finds the next lines in it too.
pub struct JsonLines {
    path: PathBuf,
    max_bytes: u64,
    keep: u32,
    chain: Option<Option<hmac::Key>>,
    server: Option<String>,
    writer: OnceLock<Writer>,
}

impl JsonLines {
    /// To this file. It is opened when the server starts.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            max_bytes: 64 << 20,
            keep: 10,
            chain: None,
            server: None,
            writer: OnceLock::new(),
        }
    }

    /// How large the file may become, in bytes, before it is rotated. The default is 64 MiB.
    ///
    /// `audit.jsonl` is then `audit.jsonl.1`, the one before it `audit.jsonl.2`, and so on.
    #[must_use]
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// How many files are kept beside the current one. The default is 10; the oldest is then
    /// removed.
    #[must_use]
    pub fn keep(mut self, files: u32) -> Self {
        self.keep = files;
        self
    }

    /// Chains the lines: each has a number, the hash (SHA-256) of the one before, and its own. The
    /// chain goes on through rotations and restarts.
    ///
    /// [`verify`](super::verify), or `NAME audit verify FILE …`, then finds a line that was
    /// altered, removed, put in or put elsewhere. What it cannot find: that lines are missing at
    /// the end, unless it is told the last hash; who can write the file can also chain it anew,
    /// unless it is [chained with a key](Self::chained_with). The last hash is logged when
    /// the server starts and ends and when a file is rotated: keep that log elsewhere.
    #[must_use]
    pub fn chained(mut self) -> Self {
        self.chain = Some(None);
        self
    }

    /// Chains the lines by a key (HMAC-SHA-256), so that nobody without it can make a chain. The first
    /// line of a run, and one early in each file, has the [name](Self::name) of the server, so that whole
    /// files of two servers with one key cannot be exchanged.
    ///
    /// # Errors
    ///
    /// The key is shorter than 32 bytes.
    pub fn chained_with(mut self, key: &Secret<String>) -> Result<Self> {
        self.chain = Some(Some(chain::key(key)?));
        Ok(self)
    }

    /// What the chain says that it is of: by default the name of the server. Of several servers with one key
    /// and one name, as replicas are, give each its own, or their files can be exchanged unseen.
    #[must_use]
    pub fn name(mut self, server: impl Into<String>) -> Self {
        self.server = Some(server.into());
        self
    }

    fn open(&self) -> Result<Writer> {
        self.check_size()?;
        let (file, last) = File::open(&self.path, self.max_bytes, self.keep)?;
        let chain = self.chain_after(last.as_ref())?;
        Writer::start(file, chain, last.is_some_and(|last| last.is_torn))
    }

    fn check_size(&self) -> Result<()> {
        if self.max_bytes >= MIN_SIZE {
            return Ok(());
        }
        Err(Error::new(format!("a file of audit events takes at least {MIN_SIZE} bytes")))
    }

    fn chain_after(&self, last: Option<&file::Last>) -> Result<Option<Chain>> {
        let server = self.server.as_deref();
        let chain = self.chain.clone().map(|key| Chain::continued(key, last));
        let chain = chain.map(|chain| chain.map(|chain| chain.of(server)));
        chain.transpose().map_err(|why| in_file(&self.path, why))
    }
}

impl Sink for JsonLines {
    fn prepare(&mut self, server: &str) {
        self.server.get_or_insert_with(|| server.to_owned());
    }

    fn record(&self, event: &Event<'_>) {
        if let Some(writer) = self.writer.get() {
            writer.record(event);
        }
    }

    fn is_keeping(&self) -> bool {
        self.writer.get().is_some_and(Writer::is_keeping)
    }

    fn lost(&self) -> u64 {
        self.writer.get().map_or(0, Writer::lost)
    }

    fn check(&self) -> Result<String> {
        self.check_size()?;
        let Some(last) = File::look(&self.path)? else {
            return Ok("the file will be made".to_owned());
        };
        self.chain_after(Some(&last))?;
        Ok("the file is there, and is continued".to_owned())
    }

    fn start(&self) -> Result<()> {
        let writer = self.open()?;
        self.writer.set(writer).map_err(|_| Error::new("this audit file is in use already"))
    }

    fn end(&self) {
        if let Some(writer) = self.writer.get() {
            writer.end();
        }
    }
}

/// Without the key.
impl fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("path", &self.path).finish_non_exhaustive()
    }
}

fn in_file(path: &Path, why: impl fmt::Display) -> Error {
    Error::new(format!("the audit file {}: {why}", path.display()))
}

/// Room for the longest line.
const MIN_SIZE: u64 = 64 << 10;

#[cfg(test)]
mod tests;
