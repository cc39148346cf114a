//! How long a message is before it is written.

use std::io::{self, Write};

use serde::Serialize;

/// How many bytes the value has as JSON.
pub(crate) fn size_of_json(value: &impl Serialize) -> usize {
    let mut bytes = Counted(0);
    // What cannot be written does not go out.
    let _ = serde_json::to_writer(&mut bytes, value);
    bytes.0
}

struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
