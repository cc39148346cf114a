//! What generated code names. Not for people: no promise holds for it.

pub use std::{
    any::type_name,
    assert,
    borrow::Cow,
    boxed::Box,
    concat,
    convert::Into,
    option::Option,
    primitive::{bool, str, u32, u64},
    result::Result,
    string::{String, ToString},
    sync::OnceLock,
    time::Duration,
    unreachable,
};

pub use schemars::{JsonSchema, Schema, SchemaGenerator};

pub use crate::{
    access::Access,
    call::Call,
    config,
    guard::{
        authorize::Decision, budget, circuit_breaker, concurrency, rate_limit, resource_guard,
    },
    input::{
        Declare, DeclarePlain, Deserialized, Form, Input, NotDeserialized, NotOptional, Optional,
        Shape, Tagging, Variant, are_told_apart,
    },
    intake::Intake,
    json::{Raw, TextPolicy, TextTerms},
    needs::{Kind, KindOfArgument, Need, Nothing, is_anonymous, is_injected, is_sent},
    output::Outgoing,
    parameter::{Parameter, Property},
    refusal::Refusal,
    rule::{self, Subject},
    sanitize,
    scope::Scope,
    serve::registry::{Registry, is_new},
    serve::server::{Authenticating, Open},
    state::State,
    tool::{Definition, Definitions, Names, Tool, blocking},
};
