//! Writing and removing.

use std::{borrow::Cow, ffi::OsStr, io, path::Path};

use cap_std::fs::{Dir, Metadata, OpenOptions};

use super::{Error, ErrorKind, Root, path::Beneath, temporary::Temporary};

impl Root {
    /// Writes a file, whole, in the place of the one that is there.
    ///
    /// Who reads it at the same time reads the old content or the new, and of several who
    /// write, the last one wins. The content is on the disk before it takes its place. On Unix,
    /// the permission bits of the old file are kept, its owner and extended attributes are not.
    ///
    /// # Errors
    ///
    /// If the content is larger than [`max_write`](Root::max_write) allows, if something is
    /// there that is not a regular file or is marked read-only, or if the directory does not
    /// exist inside.
    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Result<(), Error> {
        let content = self.prepare(path.as_ref(), content.as_ref())?;
        self.in_parent(path.as_ref(), |dir, name| {
            let old = replaceable(dir, name)?;
            Temporary::new(dir, &content, old.as_ref())
                .and_then(|new| new.replace(name))
                .map_err(Error::from_io)
        })
    }

    /// Writes a file where none is.
    ///
    /// Of several who create the same file, one succeeds. The file appears with all of its
    /// content. Only where the file system has no hard links, an empty file holds its place
    /// while the content comes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`] if anything is there, even a link that leads nowhere;
    /// else as [`write`](Root::write).
    pub fn create_new(
        &self,
        path: impl AsRef<Path>,
        content: impl AsRef<[u8]>,
    ) -> Result<(), Error> {
        let content = self.prepare(path.as_ref(), content.as_ref())?;
        self.in_parent(path.as_ref(), |dir, name| {
            // Saves the work; what decides is the link below.
            if dir.symlink_metadata(name).is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            let new = Temporary::new(dir, &content, None).map_err(Error::from_io)?;
            match new.link(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => reserve(new, name),
                linked => linked,
            }
            .map_err(Error::from_io)
        })
    }

    /// Removes a file.
    ///
    /// # Errors
    ///
    /// If there is no such file inside, if it is something other than a regular file, or if it
    /// is marked read-only.
    pub fn remove_file(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.admit(&[])?;
        self.in_parent(path.as_ref(), |dir, name| {
            replaceable(dir, name)?.ok_or(ErrorKind::NotFound)?;
            dir.remove_file(name).map_err(Error::from_io)
        })
    }

    /// Creates a directory and those above it, unless they exist.
    ///
    /// # Errors
    ///
    /// If something other than a directory is there, or if the path leads outside.
    pub fn create_dir_all(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.admit(&[])?;
        let path = Beneath::parse(path.as_ref())?;
        self.dir.create_dir_all(path.as_path()).map_err(Error::from_io)
    }

    /// The content as it goes to the disk.
    fn prepare<'a>(&self, path: &Path, content: &'a [u8]) -> Result<Cow<'a, [u8]>, Error> {
        let content = self.admit(content)?;
        match &self.encryption {
            Some(encryption) => Ok(encryption.seal(path, content)?.into()),
            None => Ok(content.into()),
        }
    }

    /// The right to write this content.
    fn admit<'a>(&self, content: &'a [u8]) -> Result<&'a [u8], Error> {
        if !self.writable {
            Err(ErrorKind::ReadOnly.into())
        } else if u64::try_from(content.len()).is_ok_and(|len| len <= self.limits.write) {
            Ok(content)
        } else {
            Err(ErrorKind::TooLarge.into())
        }
    }
}

/// What is there, if it may be replaced or removed: nothing, or a regular file that is not
/// marked read-only.
///
/// To replace or remove, the directory's permissions are enough; without this, a file that its
/// owner has protected would be changed. If another is put in its place in between, only its
/// name is replaced: a link's target is never written.
fn replaceable(dir: &Dir, name: &OsStr) -> Result<Option<Metadata>, Error> {
    let found = match dir.symlink_metadata(name) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::from_io(error)),
    };
    if !found.is_file() {
        Err(ErrorKind::NotAFile.into())
    } else if found.permissions().readonly() {
        Err(ErrorKind::ReadOnly.into())
    } else {
        Ok(Some(found))
    }
}

/// Creates a file without a hard link: takes the name with an empty file, then replaces it.
pub(super) fn reserve(new: Temporary<'_>, name: &OsStr) -> io::Result<()> {
    let dir = new.dir();
    dir.open_with(name, OpenOptions::new().write(true).create_new(true))?;
    new.replace(name).inspect_err(|_| {
        // The first error is the one to tell.
        let _ = dir.remove_file(name);
    })
}
