//! Access as a reviewer sees it.

use super::{Access, Names, Scopes, Who};
use crate::posture;

impl Access {
    /// What stands in the [posture] of a server that authenticates, or does not.
    pub(crate) fn review(&self, server_authenticates: bool) -> posture::Access {
        let who = match self.who {
            Who::Public => posture::Who::Public,
            Who::Undeclared if !server_authenticates => posture::Who::Open,
            Who::Undeclared => posture::Who::Undeclared,
            Who::Caller => posture::Who::Caller,
        };
        let (which, scopes) = match &self.scopes {
            Scopes::All(scopes) => (posture::Which::All, sorted(scopes)),
            Scopes::Any(scopes) => (posture::Which::Any, sorted(scopes)),
        };
        posture::Access { who, which, scopes, roles: sorted(&self.roles), hidden: self.hidden }
    }
}

fn sorted(names: &Names) -> Vec<String> {
    let mut names: Vec<_> = names.iter().map(ToString::to_string).collect();
    names.sort_unstable();
    names
}
