//! Whatever Rust lets a function be, a tool can be: what `#[tool]` adds gets in nobody's way.
//!
//! The lints are denied here, so what the macros add must cause none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![deny(warnings, missing_docs, unused, nonstandard_style, unused_qualifications, unreachable_pub)]
#![deny(clippy::all, clippy::exhaustive_structs, clippy::redundant_closure_for_method_calls)]

use mcp_secure::{Client, prelude::*};
use serde_json::{Value, json};

/// The text of the reply of a tool of a server with these tools.
macro_rules! reply {
    ($tools:expr, $tool:literal, $arguments:tt) => {{
        let client = Server::new("test", "0").tools($tools).client().unwrap();
        client.call($tool, json!($arguments)).await.unwrap().text()
    }};
}

fn schema(client: &Client, tool: &str) -> Value {
    client.tool(tool).unwrap()["inputSchema"].clone()
}

mod order {
    use super::*;

    /// Have its guards above.
    #[rate_limit("1/day", per = tool)]
    #[timeout("5s")]
    #[tool]
    async fn above() {}

    /// Have its guards below.
    #[tool]
    #[rate_limit("1/day", per = tool)]
    #[timeout("5s")]
    async fn below() {}

    /// Have its guards on both sides, by their paths.
    #[mcp_secure::guard::rate_limit("1/day", per = tool)]
    #[mcp_secure::tool]
    #[mcp_secure::guard::timeout("5s")]
    async fn around() {}

    #[tokio::test]
    async fn a_guard_holds_above_and_below() {
        let tools = tools![above, below, around];
        let client = Server::new("test", "0").tools(tools).client().unwrap();
        for tool in ["above", "below", "around"] {
            client.call(tool, json!({})).await.unwrap();
            let refusal = client.call(tool, json!({})).await.unwrap_err();
            assert_eq!(refusal.kind(), "rate_limited", "{tool}");
        }
    }
}

mod conditions {
    use super::*;

    /// Be there.
    #[cfg(test)]
    #[tool]
    fn there() {}

    /// Be nowhere.
    #[cfg(not(test))]
    #[tool]
    fn nowhere(argument: NoSuchType) {}

    /// Be nowhere, told below.
    #[tool]
    #[cfg(not(test))]
    fn nowhere_either(argument: NoSuchType) {}

    /// Be there, in one of two ways.
    #[tool]
    #[cfg(not(test))]
    fn either() -> NoSuchType {}

    /// Be there, in one of two ways.
    #[tool]
    #[cfg(test)]
    fn either() {}

    /// Have a guard on one condition, and none on another.
    #[tool]
    #[cfg_attr(test, rate_limit("1/day", per = tool))]
    #[cfg_attr(not(test), require_auth)]
    fn guarded() {}

    #[tokio::test]
    async fn a_guard_may_be_conditional() {
        let client = Server::new("test", "0").tools(tools![guarded]).client().unwrap();
        client.call("guarded", json!({})).await.unwrap();
        client.call("guarded", json!({})).await.unwrap_err();
    }

    #[test]
    fn a_tool_may_be_conditional() {
        let client = Server::new("test", "0").tools(tools![there, either]).client().unwrap();
        assert_eq!(client.tools(), ["there", "either"]);
    }
}

mod names {
    use super::*;
    use mcp_secure::rule::Range;

    /// Be named like a keyword.
    #[tool]
    async fn r#move(r#type: String, r#in: Option<u8>) -> String {
        format!("{} {:?}", r#type, r#in)
    }

    /// Be named like a local of the generated code.
    #[tool]
    fn call(argument_0: String, this: u8) -> String {
        format!("{argument_0} {this}")
    }

    /// Be named like another.
    #[tool]
    async fn registry(call: Call) -> String {
        format!("{}", call.caller().is_none())
    }

    /// Be named like the rule that it has.
    #[tool]
    fn length(#[validate(length(1..=3))] range: String) -> String {
        range
    }

    /// A rule of the user's own that is named like one of ours.
    fn range(bounds: std::ops::RangeInclusive<u8>) -> Range<u8> {
        mcp_secure::rule::range(*bounds.start()..*bounds.end())
    }

    /// Be in a module that has a rule of this name.
    #[tool]
    fn shadowed(#[validate(range(1..=3))] number: u8) -> String {
        number.to_string()
    }

    /// Mean the rule nevertheless.
    #[tool]
    fn unshadowed(#[validate(mcp_secure::rule::range(1..=3))] number: u8) -> String {
        number.to_string()
    }

    #[tokio::test]
    async fn a_name_may_be_anything() {
        assert_eq!(reply!(tools![r#move], "move", { "type": "a", "in": 1 }), "a Some(1)");
        assert_eq!(reply!(tools![call], "call", { "argument_0": "a", "this": 1 }), "a 1");
        assert_eq!(reply!(tools![registry], "registry", {}), "true");
        assert_eq!(reply!(tools![length], "length", { "range": "abc" }), "abc");
        let client = Server::new("test", "0").tools(tools![length]).client().unwrap();
        client.call("length", json!({ "range": "abcd" })).await.unwrap_err();
    }

    #[tokio::test]
    async fn a_rule_of_the_users_own_goes_before_ours() {
        assert_eq!(reply!(tools![shadowed], "shadowed", { "number": 2 }), "2");
        assert_eq!(reply!(tools![unshadowed], "unshadowed", { "number": 3 }), "3");
        let client = Server::new("test", "0").tools(tools![shadowed]).client().unwrap();
        client.call("shadowed", json!({ "number": 3 })).await.unwrap_err();
    }
}

mod places {
    use super::*;

    pub(crate) struct Notes(pub(crate) &'static str);

    pub(crate) mod elsewhere {
        use super::*;

        /// Take a state whose type fewer can see than the tool.
        #[tool]
        #[allow(unreachable_pub, reason = "that is the case here")]
        pub async fn read(notes: State<Notes>) -> String {
            notes.0.to_owned()
        }
    }

    use elsewhere::read;

    #[tokio::test]
    async fn one_import_brings_the_function_and_the_tool() {
        assert_eq!(read(Notes("called").into()).await, "called");

        let server = Server::new("test", "0").state(Notes("served"));
        let client = server.tools(tools![read]).client().unwrap();
        assert_eq!(client.call("read", json!({})).await.unwrap().text(), "served");
    }

    #[tokio::test]
    async fn a_tool_may_stand_in_a_function() {
        /// Stand in a function.
        #[tool]
        async fn inner(text: String) -> String {
            text
        }

        assert_eq!(inner("called".to_owned()).await, "called");
        assert_eq!(reply!(tools![inner], "inner", { "text": "served" }), "served");
    }
}

mod blocks {
    use super::*;

    struct Counter(std::sync::atomic::AtomicU32);

    #[tool]
    impl Counter {
        /// Count.
        #[tool(name = "counter.add")]
        #[timeout("5s")]
        async fn add(&self, by: u32) -> String {
            (self.0.fetch_add(by, std::sync::atomic::Ordering::SeqCst) + by).to_string()
        }

        /// Count back.
        #[tool(name = "counter.reset")]
        fn reset(&self) -> String {
            self.clear();
            "0".to_owned()
        }

        /// Tell where it begins.
        #[tool(name = "counter.start")]
        fn start() -> &'static str {
            "0"
        }

        fn clear(&self) {
            self.0.store(0, std::sync::atomic::Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn the_methods_of_a_block_are_tools() {
        let counter = Counter(0.into());
        assert_eq!(counter.add(5).await, "5");

        let client = Server::new("test", "0").state(counter).tools(tools![Counter]);
        let client = client.client().unwrap();
        assert_eq!(client.tools(), ["counter.add", "counter.reset", "counter.start"]);
        assert_eq!(client.call("counter.add", json!({ "by": 2 })).await.unwrap().text(), "7");
        assert_eq!(client.call("counter.reset", json!({})).await.unwrap().text(), "0");
        assert_eq!(client.call("counter.add", json!({ "by": 2 })).await.unwrap().text(), "2");
        assert_eq!(client.call("counter.start", json!({})).await.unwrap().text(), "0");
    }
}

mod descriptions {
    use super::*;

    /// Say it in one line,
    /// and in another.
    ///
    ///   Keep what is indented.
    #[tool]
    fn lines(
        /// The first,
        /// in two lines.
        first: u8,
    ) -> String {
        first.to_string()
    }

    #[doc = "Say it in an attribute."]
    #[tool]
    fn attribute(#[doc = " The first."] first: u8) -> String {
        first.to_string()
    }

    /**
    Say it in a block.
    */
    #[tool]
    fn comment() {}

    #[doc = include_str!("expansion/description.md")]
    #[tool]
    fn file(
        /// Before the file.
        #[doc = include_str!("expansion/description.md")]
        first: u8,
    ) -> String {
        first.to_string()
    }

    #[test]
    fn the_description_is_what_the_documentation_says() {
        let tools = tools![lines, attribute, comment, file];
        let client = Server::new("test", "0").tools(tools).client().unwrap();
        let description = |tool| client.tool(tool).unwrap()["description"].clone();
        assert_eq!(
            description("lines"),
            "Say it in one line,\nand in another.\n\n  Keep what is indented."
        );
        assert_eq!(description("attribute"), "Say it in an attribute.");
        assert_eq!(description("comment"), "Say it in a block.");
        let first = |tool| schema(&client, tool)["properties"]["first"]["description"].clone();
        assert_eq!(first("lines"), "The first,\nin two lines.");
        assert_eq!(first("attribute"), "The first.");
        assert_eq!(description("file"), "Say it in a file,\nand in another line.");
        assert_eq!(first("file"), "Before the file.\nSay it in a file,\nand in another line.");
    }
}

mod many {
    use super::*;

    macro_rules! forty {
        ($($parameter:ident)*) => {
            /// Take forty parameters.
            #[tool]
            #[allow(clippy::too_many_arguments, reason = "that is the case here")]
            fn forty($(#[validate(range(..=9))] $parameter: u32),*) -> String {
                (0 $(+ $parameter)*).to_string()
            }

            fn arguments() -> Value {
                [$(stringify!($parameter)),*].map(|name| (name.to_owned(), json!(2))).into_iter().collect()
            }
        };
    }

    forty! {
        a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9
        c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    }

    #[tokio::test]
    async fn forty_parameters_are_not_too_many() {
        let client = Server::new("test", "0").tools(tools![forty]).client().unwrap();
        assert_eq!(client.call("forty", arguments()).await.unwrap().text(), "80");
        assert_eq!(schema(&client, "forty")["required"].as_array().unwrap().len(), 40);
    }
}

mod deprecation {
    use super::*;

    /// Be called by those who know it.
    #[tool]
    #[deprecated = "there is a better one"]
    #[must_use]
    fn old() -> String {
        "still here".to_owned()
    }

    #[tokio::test]
    async fn a_deprecated_tool_is_served_without_a_warning() {
        assert_eq!(reply!(tools![old], "old", {}), "still here");
    }
}

#[test]
fn a_list_may_be_empty() {
    assert!(Server::new("test", "0").tools(tools![]).client().unwrap().tools().is_empty());
}
