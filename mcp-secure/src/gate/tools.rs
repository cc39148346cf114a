//! Which tools there are, and for whom.

use std::collections::BTreeSet;

use super::Gate;
use crate::{
    audit::{Called, Record},
    caller::Caller,
    refusal::Refusal,
    tool::Definition,
};

impl Gate {
    /// How many tools there are.
    pub(crate) fn len(&self) -> usize {
        self.tools.len()
    }

    /// All tools, in the order of their declaration.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Definition> {
        self.tools.iter()
    }

    /// The tools that this caller may call, in the order of their declaration.
    pub(crate) fn list(&self, caller: Option<&Caller>) -> impl Iterator<Item = &Definition> {
        self.tools.iter().filter(move |tool| self.admits(tool, caller))
    }

    /// Whether this caller may call the tool.
    pub(crate) fn admits(&self, tool: &Definition, caller: Option<&Caller>) -> bool {
        tool.access.check(caller, self.authenticates).is_ok()
    }

    /// The tool of this name, if it exists for this caller.
    pub(crate) fn find(&self, name: &str, caller: Option<&Caller>) -> Result<&Definition, Refusal> {
        self.judge(self.named(name), caller)
    }

    /// The tool that was looked up, if it exists for this caller.
    pub(super) fn judge<'a>(
        &self,
        tool: Option<&'a Definition>,
        caller: Option<&Caller>,
    ) -> Result<&'a Definition, Refusal> {
        let tool = tool.ok_or(Refusal::UnknownTool)?;
        tool.access.check(caller, self.authenticates)?;
        Ok(tool)
    }

    /// Whether the SDK compares arguments of this tool with headers, and has to see them.
    pub(crate) fn mirrors(&self, name: &str) -> bool {
        self.named(name).is_some_and(|tool| tool.mirrors)
    }

    /// Whether there is a tool of this name that not everybody may know of.
    pub(crate) fn is_hidden(&self, name: &str) -> bool {
        self.named(name).is_some_and(|tool| tool.access.is_hidden())
    }

    pub(super) fn named(&self, name: &str) -> Option<&Definition> {
        self.by_name.get(name).map(|index| &self.tools[*index])
    }

    /// Whether a caller without a credential can call anything at all.
    pub(crate) fn has_public_tools(&self) -> bool {
        self.tools.iter().any(|tool| tool.access.is_public(self.authenticates))
    }

    /// Whether the list of tools is the same for everybody.
    pub(crate) fn lists_the_same_for_all(&self) -> bool {
        self.tools.iter().all(|tool| tool.access.is_public(self.authenticates))
    }

    /// The scopes that tools ask for, each once, sorted.
    pub(crate) fn scopes(&self) -> BTreeSet<String> {
        self.tools.iter().flat_map(|tool| tool.access.challenge()).collect()
    }

    /// The scopes of the tools that only read: the least with which the server is of use.
    /// Hidden tools keep theirs to themselves.
    pub(crate) fn basic_scopes(&self) -> BTreeSet<String> {
        let basic =
            self.tools.iter().filter(|tool| tool.is_read_only() && !tool.access.is_hidden());
        basic.flat_map(|tool| tool.access.challenge()).collect()
    }

    /// Records a call that was refused at the door.
    pub(crate) fn refused(&self, called: Called<'_>, refusal: &Refusal) {
        let tool = self.named(called.tool);
        let mut record = Record::begin(&self.audit, called);
        record.calls = tool.and_then(Definition::calls);
        record.end(Some(refusal));
    }

    /// How many calls of a tool run now, of those that may.
    pub(crate) fn running(&self, tool: &Definition) -> usize {
        self.settings.places_of_a_tool().saturating_sub(tool.places.available_permits())
    }

    /// Where the store of all replicas stands, if there is one: whether it can be asked.
    pub(crate) fn store_answers(&self) -> Option<bool> {
        self.settings.store.as_ref().map(|store| !store.is_away())
    }
}
