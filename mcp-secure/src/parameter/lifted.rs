//! Rules of what a type contains, as those of the type.

use schemars::Schema;

use crate::rule::{Rule, Subject, Violations};

/// A [`Rule`] on the view of `T`, as a rule on `T`.
pub(super) trait Judge<T>: Send + Sync {
    fn report(&self, value: &T, violations: &mut Violations);
    fn describe(&self, schema: &mut Schema);
}

pub(super) struct Lifted<R>(pub(super) R);

impl<T: Subject, R: Rule<T::View>> Judge<T> for Lifted<R> {
    fn report(&self, value: &T, violations: &mut Violations) {
        if let Some(view) = value.view() {
            self.0.report(view, violations);
        }
    }

    fn describe(&self, schema: &mut Schema) {
        self.0.describe(schema);
    }
}
