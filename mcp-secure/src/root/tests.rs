//! Tests of [`Root`], by promise.

#![allow(clippy::unwrap_used)]

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;

mod encrypted;
#[cfg(unix)]
mod links;
mod list;
mod paths;
#[cfg(unix)]
mod races;
mod read;
mod told;
mod write;

/// A root with a secret outside, in a directory whose name begins as the root's does.
struct Place {
    root: Root,
    inside: PathBuf,
    outside: PathBuf,
    _data: TempDir,
}

impl Place {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let inside = data.path().join("root");
        let outside = data.path().join("root-evil");
        fs::create_dir(&inside).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("note.md"), SECRET).unwrap();
        Self { root: Root::open(&inside).unwrap(), inside, outside, _data: data }
    }

    fn outside_is_untouched(&self) {
        let found: Vec<_> = fs::read_dir(&self.outside).unwrap().map(Result::unwrap).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(fs::read(self.outside.join("note.md")).unwrap(), SECRET);
    }

    /// Everything in the directory, hidden temporary files too.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&self.inside)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, kind: ErrorKind) {
    assert_eq!(result.unwrap_err().kind(), kind);
}

const SECRET: &[u8] = b"secret";
