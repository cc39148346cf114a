//! [`Intake`]: one call's arguments on their way in, and what was found out about them.

use crate::{
    call::Call,
    json::Raw,
    rule::{Violation, Violations},
    secret::Secrets,
};

/// What is found on the way through the arguments of one call.
#[doc(hidden)]
pub struct Intake<'a> {
    call: &'a Call,
    violations: Violations,
    secrets: Secrets,
    /// Whether all that is taken now is secret.
    within_secret: bool,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(call: &'a Call) -> Self {
        Self {
            call,
            violations: Violations::default(),
            secrets: Secrets::default(),
            within_secret: false,
        }
    }

    pub(crate) fn call(&self) -> &'a Call {
        self.call
    }

    pub(crate) fn violations(&mut self) -> &mut Violations {
        &mut self.violations
    }

    pub(crate) fn secrets(&mut self) -> &mut Secrets {
        &mut self.secrets
    }

    /// The violations, without what is secret, and the secrets.
    pub(crate) fn finish(self) -> (Violations, Secrets) {
        (self.secrets.clean_violations(self.violations), self.secrets)
    }

    /// Reports a violation: there is no value.
    pub(crate) fn refuse<T>(&mut self, violation: Violation) -> Option<T> {
        self.violations.push(violation);
        None
    }

    /// Whether nothing that is found from here on is told.
    pub(crate) fn is_full(&self) -> bool {
        self.violations.is_full()
    }

    /// Takes a part of the value. What is wrong with it is told at `token`, or of the value
    /// itself where the token cannot be told.
    pub(crate) fn within<T, N: ToString>(
        &mut self,
        token: Option<N>,
        take: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let (value, found) = self.apart(take);
        if !found.is_empty() {
            let token = token.map(|token| token.to_string());
            for violation in found.into_iter() {
                self.violations.push(match &token {
                    Some(token) => violation.at(token),
                    None => violation.here(),
                });
            }
        }
        value
    }

    /// Takes something of which nothing is told but by who asks.
    pub(crate) fn apart<T>(&mut self, take: impl FnOnce(&mut Self) -> T) -> (T, Violations) {
        let before = std::mem::take(&mut self.violations);
        let value = take(self);
        (value, std::mem::replace(&mut self.violations, before))
    }

    /// Takes what is secret: it is remembered, and where in it something is wrong is not told.
    pub(crate) fn secretly<T>(
        &mut self,
        raw: Option<Raw<'_>>,
        take: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.within_secret {
            return take(self);
        }
        if let Some(raw) = raw {
            self.secrets.add_all(raw);
        }
        self.within_secret = true;
        let (value, found) = self.apart(take);
        self.within_secret = false;
        for violation in found.into_iter().map(Violation::here) {
            if self.violations.iter().all(|told| *told != violation) {
                self.violations.push(violation);
            }
        }
        value
    }

    /// Whether what is taken now is secret.
    pub(crate) fn is_within_secret(&self) -> bool {
        self.within_secret
    }
}
