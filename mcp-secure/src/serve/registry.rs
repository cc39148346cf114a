//! [`Registry`]: where the types of a server and of its tools meet.

use std::marker::PhantomData;

use super::server::{Authenticating, Open};
use crate::{
    needs::ProvidedBy,
    tool::{Definition, Definitions, Names},
};

/// Takes tools that fit the server: it holds their states, and has an authenticator if they
/// need a caller. What [`tools!`](crate::tools) expands to calls it.
pub struct Registry<S, A> {
    definitions: Vec<Definition>,
    server: PhantomData<(S, A)>,
}

impl<S, A> Registry<S, A> {
    pub(super) fn new() -> Self {
        Self { definitions: Vec::new(), server: PhantomData }
    }

    /// Adds a tool. `Proof` is inferred.
    pub fn add<T, Needs, Access, Proof>(&mut self, definitions: Definitions<T, Needs, Access>)
    where
        A: Serves<T, Access>,
        Needs: ProvidedBy<S, Proof>,
    {
        self.definitions.extend(definitions.all);
    }

    pub(super) fn into_definitions(self) -> Vec<Definition> {
        self.definitions
    }
}

/// An authentication under which the tool `T` may stand, by its [access](crate::tool::Tool::Access).
#[diagnostic::on_unimplemented(
    message = "`{T}` needs a caller, but the server has no authenticator",
    label = "this tool is declared with `#[require_auth]`",
    note = "add `.auth(Jwt::from_env()?)` before `.tools(..)`"
)]
pub trait Serves<T, Access> {}

#[diagnostic::do_not_recommend]
impl<T, Access: WithoutCaller> Serves<T, Access> for Open {}
#[diagnostic::do_not_recommend]
impl<T, Access> Serves<T, Access> for Authenticating {}

/// The access of a tool that needs no caller.
pub trait WithoutCaller {}

impl WithoutCaller for Open {}

/// Whether no name of the tool at `index` is a name of a tool before it.
pub const fn is_new(names: &[Names], index: usize) -> bool {
    let mut before = 0;
    while before < index {
        let mut i = 0;
        while i < names[before].len() {
            let mut j = 0;
            while j < names[index].len() {
                if equal(names[before][i], names[index][j]) {
                    return false;
                }
                j += 1;
            }
            i += 1;
        }
        before += 1;
    }
    true
}

const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
