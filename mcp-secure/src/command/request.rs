//! How a program is run.

use std::{ffi::OsString, fmt, path::PathBuf};

use zeroize::Zeroizing;

use super::{Error, ErrorKind, Output, Program, run};
use crate::{
    root::Root,
    rule::{Rule, command_arg},
    secret::Secret,
};

/// A run that is being made. What is wrong with it, [`run`](Command::run) says.
///
/// `Debug` shows the program only.
#[must_use = "a command does nothing until it is run"]
pub struct Command {
    pub(super) program: Program,
    pub(super) arguments: Vec<String>,
    pub(super) environment: Vec<(&'static str, Zeroizing<String>)>,
    pub(super) root: Option<Root>,
    pub(super) stdin: Vec<u8>,
    wrong: Option<Error>,
}

impl Command {
    pub(super) fn new(program: Program) -> Self {
        Self {
            program,
            arguments: Vec::new(),
            environment: Vec::new(),
            root: None,
            stdin: Vec::new(),
            wrong: None,
        }
    }

    /// Adds arguments that stand in the source: subcommands and options. An argument of a tool
    /// does not live long enough to be one.
    pub fn literals(mut self, literals: impl IntoIterator<Item = &'static str>) -> Self {
        self.arguments.extend(literals.into_iter().map(str::to_owned));
        self
    }

    /// Adds an argument, judged by [`command_arg`]: it is not empty, no option, and holds no
    /// control character.
    pub fn arg(mut self, argument: &str) -> Self {
        self.judge(argument, "an argument");
        self.arguments.push(argument.to_owned());
        self
    }

    /// Adds arguments, each as [`arg`](Command::arg) does.
    pub fn args<A: AsRef<str>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, |command, argument| command.arg(argument.as_ref()))
    }

    /// Adds an option and its value as one argument: `--author=value`. The value may be empty and
    /// start with a dash, since it stands where nothing but a value can; otherwise it is judged
    /// as an argument is.
    pub fn option(mut self, name: &'static str, value: &str) -> Self {
        let argument = format!("={value}");
        self.judge(&argument, "the value of an option");
        self.arguments.push(format!("{name}{argument}"));
        self
    }

    /// Adds `--`, after which programs that know it take nothing for an option.
    pub fn separator(self) -> Self {
        self.literals(["--"])
    }

    /// Sets a variable of the environment, beside those of [`Program::env`].
    pub fn env(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, Zeroizing::new(value.to_owned())));
        self
    }

    /// Sets a variable to a secret, as [`Program::secret_env`] does.
    pub fn secret_env(mut self, name: &'static str, value: &Secret<String>) -> Self {
        self.environment.push((name, Zeroizing::new(value.expose().clone())));
        self
    }

    /// Starts it in this directory, instead of [`Program::directory`].
    ///
    /// It starts in the directory that the [`Root`] holds, even if that was renamed in the
    /// meantime. That is all: neither the program nor its arguments are bound to it, and a
    /// [`read_only`](Root::read_only) root can be written to.
    ///
    /// On Linux, with `/proc`. Elsewhere it is an error to run it: there is no way to enter a
    /// directory by its handle.
    pub fn within(mut self, root: &Root) -> Self {
        self.root = Some(root.clone());
        self
    }

    /// Writes bytes to its standard input, and closes it. By default there is nothing to read.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Runs it, and waits for its end.
    ///
    /// When the future is dropped, as that of a call that is cancelled, the program is ended.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or does not end within the bounds: [`ErrorKind`] has all of it. A
    /// status that is not success is no error.
    pub async fn run(mut self) -> Result<Output, Error> {
        for (name, value) in self.program.environment.iter().chain(&self.environment) {
            if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
                self.wrong.get_or_insert(Error::new(
                    ErrorKind::Argument,
                    format!("the variable {name:?} cannot be set so"),
                ));
            }
        }
        match self.wrong.take() {
            Some(wrong) => Err(wrong),
            None => run::run(self).await,
        }
    }

    /// The directory to start in.
    pub(super) fn directory(&self) -> Result<PathBuf, Error> {
        let Some(root) = &self.root else {
            return Ok(self.program.directory.clone());
        };
        handle_path(root).ok_or_else(|| {
            Error::new(
                ErrorKind::Start,
                "a program cannot be started within a `Root` on this system",
            )
        })
    }

    pub(super) fn os_arguments(&self) -> impl Iterator<Item = OsString> {
        self.arguments.iter().map(OsString::from)
    }

    fn judge(&mut self, argument: &str, what: &str) {
        if let Err(violation) = command_arg().judge(argument) {
            let text = format!("{what} of `{}` {}", self.program.name(), violation.message());
            self.wrong.get_or_insert(Error::new(ErrorKind::Argument, text));
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command").field("program", &self.program).finish_non_exhaustive()
    }
}

/// The path by which the child, before it becomes the program, enters a directory that it has
/// inherited the handle of.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn handle_path(root: &Root) -> Option<PathBuf> {
    use std::os::fd::AsRawFd;

    Some(format!("/proc/self/fd/{}", root.handle().as_raw_fd()).into())
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn handle_path(_root: &Root) -> Option<PathBuf> {
    None
}
