//! What is declared of a tool, one thing after the other: generated code is a chain of these.

use std::sync::Arc;

use super::{Definition, Icon};
use crate::{
    access::Access,
    guard::Guard,
    output::Outgoing,
    scope::{Hierarchy, Scope},
};

impl Definition {
    /// The name for people.
    #[must_use]
    pub fn title(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    /// What the model is told of it.
    #[must_use]
    pub fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn read_only(mut self, hint: bool) -> Self {
        self.annotations.read_only_hint = Some(hint);
        self
    }

    /// Whether it may destroy.
    #[must_use]
    pub fn destructive(mut self, hint: bool) -> Self {
        self.annotations.destructive_hint = Some(hint);
        self
    }

    /// Whether twice is the same as once.
    #[must_use]
    pub fn idempotent(mut self, hint: bool) -> Self {
        self.annotations.idempotent_hint = Some(hint);
        self
    }

    /// Whether it reaches beyond the server.
    #[must_use]
    pub fn open_world(mut self, hint: bool) -> Self {
        self.annotations.open_world_hint = Some(hint);
        self
    }

    /// A picture for people.
    #[must_use]
    pub fn icon(mut self, src: &'static str) -> Self {
        self.icons.push(Icon { src });
        self
    }

    /// Who may call it.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// A policy, as it is written.
    #[must_use]
    pub fn policy(mut self, text: &'static str) -> Self {
        self.policies.push(text);
        self
    }

    /// Takes the hierarchy of the type that this scope is of.
    #[must_use]
    pub fn hierarchy_of<S: Scope>(mut self, _scope: &S) -> Self {
        self.hierarchy.learn(Hierarchy::of::<S>());
        self
    }

    /// Whether a caller that may not call it is told that it exists.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.access.hide();
        self
    }

    /// What admits a call; consulted in the order of their [stages](crate::guard::Stage).
    #[must_use]
    pub fn guard(mut self, guard: impl Guard) -> Self {
        self.guards.push(Box::new(guard));
        self.guards.sort_by_key(|guard| (guard.stage(), guard.comes_back()));
        self
    }

    /// Puts these guards before its own: of two in one stage, they are consulted first.
    pub(crate) fn stand_behind(&mut self, guards: Vec<Box<dyn Guard>>) {
        self.guards.splice(..0, guards);
        self.guards.sort_by_key(|guard| (guard.stage(), guard.comes_back()));
    }

    /// What is taken out of its results.
    #[must_use]
    pub fn outgoing(mut self, outgoing: Outgoing) -> Self {
        self.outgoing = Arc::new(outgoing.of(self.output_schema.as_ref()));
        self
    }
}
