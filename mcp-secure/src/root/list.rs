//! Listing.

use std::{io, path::Path, time::SystemTime};

use cap_std::fs;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Error, ErrorKind, Root, path::Beneath, temporary::is_temporary};

impl Root {
    /// Lists the directory itself, as [`list_dir`](Root::list_dir).
    ///
    /// # Errors
    ///
    /// As [`list_dir`](Root::list_dir).
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        self.list_dir(".")
    }

    /// Lists a directory, sorted by name.
    ///
    /// Temporary files are left out, and so are names that are not UTF-8: JSON cannot say
    /// them.
    ///
    /// # Errors
    ///
    /// If there is no such directory inside, or if it has more entries, those left out
    /// included, than [`max_entries`](Root::max_entries) allows.
    pub fn list_dir(&self, path: impl AsRef<Path>) -> Result<Vec<Entry>, Error> {
        let path = Beneath::parse(path.as_ref())?;
        let mut entries = Vec::new();
        let found = self.dir.read_dir(path.as_path()).map_err(Error::from_io)?;
        for (count, entry) in found.enumerate() {
            if count == self.limits.entries {
                return Err(ErrorKind::TooManyEntries.into());
            }
            let entry = entry.map_err(Error::from_io)?;
            let name = entry.file_name();
            if is_temporary(&name) {
                continue;
            }
            let Ok(name) = name.into_string() else { continue };
            let metadata = match entry.metadata() {
                Ok(metadata) => Metadata::new(&metadata),
                // Removed in the meantime.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::from_io(error)),
            };
            entries.push(Entry { name, kind: metadata.kind, len: metadata.len });
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }
}

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Entry {
    /// The name, without a path. Whoever created the file chose it: it is data, not text to
    /// trust.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The length in bytes; 0 for what is not a file.
    pub len: u64,
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// What it is.
    pub kind: Kind,
    /// The length in bytes; 0 for what is not a file.
    pub len: u64,
    /// When it was last changed, where the file system knows it.
    pub modified: Option<SystemTime>,
}

impl Metadata {
    pub(super) fn new(found: &fs::Metadata) -> Self {
        let kind = match found.file_type() {
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Directory,
            kind if kind.is_symlink() => Kind::Symlink,
            _ => Kind::Other,
        };
        Self {
            kind,
            // A link's length is that of its target's path, a directory's means nothing.
            len: if kind == Kind::File { found.len() } else { 0 },
            modified: found.modified().ok().map(|time| time.into_std()),
        }
    }
}

/// The kinds of what a directory holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link, to something inside, outside or missing. It is not followed to a file.
    Symlink,
    /// A FIFO, a socket or a device. It cannot be read.
    Other,
}
