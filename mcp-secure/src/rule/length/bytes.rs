//! Length in bytes.

use schemars::Schema;

use super::{LONGEST_CHARACTER, Length};
use crate::rule::{Rule, Violation, keywords, review};

/// See [`Length::bytes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteLength(pub(super) Length);

impl Rule<str> for ByteLength {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        if (self.0.min..=self.0.max).contains(&value.len()) {
            Ok(())
        } else {
            Err(self.0.violation("byte", "bytes"))
        }
    }

    fn bounds_length(&self) -> bool {
        self.0.max < usize::MAX
    }

    fn describe(&self, schema: &mut Schema) {
        let fewest_characters = self.0.min.div_ceil(LONGEST_CHARACTER);
        keywords::length_at_least(schema, "minLength", fewest_characters);
        keywords::length_at_most(schema, "maxLength", self.0.max);
        review::tell(schema, "minBytes", self.0.min);
        if self.0.max < usize::MAX {
            review::tell(schema, "maxBytes", self.0.max);
        }
    }
}
