//! What generated code names. Not for people: no promise holds for it.

pub use std::{assert, boxed::Box, concat, convert::Into, result::Result, time::Duration};

pub use crate::{
    access::Access,
    guard::{authorize::Decision, circuit_breaker, concurrency, rate_limit, resource_guard},
    json::{TextPolicy, TextTerms},
    needs::{Kind, KindOfArgument, Need, Nothing, is_anonymous, is_injected},
    parameter::{Parameter, Property},
    refusal::Refusal,
    rule, sanitize,
    scope::Scope,
    serve::registry::{Registry, is_new},
    serve::server::{Authenticating, Open},
    state::State,
    tool::{Definition, Definitions, Names, Tool, blocking},
};
