//! Where things are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Result, command};

/// The workspace, and what has been built from it.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo puts the programs of this profile.
    programs: PathBuf,
}

impl Workspace {
    /// Programs are where this one is: so it goes with every target directory.
    pub(crate) fn find() -> Result<Self> {
        let this = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        match (root, this.parent()) {
            (Some(root), Some(programs)) => {
                Ok(Self { root: root.to_owned(), programs: programs.to_owned() })
            }
            _ => Err("the workspace is not found; start this by `cargo xtask`".to_owned()),
        }
    }

    /// Builds the servers, by the same command as the tests, so that nothing is built twice.
    pub(crate) fn build_servers(&self) -> Result<()> {
        command::run(
            command::cargo(self)
                .args(["build", "--package=examples", "--package=tests"])
                .arg("--bins"),
        )
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// Where cargo puts all that it builds.
    pub(crate) fn target(&self) -> &Path {
        self.programs.parent().unwrap_or(&self.programs)
    }

    /// A directory of our own in the target directory.
    pub(crate) fn directory(&self, name: &str) -> Result<PathBuf> {
        let directory = self.target().join("xtask").join(name);
        fs::create_dir_all(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(directory)
    }

    /// The same, empty.
    pub(crate) fn empty_directory(&self, name: &str) -> Result<PathBuf> {
        let directory = self.directory(name)?;
        fs::remove_dir_all(&directory)
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        self.directory(name)
    }
}

/// Writes a file, and makes the directories that it is in.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<()> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
