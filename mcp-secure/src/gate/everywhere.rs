//! [`Everywhere`]: the guards of a whole server, which an operator puts before every tool, whatever
//! its author said.

use std::{sync::Arc, time::Duration};

use crate::{
    answer::Answer,
    call::Call,
    error::Result,
    guard::{Ending, Guard, Stage},
    posture::Declared,
    refusal::Refusal,
    store::Place,
};

/// The guards of a server: some of all tools together, some of each tool.
#[derive(Default)]
pub(crate) struct Everywhere(Vec<Wide>);

enum Wide {
    One(Arc<dyn Guard>),
    Each(Make),
}

/// Makes the guard of the tool of this name.
type Make = Box<dyn Fn(&str) -> Box<dyn Guard> + Send + Sync>;

impl Everywhere {
    pub(crate) fn push(&mut self, guard: impl Guard) {
        self.0.push(Wide::One(Arc::new(guard)));
    }

    pub(crate) fn push_each<G: Guard>(&mut self, make: impl Fn(&str) -> G + Send + Sync + 'static) {
        self.0.push(Wide::Each(Box::new(move |tool| Box::new(make(tool)))));
    }

    /// Starts those that are of all tools together. `place` is that of a guard at this index.
    pub(crate) fn start<'a>(&self, place: impl Fn(usize) -> Place<'a>) -> Result<()> {
        for (index, wide) in self.0.iter().enumerate() {
            if let Wide::One(guard) = wide {
                guard.place(&place(index));
                guard.start()?;
            }
        }
        Ok(())
    }

    /// Those that stand before the tool of this name.
    pub(crate) fn before(&self, tool: &str) -> impl Iterator<Item = Box<dyn Guard>> {
        self.declared_before(tool).map(|(guard, _)| guard)
    }

    /// The same, each with whether it is one for all tools.
    pub(crate) fn declared_before(
        &self,
        tool: &str,
    ) -> impl Iterator<Item = (Box<dyn Guard>, Declared)> {
        self.0.iter().map(move |wide| match wide {
            Wide::One(guard) => {
                (Box::new(Of(Arc::clone(guard))) as Box<dyn Guard>, Declared::Server)
            }
            Wide::Each(make) => (make(tool), Declared::PerTool),
        })
    }
}

/// A guard of all tools, before one of them. It has been placed and started.
struct Of(Arc<dyn Guard>);

impl Guard for Of {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn describe(&self) -> String {
        self.0.describe()
    }

    fn stage(&self) -> Stage {
        self.0.stage()
    }

    fn comes_back(&self) -> Duration {
        self.0.comes_back()
    }

    fn admit<'a>(&'a self, call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        self.0.admit(call)
    }

    fn settle(&self, call: &Call, ending: Ending) {
        self.0.settle(call, ending);
    }
}
