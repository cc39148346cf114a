//! What generated code names. Not for people: no promise holds for it.

pub use std::{assert, time::Duration, vec::Vec};

pub use crate::{
    access::Access,
    guard::{rate_limit, resource_guard},
    json::TextPolicy,
    param::Param,
    parameter::{Parameter, Property},
    rule, sanitize,
    serve::{
        registry::{Registry, assert_distinct},
        server::{Authenticating, Open},
    },
    state::{NeedsNothing, State},
    tool::{Definition, ServedBy, Tool, blocking},
};
