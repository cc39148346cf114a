//! Length in what a reader takes for characters.

use schemars::Schema;
use unicode_segmentation::UnicodeSegmentation;

use super::Length;
use crate::rule::{Rule, Violation, keywords, review};

/// See [`Length::graphemes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphemeLength(pub(super) Length);

impl Rule<str> for GraphemeLength {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        let Length { min, max } = self.0;
        // Not further than needed.
        let count = value.graphemes(true).take(max.saturating_add(1)).count();
        if (min..=max).contains(&count) {
            return Ok(());
        }
        Err(self.0.violation("character as it is read", "characters as they are read"))
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::length_at_least(schema, "minLength", self.0.min);
        review::tell(schema, "minGraphemes", self.0.min);
        if self.0.max < usize::MAX {
            review::tell(schema, "maxGraphemes", self.0.max);
        }
    }
}
