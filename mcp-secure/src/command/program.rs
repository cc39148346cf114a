//! Which program it is.

use std::{
    ffi::OsStr,
    fmt, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::Command;
use crate::{Error, Result, secret::Secret};

/// A program, and the right to run it.
///
/// See the [module](super) for what it promises.
#[derive(Clone)]
pub struct Program {
    pub(super) path: Arc<Path>,
    pub(super) environment: Vec<(&'static str, Zeroizing<String>)>,
    pub(super) directory: PathBuf,
    pub(super) timeout: Duration,
    pub(super) max_output: usize,
    pub(super) running: Arc<Semaphore>,
}

impl Program {
    /// The program at an absolute path.
    ///
    /// # Errors
    ///
    /// If there is no program, if it is a shell or a batch file, or if everybody may change it or
    /// put another one in its place. The error is for the operator and names the path.
    pub fn at(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let wrong =
            |why: &str| Error::new(format!("`{}` is no program to run: {why}", path.display()));
        if !path.is_absolute() {
            return Err(wrong("write an absolute path, or use `Program::find`"));
        }
        let real = path
            .canonicalize()
            .map_err(|error| Error::from(error).context(wrong("cannot find it").to_string()))?;
        if is_shell(path) || is_shell(&real) {
            return Err(wrong(
                "a shell makes commands of its arguments; run the program that is meant",
            ));
        }
        if is_batch(path) || is_batch(&real) {
            return Err(wrong("Windows runs batch files by a shell"));
        }
        judge_file(&real).map_err(wrong)?;
        Ok(Self {
            path: path.into(),
            environment: Vec::new(),
            directory: default_directory(&real),
            timeout: Duration::from_secs(30),
            max_output: 4 << 20,
            running: Arc::new(Semaphore::new(16)),
        })
    }

    /// The program of this name in `/usr/local/bin`, `/usr/bin` or `/bin`, the first that there
    /// is. `PATH` is not asked: who starts the server does not choose the program. On Windows
    /// there are no such directories; use [`at`](Program::at) or [`find_in`](Program::find_in).
    ///
    /// # Errors
    ///
    /// As [`at`](Program::at), and if there is none.
    pub fn find(name: &str) -> Result<Self> {
        Self::find_in(name, DIRECTORIES)
    }

    /// The program of this name in one of these directories, the first that there is.
    ///
    /// # Errors
    ///
    /// As [`at`](Program::at), and if there is none.
    pub fn find_in<D: AsRef<Path>>(
        name: &str,
        directories: impl IntoIterator<Item = D>,
    ) -> Result<Self> {
        if Path::new(name).file_name() != Some(OsStr::new(name)) {
            return Err(Error::new(format!("`{name}` is no name of a program; use `Program::at`")));
        }
        let mut searched = Vec::new();
        for directory in directories {
            let mut path = directory.as_ref().join(name);
            if cfg!(windows) && path.extension().is_none() {
                path.set_extension("exe");
            }
            if path.is_file() {
                return Self::at(path);
            }
            searched.push(directory.as_ref().display().to_string());
        }
        let searched = searched.join(", ");
        Err(Error::new(format!(
            "there is no `{name}` in {searched}; install it, or use `Program::at`"
        )))
    }

    /// Sets a variable of the environment, which is empty otherwise (but for `SystemRoot` on
    /// Windows, which programs need there).
    #[must_use]
    pub fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, Zeroizing::new(value.into())));
        self
    }

    /// Sets a variable to a secret. Who may look at the processes of this user can read it as long
    /// as the program runs.
    #[must_use]
    pub fn secret_env(mut self, name: &'static str, value: &Secret<String>) -> Self {
        self.environment.push((name, Zeroizing::new(value.expose().clone())));
        self
    }

    /// Starts it in this directory; the root directory by default, on Windows that of the
    /// program.
    ///
    /// # Panics
    ///
    /// If the path is not absolute.
    #[must_use]
    #[track_caller]
    pub fn directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.directory = path.into();
        assert!(self.directory.is_absolute(), "`directory` takes an absolute path");
        self
    }

    /// How long it may take, from waiting for a place to its end; 30 s by default.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How much it may write to standard output, in bytes; 4 MiB by default. When it writes more,
    /// it is ended. Of standard error, 64 KiB are kept and the rest is read and dropped.
    #[must_use]
    pub fn max_output(mut self, bytes: usize) -> Self {
        self.max_output = bytes;
        self
    }

    /// How many of it run at once; 16 by default. More wait, and their time runs.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn max_concurrent(mut self, programs: usize) -> Self {
        assert!(programs > 0, "`max_concurrent` is 1 at least");
        self.running = Arc::new(Semaphore::new(programs.min(Semaphore::MAX_PERMITS)));
        self
    }

    /// A run of it, without arguments as yet.
    pub fn command(&self) -> Command {
        Command::new(self.clone())
    }

    pub(super) fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Shows which program it is, and no variable.
impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The name without its extension, in lower case.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn is_shell(path: &Path) -> bool {
    SHELLS.contains(&stem(path).as_str())
}

/// Trailing dots and spaces are none for Windows.
fn is_batch(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.trim_end_matches([' ', '.']);
    name.ends_with(".bat") || name.ends_with(".cmd")
}

#[cfg(unix)]
fn judge_file(real: &Path) -> Result<(), &'static str> {
    use std::os::unix::fs::PermissionsExt;

    let unreadable = |_| "cannot read its permissions, or those above it";
    let file = fs::metadata(real).map_err(unreadable)?;
    if !file.is_file() || file.permissions().mode() & EXECUTABLE == 0 {
        return Err("no executable file");
    }
    if file.permissions().mode() & WRITABLE_BY_ALL != 0 {
        return Err("everybody may change it; `chmod o-w` it");
    }
    for directory in real.ancestors().skip(1) {
        let mode = fs::metadata(directory).map_err(unreadable)?.permissions().mode();
        // With the sticky bit, only who owns an entry can put another in its place.
        if mode & WRITABLE_BY_ALL != 0 && mode & STICKY == 0 {
            return Err(
                "everybody may put another in its place; `chmod o-w` the directories above",
            );
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn judge_file(real: &Path) -> Result<(), &'static str> {
    let is_file = fs::metadata(real).is_ok_and(|file| file.is_file());
    if is_file { Ok(()) } else { Err("no file") }
}

fn default_directory(real: &Path) -> PathBuf {
    let directory = if cfg!(windows) { real.parent() } else { None };
    directory.unwrap_or(Path::new("/")).to_owned()
}

#[cfg(unix)]
const DIRECTORIES: &[&str] = &["/usr/local/bin", "/usr/bin", "/bin"];
#[cfg(not(unix))]
const DIRECTORIES: &[&str] = &[];

/// What takes a command line for its argument.
#[rustfmt::skip]
const SHELLS: [&str; 19] = [
    "sh", "ash", "bash", "rbash", "dash", "zsh", "ksh", "ksh93", "mksh", "yash", "csh", "tcsh",
    "fish", "elvish", "nu", "cmd", "command", "powershell", "pwsh",
];

#[cfg(unix)]
const EXECUTABLE: u32 = 0o111;
#[cfg(unix)]
const WRITABLE_BY_ALL: u32 = 0o002;
#[cfg(unix)]
const STICKY: u32 = 0o1000;
