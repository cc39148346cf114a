//! What generated code names. Not for people: no promise holds for it.

pub use std::{assert, concat, convert::Into, time::Duration};

pub use crate::{
    access::Access,
    guard::{rate_limit, resource_guard},
    json::TextTerms,
    needs::{Kind, KindOfArgument, Need, Nothing, is_anonymous, is_injected},
    parameter::{Parameter, Property},
    rule, sanitize,
    serve::registry::{Registry, is_new},
    serve::server::{Authenticating, Open},
    state::State,
    tool::{Definition, Definitions, Names, Tool, blocking},
};
