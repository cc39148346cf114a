//! Schemas for a reviewer, which say more than those for clients.

use std::cell::Cell;

thread_local! {
    static IS_REVIEW: Cell<bool> = const { Cell::new(false) };
}

/// Has all bounds told that are [left out](super::keywords) for clients, and
/// [what is declared](crate::parameter) beside them, in the schemas that `describe` makes on this
/// thread.
pub(crate) fn for_review<T>(describe: impl FnOnce() -> T) -> T {
    /// Puts it back, also where `describe` panics.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            IS_REVIEW.set(self.0);
        }
    }
    let _before = Before(IS_REVIEW.replace(true));
    describe()
}

/// Whether a schema is made for a reviewer.
pub(crate) fn is_review() -> bool {
    IS_REVIEW.get()
}

#[cfg(test)]
mod tests {
    use schemars::json_schema;

    use super::*;
    use crate::rule::{Rule, length};

    #[test]
    fn bounds_that_clients_are_not_told_are_told_to_a_reviewer_alone() {
        let described = || {
            let mut schema = json_schema!({ "type": "string" });
            Rule::<str>::describe(&length(3000..=100_000), &mut schema);
            schema
        };
        let told = json_schema!({ "type": "string", "minLength": 3000, "maxLength": 100_000 });
        assert_eq!(described(), json_schema!({ "type": "string" }));
        assert_eq!(for_review(described), told);
        let _ = std::panic::catch_unwind(|| for_review::<()>(|| panic!("a description")));
        assert_eq!(described(), json_schema!({ "type": "string" }), "also after a panic");
        // `not` says only what it can say exactly, for whomever.
        assert!(!Rule::<str>::describes_exactly(&length(..=100_000)));
    }
}
