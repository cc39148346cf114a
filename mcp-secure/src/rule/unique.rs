//! Lists without repetition.

use schemars::Schema;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks that the items of a list are all different.
///
/// Items are compared as the tool receives them, by [`Ord`]: text exactly, so that `a` and
/// `A` differ, and so do two spellings of `é`. The violation names the first item that was
/// there before. It takes time as sorting does.
///
/// Floats have no such order, nor has `serde_json::Value`; in neither is it plain which items
/// are equal.
///
/// ```
/// use mcp_secure::rule::{Rule, unique};
///
/// assert!(unique().judge(&["b", "a"][..]).is_ok());
/// let violation = unique().judge(&["b", "a", "b"][..]).unwrap_err();
/// assert_eq!(violation.pointer(), "/2");
/// ```
pub fn unique() -> Unique {
    Unique
}

/// See [`unique`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unique;

impl<T: Ord> Rule<[T]> for Unique {
    fn judge(&self, value: &[T]) -> Result<(), Violation> {
        match first_repeated(value) {
            None => Ok(()),
            Some(index) => {
                let violation = Violation::new("unique", "must not repeat an item before it");
                Err(violation.at(index.to_string()))
            }
        }
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "uniqueItems", true.into());
    }
}

/// The least index of an item that stands before it too.
fn first_repeated<T: Ord>(items: &[T]) -> Option<usize> {
    if items.is_sorted_by(|a, b| a < b) {
        return None;
    }
    // Hashing would be faster on average; sorting has no bad case for a caller to find.
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by(|&a, &b| items[a].cmp(&items[b]).then(a.cmp(&b)));
    order.windows(2).filter(|pair| items[pair[0]] == items[pair[1]]).map(|pair| pair[1]).min()
}
