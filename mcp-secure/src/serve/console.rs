//! What a server says of itself on standard output and standard error, beside replies and the log.

use std::{
    fmt,
    io::{self, ErrorKind, Write as _},
};

use crate::error::Result;

/// Writes to standard output. Where nobody reads any more (`| head`) the rest is not missed.
///
/// # Errors
///
/// It cannot be written for another reason: a report on a full disk is none.
pub(super) fn print(text: &str) -> Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a line to standard error, for a person. `eprintln!` would end a server whose log nobody reads
/// any more.
pub(super) fn tell(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}
