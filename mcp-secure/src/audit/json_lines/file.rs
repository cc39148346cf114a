//! [`File`]: the current file, and its rotation.

use std::{
    ffi::OsString,
    fs::{self, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::in_file;
use crate::error::Result;

/// A file that is written at its end.
pub(super) struct File {
    file: fs::File,
    path: PathBuf,
    size: u64,
    max_size: u64,
    keep: u32,
}

/// What stands at the end of a file that is continued.
pub(super) struct Last {
    /// The last whole line.
    pub(super) line: Option<String>,
    /// Without one, the last of the file that was put aside before it: a server that could not write any
    /// more, or was killed, has begun a file and no more.
    pub(super) before: Option<String>,
    /// Whether something stands behind it: a line that did not come to its end.
    pub(super) is_torn: bool,
}

impl File {
    /// Opens the file, and says what its end is if it was there.
    pub(super) fn open(path: &Path, max_size: u64, keep: u32) -> Result<(Self, Option<Last>)> {
        let failed = |error: io::Error| in_file(path, error);
        let (file, is_new) = match options().open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                (options().create(true).open(path).map_err(failed)?, true)
            }
            there => (there.map_err(failed)?, false),
        };
        let (file, size, last) = Self::end_of(file, path)?;
        let last = (!is_new).then_some(last);
        Ok((Self { file, path: path.to_owned(), size, max_size, keep }, last))
    }

    /// What [`open`](Self::open) would find, without making the file: `None` where none is there.
    pub(super) fn look(path: &Path) -> Result<Option<Last>> {
        match options().open(path) {
            Ok(file) => Self::end_of(file, path).map(|(.., last)| Some(last)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let directory = path.parent().filter(|it| !it.as_os_str().is_empty());
                can_make_files(directory.unwrap_or(Path::new(".")))
                    .map_err(|error| in_file(path, error))?;
                Ok(None)
            }
            Err(error) => Err(in_file(path, error)),
        }
    }

    /// Takes the file for this process, and looks at its end.
    fn end_of(mut file: fs::File, path: &Path) -> Result<(fs::File, u64, Last)> {
        let failed = |error: io::Error| in_file(path, error);
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(in_file(path, "this is no regular file"));
        }
        lock(&file, path)?;
        let size = file.seek(SeekFrom::End(0)).map_err(failed)?;
        let mut last = last(&mut file, size).map_err(failed)?;
        if last.line.is_none() {
            last.before = last_before(path);
        }
        Ok((file, size, last))
    }

    /// One that is no regular file.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn unchecked(path: &Path) -> Self {
        let file = options().open(path).expect("a device of every Linux");
        Self { file, path: path.to_owned(), size: 0, max_size: u64::MAX, keep: 0 }
    }

    /// Whether so many bytes more fit into it.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.size.saturating_add(bytes as u64) <= self.max_size
    }

    /// Writes as much as can be written, and takes it off.
    pub(super) fn write(&mut self, lines: &mut &[u8]) -> io::Result<()> {
        while !lines.is_empty() {
            match self.file.write(lines) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    *lines = &lines[written..];
                    self.size += written as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Puts the file aside and begins a new one. Where that fails, this one goes on, and what was put
    /// aside before is as it was: it will be tried again.
    pub(super) fn rotate(&mut self) -> io::Result<()> {
        self.sync()?;
        // First what there may be no room for. One that is there was left by a process that was killed.
        let next = beside(&self.path, "next");
        let _ = fs::remove_file(&next);
        let file = options().create_new(true).open(&next)?;
        // Another process that waits for the name gets it only after this one.
        let _ = file.try_lock();
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if self.keep > 0 && is_there(&self.path) {
            let aside = |number: u32| beside(&self.path, &number.to_string());
            // Up to the first gap: one that an earlier try has left is not to drive the oldest out again.
            let gap = (1..self.keep).find(|number| !is_there(&aside(*number)));
            for number in (2..=gap.unwrap_or(self.keep)).rev() {
                fs::rename(aside(number - 1), aside(number))?;
            }
            fs::rename(&self.path, aside(1))?;
        }
        fs::rename(next, &self.path)?;
        (self.file, self.size) = (file, 0);
        Ok(())
    }
}

/// The path with something behind it.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".{suffix}"));
    PathBuf::from(name)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A pipe that nobody reads would keep the server waiting.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    options
}

/// Whether it is a directory in which this process may make files.
fn can_make_files(directory: &Path) -> io::Result<()> {
    if !fs::metadata(directory)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    #[cfg(unix)]
    {
        use rustix::fs::{Access, AtFlags, CWD, accessat};
        accessat(CWD, directory, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)?;
    }
    Ok(())
}

fn lock(file: &fs::File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            Err(in_file(path, "another process writes it; give each server a file of its own"))
        }
        Err(TryLockError::Error(error)) => Err(in_file(path, error)),
    }
}

/// Looks at the end only: the file may be large.
fn last(file: &mut fs::File, size: u64) -> io::Result<Last> {
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(LONGEST)))?;
    file.take(LONGEST).read_to_end(&mut end)?;
    let whole = end.iter().rposition(|byte| *byte == b'\n').map(|at| &end[..at]);
    let line = whole.map(|whole| {
        let start = whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        String::from_utf8_lossy(&whole[start..]).into_owned()
    });
    let is_torn = end.last().is_some_and(|byte| *byte != b'\n');
    Ok(Last { line, before: None, is_torn })
}

fn last_before(path: &Path) -> Option<String> {
    let mut file = options().open(beside(path, "1")).ok()?;
    let metadata = file.metadata().ok().filter(fs::Metadata::is_file)?;
    last(&mut file, metadata.len()).ok()?.line
}

/// More than a line has, in bytes.
const LONGEST: u64 = super::MIN_SIZE;
