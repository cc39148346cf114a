//! [`Place`]: where a guard stands.

use super::{Key, Shared};

/// Where a guard stands: told when the server starts, by [`Guard::place`](crate::guard::Guard::place).
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub(crate) server: &'a str,
    pub(crate) tool: &'a str,
    /// Among the guards of the tool.
    pub(crate) index: usize,
    pub(crate) store: Option<&'a Shared>,
}

impl<'a> Place<'a> {
    /// The name of the tool; empty for a guard of [all of them](crate::Server::guard).
    pub fn tool(&self) -> &'a str {
        self.tool
    }

    /// What the server shares with other replicas, if it has a [store](crate::store).
    pub fn store(&self) -> Option<&'a Shared> {
        self.store
    }

    /// The key of this place in the store: the same in each replica, and of no other guard of any
    /// server. `what` is what is kept there, with all that makes it another when it is changed.
    ///
    /// Names are hashed; the key of one caller is [a part](Key::of_part) of it.
    pub fn key(&self, what: &str) -> Key {
        let index = (self.index as u64).to_be_bytes();
        Key::of(&[self.server.as_bytes(), self.tool.as_bytes(), &index, what.as_bytes()])
    }
}
