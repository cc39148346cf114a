#![no_implicit_prelude]
#![deny(warnings)]
//! The generated code stands on its own feet: without a prelude, and where the names that it
//! might mean are something else.

extern crate mcp_secure;
extern crate std;

use ::mcp_secure::{
    Server, State,
    auth::Jwt,
    call::Call,
    caller::Caller,
    guard::{rate_limit, require_auth, resource_guard, timeout},
    tool, tools,
};

macro_rules! taken {
    ($($kind:tt $name:ident $body:tt)*) => {$(
        #[allow(dead_code, non_camel_case_types, missing_docs)]
        pub $kind $name $body
    )*};
}

mod shadow {
    taken! {
        struct Option {} struct Result {} struct Vec {} struct String {} struct Box {}
        struct str {} struct bool {} struct u8 {} struct u32 {} struct u64 {} struct usize {}
        trait Into { fn into(&self) {} } trait From { fn from(&self) {} }
        struct Definition {} struct Definitions {} struct Parameter {} struct Tool {}
        struct Kind {} struct Need {} struct Nothing {} struct Names {} struct Registry {}
        struct Duration {} struct Access {} struct Open {}
        fn argument_1() {} fn filename() {} fn length() {}
    }
}
pub use shadow::*;

/// A state.
pub struct Notes;

/// Read.
#[tool(read_only)]
#[require_auth(any = ["a", "b"])]
#[rate_limit("60/min", per = caller, burst = 10)]
#[timeout("5s")]
#[resource_guard(memory = "95%")]
pub async fn call(
    #[validate(filename, length(1..=64))] name: ::std::string::String,
    #[default("text")] kind: ::std::string::String,
    #[default(10)] count: i64,
    notes: State<Notes>,
    caller: Caller,
    argument_0: ::std::option::Option<char>,
) -> ::std::string::String {
    let _ = (kind, count, notes, caller, argument_0);
    name
}

/// Read.
#[tool(public)]
pub fn blocking(this: char, call: Call) {
    let _ = (this, call);
}

/// Read.
#[tool]
pub fn registry() {}

#[tool]
impl Notes {
    /// Read.
    #[tool]
    pub fn this(&self, this: char) {
        let _ = this;
    }
}

fn serve() -> ::mcp_secure::Result<()> {
    let server = Server::new("test", "0").auth(Jwt::from_env()?).state(Notes);
    let _server = server.tools(tools![call, blocking, registry, Notes]);
    ::mcp_secure::Result::Ok(())
}

fn main() {
    let _: fn() -> ::mcp_secure::Result<()> = serve;
}

mod macros {
    macro_rules! assert {
        () => {};
    }
    pub(crate) use assert;
}
#[allow(unused_imports)]
use macros::assert;
