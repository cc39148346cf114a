//! What a program left.

use std::{fmt, process::ExitStatus};

use super::{Error, ErrorKind};

/// How a program ended, and what it wrote.
///
/// It is what somebody else wrote. `Debug` shows none of it.
#[derive(Clone)]
pub struct Output {
    pub(super) program: String,
    pub(super) status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    pub(super) is_stderr_cut: bool,
}

impl Output {
    /// How it ended. One that is not success is no [`Error`]: see [`success`](Output::success).
    pub fn status(&self) -> ExitStatus {
        self.status
    }

    /// What it wrote to standard output.
    pub fn stdout(&self) -> &[u8] {
        &self.stdout
    }

    /// What it wrote to standard error, from the beginning, up to 64 KiB.
    pub fn stderr(&self) -> &[u8] {
        &self.stderr
    }

    /// Whether it wrote more to standard error.
    pub fn is_stderr_cut(&self) -> bool {
        self.is_stderr_cut
    }

    /// The same output, if the program ended with success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Failed`] if it did not; the error says how it ended.
    pub fn success(self) -> Result<Self, Error> {
        if self.status.success() {
            return Ok(self);
        }
        let text = format!("`{}` ended with {}", self.program, self.status);
        Err(Error::new(ErrorKind::Failed, text))
    }

    /// What it wrote to standard output, as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Content`] if it is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.stdout).map_err(|_| {
            Error::new(ErrorKind::Content, format!("`{}` wrote other than UTF-8", self.program))
        })
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("program", &self.program)
            .field("status", &self.status)
            .field("stdout_bytes", &self.stdout.len())
            .field("stderr_bytes", &self.stderr.len())
            .finish_non_exhaustive()
    }
}
