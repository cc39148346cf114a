//! The name of a directory on the way to a file.

use super::{Filename, extension::Run};

impl Filename {
    /// The same rule, for a directory: it is never run, so it may be named like a domain.
    pub(in crate::rule) fn for_directory(mut self) -> Self {
        if self.run == Run::Refused {
            self.run = Run::RefusedUnlessWords;
        }
        self
    }
}
