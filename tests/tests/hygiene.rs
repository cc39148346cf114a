//! The generated code stands on its own feet: without a prelude, and where every name that it
//! might mean is something else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![deny(warnings)]

use mcp_secure::{Server, auth::Jwt, caller::Caller, tools};

macro_rules! taken {
    (struct: $($name:ident)*) => {$(
        #[allow(dead_code, non_camel_case_types, reason = "only the name matters")]
        struct $name {}
    )*};
    (fn: $($name:ident)*) => {$(
        #[allow(dead_code, reason = "only the name matters")]
        fn $name() {}
    )*};
}

#[no_implicit_prelude]
mod bare {
    use ::mcp_secure::{
        State,
        call::Call,
        guard::{budget, guard, rate_limit, require_auth, resource_guard, timeout},
        tool,
    };

    taken! { struct: Option Result Vec String Box Into From Send Fn Future Iterator Default }
    taken! { struct: str bool char u8 u32 u64 usize i64 f64 }
    taken! { struct: Definition Definitions Parameter Tool Kind Need Nothing Names Registry }
    taken! { struct: Subject Input Intake Raw Declare Form Shape Tagging Variant Cow }
    taken! { struct: Duration Access Open Authenticating Caller KindOfArgument rule sanitize }
    taken! { fn: argument_1 mcp_secure }

    #[allow(unused_macros, reason = "only the name matters")]
    macro_rules! assert {
        () => {};
    }

    pub(super) struct Notes;

    struct Anybody;

    impl ::mcp_secure::guard::Guard for Anybody {
        fn name(&self) -> &'static ::std::primitive::str {
            "anybody"
        }

        fn describe(&self) -> ::std::string::String {
            ::std::convert::From::from("everybody is welcome")
        }

        fn admit<'a>(
            &'a self,
            _call: &'a Call,
        ) -> ::mcp_secure::answer::Answer<
            'a,
            ::std::result::Result<(), ::mcp_secure::refusal::Refusal>,
        > {
            ::mcp_secure::answer::Answer::Now(::std::result::Result::Ok(()))
        }
    }

    /// Have everything declared that can be.
    #[tool(read_only, title = "Everything", icons = ["https://example.com/icon.png"], hidden)]
    #[require_auth(any = ["a", "b"])]
    #[rate_limit("60/min", per = caller, burst = 10, cost = 1)]
    #[budget("1000/day", per = tenant, cost = 1)]
    #[resource_guard(memory = "100%", disk = "100%", cpu = "100%")]
    #[timeout("5s")]
    #[guard(Anybody)]
    pub(super) async fn call(
        /// A name.
        #[sanitize(trim)]
        #[validate(filename, length(1..=64))]
        name: ::std::string::String,
        #[default("text")] kind: ::std::string::String,
        #[default(10)]
        #[validate(range(0..))]
        #[header("Count")]
        count: ::std::primitive::i64,
        notes: State<Notes>,
        caller: ::mcp_secure::caller::Caller,
        argument_0: ::std::option::Option<::std::primitive::char>,
    ) -> ::std::string::String {
        let _ = (kind, count, notes, caller, argument_0);
        name
    }

    /// Block.
    #[tool(public)]
    pub(super) fn registry(this: ::std::primitive::char, call: Call) {
        let _ = (this, call);
    }

    /// Have everything declared that can be.
    #[derive(::mcp_secure::Input)]
    pub(super) struct Everything {
        /// A name.
        #[input(sanitize(trim))]
        #[validate(filename, length(1..=64))]
        field_0: ::std::string::String,
        #[default("text")]
        raw: ::std::string::String,
        #[secret]
        intake: ::std::option::Option<::std::string::String>,
        value: ::std::primitive::i64,
        one: One,
        other: ::std::vec::Vec<Other>,
        rest: ::std::option::Option<::std::boxed::Box<Self>>,
    }

    #[derive(::mcp_secure::Input)]
    #[serde(tag = "kind")]
    enum One {
        /// Nothing.
        Form,
        Shape(Newtype),
        #[serde(rename = "v")]
        Variant {
            #[validate(range(1..))]
            value: ::std::primitive::i64,
        },
    }

    #[derive(::mcp_secure::Input)]
    #[serde(untagged)]
    enum Other {
        String(::std::string::String),
        Newtype(Newtype),
    }

    #[derive(::mcp_secure::Input)]
    struct Newtype {
        r#type: ::std::primitive::bool,
    }

    /// Take everything.
    #[tool(public)]
    pub(super) fn takes_everything(#[arguments] all: Everything) {
        let Everything { field_0, raw, intake, value, one, other, rest } = all;
        match one {
            One::Form => {}
            One::Shape(Newtype { r#type }) => {
                let _ = r#type;
            }
            One::Variant { value } => {
                let _ = value;
            }
        }
        for other in other {
            match other {
                Other::String(text) => {
                    let _ = text;
                }
                Other::Newtype(newtype) => {
                    let _ = newtype;
                }
            }
        }
        let _ = (field_0, raw, intake, value, rest);
    }

    #[tool]
    impl Notes {
        /// Be a method.
        #[tool]
        fn this(&self, this: ::std::primitive::char) {
            let _ = this;
        }
    }
}

#[tokio::test]
async fn the_generated_code_needs_nothing_in_scope() {
    let jwt = Jwt::hs256("Zf8pQ2vX7kLm4nRt9wYb3cHd6gJs1uEa").unwrap();
    let server = Server::new("test", "0").auth(jwt).state(bare::Notes);
    let client = server
        .tools(tools![bare::call, bare::registry, bare::takes_everything, bare::Notes])
        .client()
        .unwrap();
    let caller = Caller::new("ada").with_scopes(["a"]);
    let arguments = serde_json::json!({ "name": " a.txt " });
    let reply = client.with_caller(caller).call("call", arguments).await.unwrap();
    assert_eq!(reply.text(), "a.txt");
}
