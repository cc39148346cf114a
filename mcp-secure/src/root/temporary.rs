//! A file that is written before it gets its name.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    io::{self, Write as _},
};

use cap_std::fs::{Dir, Metadata, OpenOptions};

/// A written file under a hidden random name; removed when dropped, unless it took its place.
pub(super) struct Temporary<'a> {
    dir: &'a Dir,
    name: String,
    in_place: bool,
}

impl<'a> Temporary<'a> {
    /// Writes the file, to the disk, with the permissions of `old`.
    pub(super) fn new(dir: &'a Dir, content: &[u8], old: Option<&Metadata>) -> io::Result<Self> {
        let name = random_name()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        restrict(&mut options, old);
        let mut file = dir.open_with(&name, &options)?;
        let temporary = Self { dir, name, in_place: false };
        file.write_all(content)?;
        keep_permissions(&file, old)?;
        file.sync_all()?;
        Ok(temporary)
    }

    pub(super) fn dir(&self) -> &'a Dir {
        self.dir
    }

    /// Takes the place of what is there.
    pub(super) fn replace(mut self, name: &OsStr) -> io::Result<()> {
        self.dir.rename(&self.name, self.dir, name)?;
        self.in_place = true;
        Ok(())
    }

    /// Takes a place where nothing is. The hidden name goes when this is dropped.
    pub(super) fn link(&self, name: &OsStr) -> io::Result<()> {
        self.dir.hard_link(&self.name, self.dir, name)
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.in_place {
            // It is hidden; what cannot be removed harms nobody but the disk.
            let _ = self.dir.remove_file(&self.name);
        }
    }
}

/// Whether a name is one of those that temporary files have.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes())
}

/// Nobody can guess the name, to wait there with a file or a link.
fn random_name() -> io::Result<String> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| io::Error::other("no random numbers"))?;
    let mut name = String::from(PREFIX);
    write!(name, "{:032x}", u128::from_ne_bytes(bytes)).expect("a string takes all text");
    name.push_str(SUFFIX);
    Ok(name)
}

/// No wider permissions than the old file had, from the first moment.
#[cfg(unix)]
fn restrict(options: &mut OpenOptions, old: Option<&Metadata>) {
    use cap_std::fs::OpenOptionsExt as _;
    if let Some(old) = old {
        options.mode(permission_bits(old));
    }
}

/// The bits that the umask took.
#[cfg(unix)]
fn keep_permissions(file: &cap_std::fs::File, old: Option<&Metadata>) -> io::Result<()> {
    use cap_std::fs::PermissionsExt as _;
    match old {
        Some(old) => {
            file.set_permissions(cap_std::fs::Permissions::from_mode(permission_bits(old)))
        }
        None => Ok(()),
    }
}

/// Without set-user-ID and set-group-ID: they were given to the old content.
#[cfg(unix)]
fn permission_bits(old: &Metadata) -> u32 {
    use cap_std::fs::PermissionsExt as _;
    old.permissions().mode() & 0o777
}

#[cfg(not(unix))]
fn restrict(_options: &mut OpenOptions, _old: Option<&Metadata>) {}

#[cfg(not(unix))]
fn keep_permissions(_file: &cap_std::fs::File, _old: Option<&Metadata>) -> io::Result<()> {
    Ok(())
}

const PREFIX: &str = ".mcp-secure-";
const SUFFIX: &str = ".tmp";
