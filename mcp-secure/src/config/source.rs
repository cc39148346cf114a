//! [`Source`]: where settings come from.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use super::dotenv;
use crate::error::{Error, Result};

/// Variables: of the environment, and of a file behind them.
///
/// `Debug` shows none of them.
#[derive(Default)]
pub struct Source {
    environment: BTreeMap<String, Text>,
    file: BTreeMap<String, Zeroizing<String>>,
    /// Whether others than its owner may read the file.
    is_shared: bool,
}

/// What a variable is set to.
enum Text {
    Utf8(Zeroizing<String>),
    Other,
}

/// A variable that was found.
pub(super) enum Found<'a> {
    Text(&'a str),
    /// In a file that others may read too.
    Shared(&'a str),
    NotUtf8,
}

impl Source {
    /// The environment of the process, as it is now.
    pub fn environment() -> Self {
        let text = |value: std::ffi::OsString| match value.into_string() {
            Ok(value) => Text::Utf8(Zeroizing::new(value)),
            Err(_) => Text::Other,
        };
        let named =
            |(name, value): (std::ffi::OsString, _)| Some((name.into_string().ok()?, text(value)));
        Self { environment: std::env::vars_os().filter_map(named).collect(), ..Self::default() }
    }

    /// These variables and no others: for tests.
    pub fn of<N: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let text = |value: V| Text::Utf8(Zeroizing::new(value.into()));
        let variables = variables.into_iter().map(|(name, value)| (name.into(), text(value)));
        Self { environment: variables.collect(), ..Self::default() }
    }

    /// The same, and what a file in the form of `.env` says where the environment says nothing. A
    /// file that is not there says nothing.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line of it is wrong; the error names the line, not what is
    /// in it.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        let wrong = |what: &dyn fmt::Display| Error::new(format!("{}: {what}", path.display()));
        match read(path) {
            Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(wrong(&error)),
            Ok((text, is_shared)) => {
                self.file = dotenv::parse(&text).map_err(|error| wrong(&error))?;
                self.is_shared = is_shared;
            }
        }
        Ok(self)
    }

    /// What the variable is set to, unless that is nothing.
    pub(super) fn find(&self, name: &str) -> Option<Found<'_>> {
        match self.environment.get(name) {
            Some(Text::Utf8(text)) if !text.is_empty() => return Some(Found::Text(text)),
            Some(Text::Other) => return Some(Found::NotUtf8),
            _ => {}
        }
        let text = self.file.get(name).filter(|text| !text.is_empty())?;
        Some(if self.is_shared { Found::Shared(text) } else { Found::Text(text) })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.environment.keys().chain(self.file.keys()).map(String::as_str)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").finish_non_exhaustive()
    }
}

/// The text of a regular file, and whether others than its owner may read it.
pub(super) fn read(path: &Path) -> Result<(Zeroizing<String>, bool), ReadError> {
    // A FIFO would be waited for.
    let metadata = path.metadata().map_err(ReadError::Io)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(ReadError::Io)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let text = str::from_utf8(&bytes).map_err(|_| ReadError::NotUtf8)?;
    Ok((Zeroizing::new(text.to_owned()), is_shared(&metadata)))
}

#[cfg(unix)]
fn is_shared(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_shared(_metadata: &std::fs::Metadata) -> bool {
    false
}

/// Why a file could not be read. Never what is in it.
pub(super) enum ReadError {
    Io(io::Error),
    NotAFile,
    TooLarge,
    NotUtf8,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge => f.write_str("larger than 64 KiB"),
            Self::NotUtf8 => f.write_str("not UTF-8"),
        }
    }
}

const MAX_BYTES: u64 = 64 << 10;
