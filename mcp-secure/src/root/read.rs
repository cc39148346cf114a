//! Reading.

use std::{io::Read, path::Path};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{File, OpenOptions};

use super::{Error, ErrorKind, Metadata, Root, path::Beneath};
use crate::sealed::Keyring;

impl Root {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If there is no such regular file inside, or if it is larger than
    /// [`max_read`](Root::max_read) allows, even if it grows while it is read.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Vec<u8>, Error> {
        let path = path.as_ref();
        let (file, len) = self.open_file(path)?;
        let overhead = self.encryption.as_ref().map_or(0, |_| Keyring::OVERHEAD);
        let max = self.limits.read.saturating_add(overhead);
        if len > max {
            return Err(ErrorKind::TooLarge.into());
        }
        // What the file says of its size may be wrong: it is a hint.
        let hint = len.min(Self::DEFAULT_MAX_BYTES).try_into().unwrap_or(0);
        let mut bytes = Vec::with_capacity(hint);
        file.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(Error::from_io)?;
        if u64::try_from(bytes.len()).is_ok_and(|len| len > max) {
            return Err(ErrorKind::TooLarge.into());
        }
        match &self.encryption {
            Some(encryption) => encryption.open(path, bytes),
            None => Ok(bytes),
        }
    }

    /// Reads a text file.
    ///
    /// # Errors
    ///
    /// As [`read`](Root::read), and if the file is not UTF-8.
    pub fn read_to_string(&self, path: impl AsRef<Path>) -> Result<String, Error> {
        String::from_utf8(self.read(path)?).map_err(|_| ErrorKind::NotText.into())
    }

    /// What is at a path. A link in the last place is not followed.
    ///
    /// # Errors
    ///
    /// If nothing inside is there.
    pub fn metadata(&self, path: impl AsRef<Path>) -> Result<Metadata, Error> {
        let path = Beneath::parse(path.as_ref())?;
        let metadata = self.dir.symlink_metadata(path.as_path()).map_err(Error::from_io)?;
        Ok(Metadata::new(&metadata))
    }

    /// Whether something inside is at a path.
    ///
    /// What is there now can be gone, or be another, when it is opened: to write a file only
    /// where none is, use [`create_new`](Root::create_new).
    pub fn exists(&self, path: impl AsRef<Path>) -> bool {
        self.metadata(path).is_ok()
    }

    /// Opens a regular file, and no other.
    ///
    /// The check is made on what was opened, so that nothing can be exchanged in between;
    /// without blocking, because opening a FIFO would wait for its other end.
    fn open_file(&self, path: &Path) -> Result<(File, u64), Error> {
        let path = Beneath::parse(path)?;
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        let file = match self.dir.open_with(path.as_path(), &options) {
            Ok(file) => file,
            Err(error) => return Err(self.why_not(&path, Error::from_io(error))),
        };
        let metadata = file.metadata().map_err(Error::from_io)?;
        if metadata.is_file() {
            Ok((file, metadata.len()))
        } else {
            Err(ErrorKind::NotAFile.into())
        }
    }

    /// Platforms disagree on the error for a link or a socket.
    fn why_not(&self, path: &Beneath, error: Error) -> Error {
        let is_other = || {
            let found = self.dir.symlink_metadata(path.as_path());
            found.is_ok_and(|found| !found.is_file())
        };
        if error.kind() == ErrorKind::Io && is_other() { ErrorKind::NotAFile.into() } else { error }
    }
}
