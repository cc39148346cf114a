//! [`Registry`]: where the types of a server and of its tools meet.

use std::marker::PhantomData;

use crate::{
    state::Provides,
    tool::{Definition, ServedBy, Tool},
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
    pub fn add<T, Proof>(&mut self)
    where
        T: Tool + ServedBy<A>,
        S: Provides<T::Needs, Proof>,
    {
        self.definitions.extend(T::define());
    }

    pub(super) fn into_definitions(self) -> Vec<Definition> {
        self.definitions
    }
}

/// Fails at compile time if two tools of one list have the same name.
pub const fn assert_distinct(names: &[&[&str]]) {
    let mut i = 0;
    while i < names.len() {
        let mut j = 0;
        while j < names[i].len() {
            let mut k = i;
            while k < names.len() {
                let mut l = if k == i { j + 1 } else { 0 };
                while l < names[k].len() {
                    assert!(
                        !equal(names[i][j], names[k][l]),
                        "two tools of this list have the same name: give one `#[tool(name = \"..\")]`"
                    );
                    l += 1;
                }
                k += 1;
            }
            j += 1;
        }
        i += 1;
    }
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
