//! Messages of JSON-RPC, and the arguments of calls.
//!
//! The first byte chooses: if it is even, the rest is a message, as a transport reads it; if
//! it is odd, the arguments of a call in the same process. Both are read a second time by serde_json.
#![no_main]

use std::{cell::LazyCell, collections::BTreeMap};

use libfuzzer_sys::fuzz_target;
use mcp_secure::{
    __fuzz::{Read, message},
    Client,
    prelude::*,
};
use serde_json::{Value, value::RawValue};
use tokio::runtime::{Builder, Runtime};

/// The same types as an input and for serde.
macro_rules! twins {
    ($($item:item)*) => {
        #[expect(dead_code, reason = "read by `Debug`")]
        mod ours {
            use super::*;

            $(#[derive(Debug, Input)] $item)*
        }
        #[expect(dead_code, reason = "read by `Debug`")]
        mod serdes {
            use super::*;

            $(#[derive(Debug, serde::Deserialize)] #[serde(deny_unknown_fields)] $item)*
        }
    };
}

twins! {
    pub(crate) struct Order {
        pub(crate) name: String,
        pub(crate) count: u8,
        pub(crate) large: Option<i64>,
        pub(crate) price: Option<f64>,
        pub(crate) tags: Option<Vec<String>>,
        pub(crate) named: Option<BTreeMap<String, bool>>,
        pub(crate) kind: Option<Kind>,
        pub(crate) way: Option<Way>,
        pub(crate) pair: Option<(bool, u16)>,
        pub(crate) next: Option<Box<Order>>,
    }

    pub(crate) enum Kind {
        Small,
        Sized(u32),
        Named { name: String },
    }

    #[serde(tag = "by")]
    pub(crate) enum Way {
        Hand,
        Post { to: String },
    }
}

/// Show what has arrived.
#[tool(public)]
async fn show(order: ours::Order) -> String {
    format!("{order:?}")
}

thread_local! {
    static SERVER: LazyCell<(Runtime, Client)> = LazyCell::new(|| {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let client = Server::new("fuzz", "1").tools(tools![show]).client().expect("a server");
        (runtime, client)
    });
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    if choice % 2 == 0 {
        check_message(rest);
    } else if let Ok(text) = std::str::from_utf8(rest) {
        check_arguments(text);
    }
});

fn check_message(body: &[u8]) {
    let read = message(body);
    assert_eq!(read, message(body), "another reading");
    let Some(read) = read else { return };
    serde_json::from_slice::<&RawValue>(body).expect("what is accepted is JSON");
    // Numbers beyond an `f64`, as 1e999, are JSON; whoever decodes them judges them.
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return };
    assert_eq!(value["jsonrpc"], "2.0", "the version");
    let is_response = value.get("result").is_some() || value.get("error").is_some();
    let Read::Request { id, method, name, arguments, meta } = read else {
        assert!(is_response && value.get("method").is_none(), "a response");
        return;
    };
    assert!(!is_response, "a request");
    let parse = |raw: &str| serde_json::from_str::<Value>(raw).expect("a part of JSON is JSON");
    let params = &value["params"];
    assert_eq!(id.map(parse).as_ref(), value.get("id"), "the id");
    assert!(value.get("id").is_none_or(|id| id.is_string() || id.is_i64()), "the type of the id");
    assert_eq!(method, value["method"], "the method");
    assert_eq!(name.as_deref(), params["name"].as_str(), "the name");
    assert_eq!(meta.map(parse).as_ref(), params.get("_meta"), "_meta");
    let told = params["arguments"].as_object().cloned().unwrap_or_default();
    // As many, so none came twice.
    assert_eq!(arguments.len(), told.len(), "the number of arguments");
    for (name, raw) in arguments {
        assert_eq!(Some(&parse(raw)), told.get(&name), "the argument {name:?}");
    }
}

fn check_arguments(text: &str) {
    let Ok(raw) = serde_json::from_str::<&RawValue>(text) else { return };
    SERVER.with(|server| {
        let (runtime, client) = &**server;
        let arguments = BTreeMap::from([("order", raw)]);
        let call = || runtime.block_on(client.call("show", &arguments));
        let ours = call();
        assert_eq!(ours.is_ok(), call().is_ok(), "another verdict on {text}");
        let Ok(ours) = ours else { return };
        let theirs: serdes::Order = match serde_json::from_str(text) {
            Ok(theirs) => theirs,
            // An integer by JSON Schema, and a fraction for serde_json.
            Err(_) if text.contains("-0") => return,
            Err(error) => panic!("accepted, but by serde: {error}: {text}"),
        };
        assert_eq!(ours.text(), format!("{theirs:?}"), "another value of {text}");
    });
}
