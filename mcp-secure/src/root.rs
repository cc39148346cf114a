//! [`Root`]: a directory as a value, the one way for a tool to touch files.
//!
//! A tool that reads or writes files holds a [`Root`], and nothing outside its directory can
//! be opened through it, whatever path the model sends.
//!
//! ```
//! use mcp_secure::root::{ErrorKind, Root};
//!
//! # fn main() -> mcp_secure::Result<()> {
//! # let place = tempfile::tempdir()?;
//! # let path = place.path().join("notes");
//! let notes = Root::create(path)?;
//! notes.write("today.md", "buy milk")?;
//!
//! assert_eq!(notes.read_to_string("today.md")?, "buy milk");
//! assert_eq!(notes.read("../../etc/passwd").unwrap_err().kind(), ErrorKind::OutsideRoot);
//! assert!(notes.read_only().write("today.md", "").is_err());
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - **Nothing outside is opened.** Paths are resolved beneath an open directory handle by
//!   [`cap_std`] (`openat2` with `RESOLVE_BENEATH` on Linux, one component at a time
//!   elsewhere), never compared as strings. `..` and absolute paths are refused before. This
//!   holds while somebody else renames directories and swaps links.
//! - **A link in the place of a file is refused**, even one that stays inside: it would give
//!   a file a second name, and pass a rule on names (`extensions(["md"])`) with a file that the
//!   rule refuses. A link in the place of a directory is followed as long as it stays inside:
//!   operators lay out directories with them.
//! - **Only regular files**: a FIFO, a device or a socket is refused, without waiting for it.
//! - **Nothing is read or written without a bound**, see [`Root::max_read`], [`Root::max_write`]
//!   and [`Root::max_entries`].
//! - **No half file is seen.** A file is written beside its place, under a hidden random name,
//!   and takes its place whole. After a crash, the file is the old one or the new one; the hidden
//!   file may be left behind. It cannot be listed or opened through a `Root`.
//! - **No path of the host is told**, neither by [`Error`] nor by `Debug`.
//!
//! # Not promised
//!
//! - A *hard link* to a file outside is a regular file inside and can be read. Who can create
//!   one can also copy the file. Writing replaces the link and leaves the other name's content.
//! - A directory *mounted* inside is inside.
//! - `./a`, `a//b` and `a/` are taken as `a`, `a/b` and `a`, and the file system may ignore case.
//!   To give one caller less than another, use [`Root::subdir`]; do not compare paths.
//! - The number of files and the disk are not bounded: that is `#[resource_guard(disk = ..)]`.
//! - A network or FUSE file system can make any call wait.
//!
//! # Blocking
//!
//! All methods are blocking calls, as those of [`std::fs`]. Use them in a tool that is a plain
//! `fn`, which runs on the blocking pool, or within `tokio::task::spawn_blocking`.

use std::{ffi::OsStr, fmt, path::Path, sync::Arc};

use cap_std::{ambient_authority, fs::Dir};

use crate::sealed::Keyring;

mod encryption;
mod error;
mod list;
mod path;
mod read;
mod temporary;
#[cfg(test)]
mod tests;
mod write;

use encryption::Encryption;
pub use error::{Error, ErrorKind};
pub use list::{Entry, Kind, Metadata};
use path::Beneath;

/// A directory, and the right to read and write in it.
///
/// It is cheap to clone. It holds the directory itself, not its name: it stays with the
/// directory if that is renamed. See the [module](self) for what it promises.
///
/// Paths are relative to the directory. `.` is the directory itself, for the methods that
/// take a directory.
#[derive(Clone)]
pub struct Root {
    dir: Arc<Dir>,
    limits: Limits,
    writable: bool,
    encryption: Option<Encryption>,
}

impl Root {
    /// How many bytes of a file are read or written by default: 16 MiB.
    pub const DEFAULT_MAX_BYTES: u64 = 16 << 20;

    /// How many entries of a directory are listed by default.
    pub const DEFAULT_MAX_ENTRIES: usize = 10_000;

    /// Opens a directory that exists.
    ///
    /// The path is the operator's: it may be absolute, and links in it are followed.
    ///
    /// # Errors
    ///
    /// If the path is not a directory that can be opened. The error is for the operator and
    /// names the path.
    pub fn open(path: impl AsRef<Path>) -> crate::Result<Self> {
        let path = path.as_ref();
        let dir = Dir::open_ambient_dir(path, ambient_authority()).map_err(|error| {
            crate::Error::from(error).context(format!(
                "cannot open the directory `{}`; create it, or correct the path",
                path.display()
            ))
        })?;
        Ok(Self::new(dir))
    }

    /// Opens a directory, which is created if it does not exist.
    ///
    /// On Unix, what is created (parents too) is for the user of this process alone
    /// (mode 0700); what exists keeps its permissions.
    ///
    /// # Errors
    ///
    /// If the directory cannot be created or opened. The error is for the operator and names
    /// the path.
    pub fn create(path: impl AsRef<Path>) -> crate::Result<Self> {
        let path = path.as_ref();
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, PRIVATE);
        builder.create(path).map_err(|error| {
            crate::Error::from(error).context(format!(
                "cannot create the directory `{}`; correct the path, or the permissions above it",
                path.display()
            ))
        })?;
        Self::open(path)
    }

    /// A directory inside as a root of its own, with the same limits and rights.
    ///
    /// # Errors
    ///
    /// If there is no such directory inside.
    pub fn subdir(&self, path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = Beneath::parse(path.as_ref())?;
        let dir = Arc::new(self.open_dir(path.as_path())?);
        let encryption = self.encryption.as_ref().map(|encryption| encryption.beneath(&path));
        Ok(Self { dir, encryption, ..self.clone() })
    }

    /// The same directory, without the right to write in it.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { writable: false, ..self }
    }

    /// The same directory, whose files are encrypted at rest: what is written is sealed with the
    /// first key of the ring, and what is read was sealed with one of them.
    ///
    /// Content and name belong together: a file that somebody has altered, replaced by another one, or
    /// moved to another name in the directory, is not read but told as one that was
    /// [altered](ErrorKind::Altered). An older content of the same file is not noticed, nor is a file
    /// that is gone. Names and sizes are not hidden; sizes in [`Metadata`] are those on the disk,
    /// 33 bytes more. Through links in the place of a directory a file has another name, and does not
    /// open. To use a new key for old files, write them again.
    ///
    /// ```
    /// use mcp_secure::{root::Root, sealed::{Key, Keyring}};
    ///
    /// # fn main() -> mcp_secure::Result<()> {
    /// # let place = tempfile::tempdir()?;
    /// let plain = Root::open(place.path())?;
    /// let notes = plain.clone().encrypted(Keyring::new(Key::generate()?));
    /// notes.write("diary.md", "dear diary")?;
    /// assert_eq!(notes.read_to_string("diary.md")?, "dear diary");
    /// assert!(!plain.read("diary.md")?.windows(5).any(|found| found == b"diary"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn encrypted(self, keys: Keyring) -> Self {
        Self { encryption: Some(Encryption::new(keys)), ..self }
    }

    /// Reads at most this many bytes of a file; a larger file is an error.
    /// [`DEFAULT_MAX_BYTES`](Root::DEFAULT_MAX_BYTES) by default.
    #[must_use]
    pub fn max_read(mut self, bytes: u64) -> Self {
        self.limits.read = bytes;
        self
    }

    /// Writes at most this many bytes to a file; more is an error.
    /// [`DEFAULT_MAX_BYTES`](Root::DEFAULT_MAX_BYTES) by default.
    #[must_use]
    pub fn max_write(mut self, bytes: u64) -> Self {
        self.limits.write = bytes;
        self
    }

    /// Lists at most this many entries; a larger directory is an error.
    /// [`DEFAULT_MAX_ENTRIES`](Root::DEFAULT_MAX_ENTRIES) by default.
    #[must_use]
    pub fn max_entries(mut self, entries: usize) -> Self {
        self.limits.entries = entries;
        self
    }

    fn new(dir: Dir) -> Self {
        Self { dir: Arc::new(dir), limits: Limits::default(), writable: true, encryption: None }
    }

    /// The directory itself, for who starts a program in it.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(crate) fn handle(&self) -> &Dir {
        &self.dir
    }

    /// Opens a directory, through links that stay inside.
    fn open_dir(&self, path: &Path) -> Result<Dir, Error> {
        self.dir.open_dir(path).map_err(Error::from_io)
    }

    /// Calls `operation` with the directory that a path names an entry of, and its name there.
    ///
    /// What takes several steps takes them in one directory, even if a path leads elsewhere
    /// in the meantime.
    fn in_parent<T>(
        &self,
        path: &Path,
        operation: impl FnOnce(&Dir, &OsStr) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let path = Beneath::parse(path)?;
        let (parent, name) = path.split()?;
        match parent {
            None => operation(&self.dir, name),
            Some(parent) => operation(&self.open_dir(parent)?, name),
        }
    }
}

/// Shows the rights, not where the directory is.
impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Root").field("writable", &self.writable).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy)]
struct Limits {
    read: u64,
    write: u64,
    entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            read: Root::DEFAULT_MAX_BYTES,
            write: Root::DEFAULT_MAX_BYTES,
            entries: Root::DEFAULT_MAX_ENTRIES,
        }
    }
}

#[cfg(unix)]
const PRIVATE: u32 = 0o700;
