//! From raw arguments to the user's function.

use std::future::Future;

use crate::{
    call::Call,
    guard::authorize::{Policy, Running},
    output::Output,
    parameter::Parameters,
    rule::Violations,
    slots::Slots,
};

/// Runs a tool, whatever its parameters are.
pub(super) trait Run: Send + Sync {
    fn prepare<'a>(
        &'a self,
        slots: Slots<'_>,
        call: &Call,
        violations: &mut Violations,
    ) -> Option<Running<'a>>;
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
    fn prepare<'a>(
        &'a self,
        slots: Slots<'_>,
        call: &Call,
        violations: &mut Violations,
    ) -> Option<Running<'a>> {
        let values = self.parameters.take(slots, call, violations)?;
        // An unknown argument is a violation that no parameter sees.
        if !violations.is_empty() {
            return None;
        }
        Some(self.policy.run(values, call.clone(), &self.function))
    }
}
