//! From raw arguments to the user's function.

use std::future::Future;

use schemars::SchemaGenerator;

use crate::{
    call::Call,
    guard::authorize::{Policy, Running},
    intake::Intake,
    output::Output,
    parameter::{Parameters, Property},
    slots::Slots,
};

/// Runs a tool, whatever its parameters are.
pub(super) trait Run: Send + Sync {
    fn prepare<'a>(&'a self, slots: Slots<'_>, intake: &mut Intake<'_>) -> Option<Running<'a>>;

    /// Describes the parameters once more.
    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>);
}

/// The user's function, with what stands before it.
pub(super) struct Function<P, A, F> {
    pub(super) parameters: P,
    pub(super) policy: A,
    pub(super) function: F,
}

impl<P, A, F, R, O> Run for Function<P, A, F>
where
    P: Parameters,
    A: Policy<P::Values>,
    F: Fn(P::Values, Call) -> R + Send + Sync,
    R: Future<Output = O> + Send + 'static,
    O: Output + 'static,
{
    fn prepare<'a>(&'a self, slots: Slots<'_>, intake: &mut Intake<'_>) -> Option<Running<'a>> {
        let values = self.parameters.take(slots, intake)?;
        // An unknown argument is a violation that no parameter sees.
        if !intake.violations().is_empty() {
            return None;
        }
        Some(self.policy.run(values, intake.call().clone(), &self.function))
    }

    fn describe(&self, generator: &mut SchemaGenerator, properties: &mut Vec<Option<Property>>) {
        self.parameters.describe(generator, properties);
    }
}
