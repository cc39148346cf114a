//! The files of TLS, as they are read: bounded, and a private key only if it is private.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::Read,
    path::Path,
};

use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// Reads a certificate, or a list of them.
pub(super) fn read(what: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    open(what, path).and_then(|(file, _)| content(what, path, file))
}

/// Reads a private key.
pub(super) fn read_key(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let what = "the private key";
    let (file, metadata) = open(what, path)?;
    refuse_shared(path, &metadata)?;
    content(what, path, file)
}

fn open(what: &str, path: &Path) -> Result<(File, Metadata)> {
    let failed = |error: std::io::Error| {
        Error::from(error).context(format!("cannot read {what} in {}", path.display()))
    };
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        // A pipe that nobody writes to would keep the server waiting.
        let flags = rustix::fs::OFlags::NONBLOCK.bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let file = options.open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(Error::new(format!("{what} in {} is not in a file", path.display())));
    }
    Ok((file, metadata))
}

/// Kubernetes gives a secret to a group by `defaultMode: 0440`; everybody, and a group that may
/// write, is more than a key is for.
#[cfg(unix)]
fn refuse_shared(path: &Path, metadata: &Metadata) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    const SHARED: u32 = 0o027;
    if metadata.permissions().mode() & SHARED == 0 {
        return Ok(());
    }
    Err(Error::new(format!(
        "the private key in {0} can be read by others, or changed by its group; run \
         `chmod 600 {0}`",
        path.display()
    )))
}

#[cfg(not(unix))]
fn refuse_shared(_path: &Path, _metadata: &Metadata) -> Result<()> {
    Ok(())
}

fn content(what: &str, path: &Path, file: File) -> Result<Zeroizing<Vec<u8>>> {
    // Never grown, so that no copy of a key is left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST + 1));
    file.take(MOST as u64 + 1).read_to_end(&mut bytes).map_err(|error| {
        Error::from(error).context(format!("cannot read {what} in {}", path.display()))
    })?;
    if bytes.len() > MOST {
        return Err(Error::new(format!("{what} in {} is larger than 1 MiB", path.display())));
    }
    Ok(bytes)
}

/// A bundle of all public authorities has a quarter of it.
const MOST: usize = 1 << 20;
