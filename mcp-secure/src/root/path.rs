//! Paths, before the file system is asked.

use std::{
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use super::{Error, ErrorKind, temporary};

/// A path that is relative and made of names only; empty for the directory itself.
///
/// This is not what keeps paths inside, the directory handle is. It refuses early what can
/// never be right, in the same way on every platform.
pub(super) struct Beneath(PathBuf);

impl Beneath {
    pub(super) fn parse(path: &Path) -> Result<Self, Error> {
        let bytes = path.as_os_str().as_encoded_bytes();
        if bytes.is_empty() || bytes.len() > MAX_LENGTH || bytes.contains(&0) {
            return Err(ErrorKind::InvalidPath.into());
        }
        let mut names = PathBuf::with_capacity(bytes.len());
        for component in path.components() {
            match component {
                Component::Normal(name) if is_refused(name) => {
                    return Err(ErrorKind::InvalidPath.into());
                }
                Component::Normal(name) => names.push(name),
                Component::CurDir => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                    return Err(ErrorKind::OutsideRoot.into());
                }
            }
        }
        Ok(Self(names))
    }

    /// The path, `.` for the directory itself.
    pub(super) fn as_path(&self) -> &Path {
        if self.0.as_os_str().is_empty() { Path::new(".") } else { &self.0 }
    }

    /// The names of the path; none for the directory itself.
    pub(super) fn names(&self) -> &Path {
        &self.0
    }

    /// The directory, if it is not the root, and the name in it.
    pub(super) fn split(&self) -> Result<(Option<&Path>, &OsStr), Error> {
        let name = self.0.file_name().ok_or(ErrorKind::InvalidPath)?;
        Ok((self.0.parent().filter(|parent| !parent.as_os_str().is_empty()), name))
    }
}

/// Names that are kept for temporary files; on Windows also streams (`name:stream`), which are
/// not listed.
fn is_refused(name: &OsStr) -> bool {
    temporary::is_temporary(name) || cfg!(windows) && name.as_encoded_bytes().contains(&b':')
}

/// `PATH_MAX` of Linux: bounds the work on platforms that have no limit.
const MAX_LENGTH: usize = 4096;
