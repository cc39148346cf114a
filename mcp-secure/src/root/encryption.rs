//! Files that are encrypted at rest.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Error, ErrorKind, path::Beneath};
use crate::sealed::{Context, Keyring};

/// The keys of a root, and where it is beneath the one that was given them.
#[derive(Clone)]
pub(super) struct Encryption {
    keys: Arc<Keyring>,
    beneath: PathBuf,
}

impl Encryption {
    pub(super) fn new(keys: Keyring) -> Self {
        Self { keys: Arc::new(keys), beneath: PathBuf::new() }
    }

    pub(super) fn beneath(&self, path: &Beneath) -> Self {
        Self { keys: Arc::clone(&self.keys), beneath: self.beneath.join(path.names()) }
    }

    pub(super) fn seal(&self, path: &Path, content: &[u8]) -> Result<Vec<u8>, Error> {
        let context = self.context(path)?;
        self.keys
            .seal(&context, content)
            .map_err(|error| Error::from_io(std::io::Error::other(error.to_string())))
    }

    pub(super) fn open(&self, path: &Path, sealed: Vec<u8>) -> Result<Vec<u8>, Error> {
        let opened = self.keys.open(&self.context(path)?, sealed);
        opened.map(|content| content.to_vec()).map_err(|_| ErrorKind::Altered.into())
    }

    /// A file is bound to its name: its components, from the root that was given the keys.
    fn context(&self, path: &Path) -> Result<Context, Error> {
        let path = self.beneath.join(Beneath::parse(path)?.names());
        let names = path.iter().map(|name| name.as_encoded_bytes());
        Ok(names.fold(Context::new("mcp-secure file"), Context::bind))
    }
}
