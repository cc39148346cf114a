//! Schemas for a reviewer, which say more than those for clients.

use std::{cell::RefCell, collections::BTreeSet};

/// Of the schemas that are being made on this thread, if they are for a reviewer: what was told that
/// is dangerous.
type Review = Option<BTreeSet<&'static str>>;

thread_local! {
    static REVIEW: RefCell<Review> = const { RefCell::new(None) };
}

/// Has all bounds told that are [left out](super::keywords) for clients, and
/// [what is declared](crate::parameter) beside them, in the schemas that `describe` makes on this
/// thread; with what their rules have told that is dangerous.
pub(crate) fn for_review<T>(describe: impl FnOnce() -> T) -> (T, BTreeSet<&'static str>) {
    /// Puts it back, also where `describe` panics.
    struct Before(Review);
    impl Drop for Before {
        fn drop(&mut self) {
            REVIEW.set(self.0.take());
        }
    }
    let _before = Before(REVIEW.replace(Some(BTreeSet::new())));
    let described = describe();
    (described, REVIEW.take().unwrap_or_default())
}

/// Whether a schema is made for a reviewer.
pub(crate) fn is_review() -> bool {
    REVIEW.with_borrow(Option::is_some)
}

/// Tells a reviewer that the rule which is described lowers a guarantee, by the name of what was called.
pub(crate) fn tell_danger(name: &'static str) {
    REVIEW.with_borrow_mut(|review| {
        if let Some(dangers) = review {
            dangers.insert(name);
        }
    });
}

#[cfg(test)]
mod tests {
    use schemars::json_schema;

    use super::*;
    use crate::rule::{Rule, each, filename, length, relative_path, when};

    #[test]
    fn bounds_that_clients_are_not_told_are_told_to_a_reviewer_alone() {
        let described = || {
            let mut schema = json_schema!({ "type": "string" });
            Rule::<str>::describe(&length(3000..=100_000), &mut schema);
            schema
        };
        let told = json_schema!({ "type": "string", "minLength": 3000, "maxLength": 100_000 });
        assert_eq!(described(), json_schema!({ "type": "string" }));
        assert_eq!(for_review(described).0, told);
        let _ = std::panic::catch_unwind(|| for_review::<()>(|| panic!("a description")));
        assert_eq!(described(), json_schema!({ "type": "string" }), "also after a panic");
        // `not` says only what it can say exactly, for whomever.
        assert!(!Rule::<str>::describes_exactly(&length(..=100_000)));
    }

    #[test]
    fn rules_tell_what_is_dangerous_wherever_they_are() {
        fn told<T: ?Sized>(rule: impl Rule<T>) -> Vec<&'static str> {
            for_review(|| rule.describe(&mut json_schema!({}))).1.into_iter().collect()
        }
        let any = || filename().dangerous_any_extension();
        assert_eq!(told::<str>(any()), ["dangerous_any_extension"]);
        assert_eq!(told::<[String]>(each(any())), ["dangerous_any_extension"]);
        assert_eq!(told::<str>(when(str::is_empty, any())), ["dangerous_any_extension"]);
        let path = relative_path().dangerous_any_extension();
        assert_eq!(told::<str>(path), ["dangerous_any_extension"]);
        assert_eq!(told::<str>(relative_path()), [""; 0]);
        tell_danger("outside of a review");
    }
}
