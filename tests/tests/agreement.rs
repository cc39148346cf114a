//! Inputs agree with what others make of them: with their schema, as an independent validator
//! reads it, and with serde, whose names and tags they have.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![allow(dead_code, reason = "what is decoded is shown by `Debug`")]

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use jsonschema::Validator;
use mcp_secure::{Client, prelude::*, refusal::Refusal, secret::Secret};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

/// The same types as an input and for serde.
macro_rules! twins {
    ($($item:item)*) => {
        mod ours {
            use super::*;

            $(#[derive(Debug, Input)] $item)*
        }
        mod serdes {
            use super::*;

            $(#[derive(Debug, serde::Deserialize)] #[serde(deny_unknown_fields)] $item)*
        }
    };
}

twins! {
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Everything {
        a_number: i32,
        maybe_float: Option<f64>,
        texts: Vec<String>,
        #[serde(rename = "n")]
        named: BTreeMap<String, Newtype>,
        units: Vec<Units>,
        pair: (bool, Option<u8>),
        three: [u8; 3],
        external: Option<External>,
        internal: Vec<Internal>,
        adjacent: Option<Box<Adjacent>>,
        untagged: Vec<Untagged>,
        tree: Option<Tree>,
    }

    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Newtype(String);

    #[serde(rename_all = "SCREAMING-KEBAB-CASE")]
    pub(crate) enum Units {
        One,
        TwoWords,
        #[serde(rename = "3")]
        Three,
    }

    #[serde(rename_all = "snake_case", rename_all_fields = "kebab-case")]
    pub(crate) enum External {
        JustAName,
        Content(Newtype),
        Fields { first_one: u8, second: Option<bool> },
    }

    #[serde(tag = "kind", rename_all = "lowercase")]
    pub(crate) enum Internal {
        Nothing,
        Record(Record),
        #[serde(rename_all = "UPPERCASE")]
        Fields { a: u8 },
    }

    pub(crate) struct Record {
        a: Option<String>,
        b: bool,
    }

    #[serde(tag = "t", content = "c")]
    pub(crate) enum Adjacent {
        Nothing,
        List(Vec<u8>),
        Fields { a: u8 },
    }

    #[serde(untagged)]
    pub(crate) enum Untagged {
        Nothing,
        Unit(Units),
        Text(String),
        Number(i32),
        Float(f64),
        Record(Record),
        Other { x: u8, y: Option<u8> },
        Tagged(Internal),
        List(Vec<bool>),
    }

    #[serde(untagged)]
    pub(crate) enum Tree {
        Leaf(i32),
        Node(Vec<Tree>),
        Named { left: Box<Tree>, right: Option<Box<Tree>> },
    }
}

/// Show what has come.
#[tool]
fn plain(it: ours::Everything) -> String {
    format!("{it:?}")
}

/// Rules on every kind of type, all of which a schema can say.
#[derive(Input)]
struct Ruled {
    #[validate(range(1..=5))]
    number: u8,
    #[validate(length(1..=3))]
    text: Option<String>,
    #[validate(length(..=2), each(one_of(["a", "b", "cc"])))]
    list: Vec<String>,
    #[validate(length(1..), keys(pattern("^[a-c]$")), values(length(..=1)))]
    map: BTreeMap<String, String>,
    set: BTreeSet<u8>,
    #[default(3)]
    #[validate(multiple_of(3))]
    defaulted: i32,
    #[secret]
    #[validate(length(1..))]
    secret: Option<String>,
    wrapped: Option<Secret<String>>,
    way: Way,
    #[validate(length(..=1))]
    rest: Option<Vec<Ruled>>,
}

#[derive(Input)]
#[serde(tag = "by")]
enum Way {
    Foot,
    Train {
        #[validate(pattern("^[A-C]{1,2}$"))]
        line: String,
        #[validate(range(1..))]
        seat: Option<u8>,
    },
}

/// Take what has rules.
#[tool]
fn ruled(it: Ruled) -> &'static str {
    let Ruled { number, text, list, map, set, defaulted, secret, wrapped, way, rest } = it;
    if let Way::Train { line, seat } = way {
        let _ = (line, seat);
    }
    let _ = (number, text, list, map, set, defaulted, secret, wrapped, rest);
    "accepted"
}

fn client() -> &'static Client {
    static CLIENT: LazyLock<Client> =
        LazyLock::new(|| Server::new("test", "0").tools(tools![plain, ruled]).client().unwrap());
    &CLIENT
}

/// What the tool answers, if it accepts the value.
fn accepted(tool: &str, value: &Value) -> Option<String> {
    thread_local! {
        static RUNTIME: Runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    }
    let call = client().call(tool, json!({ "it": value }));
    match RUNTIME.with(|runtime| runtime.block_on(call)) {
        Ok(reply) => Some(reply.text()),
        Err(Refusal::InvalidArguments(violations)) => {
            assert!(!violations.is_empty());
            None
        }
        Err(other) => panic!("{value}: {other}"),
    }
}

/// Whether the schema of the tool accepts the value.
fn is_valid(tool: &'static str, value: &Value) -> bool {
    thread_local! {
        static VALIDATORS: RefCell<HashMap<&'static str, Validator>> = RefCell::default();
    }
    VALIDATORS.with_borrow_mut(|validators| {
        let made = || {
            let schema = &client().tool(tool).unwrap()["inputSchema"];
            jsonschema::draft202012::new(schema).unwrap()
        };
        validators.entry(tool).or_insert_with(made).is_valid(&json!({ "it": value }))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn an_input_is_accepted_as_its_schema_says(value in like(good_everything())) {
        let is_valid = is_valid("plain", &value);
        prop_assert_eq!(accepted("plain", &value).is_some(), is_valid, "{}", value);
    }

    #[test]
    fn an_input_with_rules_is_accepted_as_its_schema_says(value in like(good_ruled())) {
        let is_valid = is_valid("ruled", &value);
        prop_assert_eq!(accepted("ruled", &value).is_some(), is_valid, "{}", value);
    }

    /// Serde takes more: the array of a struct's fields, `null` for a unit variant.
    #[test]
    fn an_input_is_what_serde_makes_of_it(value in like(good_everything())) {
        if let Some(ours) = accepted("plain", &value) {
            let serdes = serde_json::from_value::<serdes::Everything>(value.clone());
            prop_assert_eq!(ours, format!("{:?}", serdes.unwrap()), "{}", value);
        }
    }
}

#[test]
fn what_the_generators_call_good_is_accepted() {
    for (tool, value) in [("plain", good_everything()), ("ruled", good_ruled())] {
        assert!(accepted(tool, &value).is_some(), "{value}");
    }
}

fn good_everything() -> Value {
    json!({
        "aNumber": -5,
        "maybeFloat": 1.5,
        "texts": ["a", ""],
        "n": { "a": "b", "c": "d" },
        "units": ["ONE", "TWO-WORDS", "3"],
        "pair": [true, null],
        "three": [1, 2, 3],
        "external": { "fields": { "first-one": 1, "second": true } },
        "internal": [
            { "kind": "nothing" }, { "kind": "record", "b": true }, { "kind": "fields", "A": 1 },
        ],
        "adjacent": { "t": "Fields", "c": { "a": 1 } },
        "untagged": [
            null, "ONE", "text", 1, 1.5, { "b": true }, { "x": 1, "y": 2 },
            { "kind": "record", "a": "x", "b": false }, [true],
        ],
        "tree": { "left": [1, [2]], "right": { "left": 3 } },
    })
}

fn good_ruled() -> Value {
    let inner = json!({
        "number": 5, "list": [], "map": { "b": "" }, "set": [], "way": { "by": "Foot" },
    });
    json!({
        "number": 1,
        "text": "abc",
        "list": ["a", "cc"],
        "map": { "a": "x" },
        "set": [1, 2],
        "defaulted": 6,
        "secret": "s",
        "wrapped": "w",
        "way": { "by": "Train", "line": "AB", "seat": 1 },
        "rest": [inner],
    })
}

/// The value, changed in up to three places: something is put there, left out or repeated.
fn like(good: Value) -> impl Strategy<Value = Value> {
    let parts = parts(&good);
    let change = (any::<prop::sample::Index>(), prop::sample::select(parts), 0..5u8);
    prop::collection::vec(change, 0..3).prop_map(move |changes| {
        let mut value = good.clone();
        for (place, scion, how) in changes {
            let mut pointers = Vec::new();
            pointers_of(&value, String::new(), &mut pointers);
            let pointer = place.get(&pointers).clone();
            change_at(&mut value, &pointer, scion, how);
        }
        value
    })
}

/// What is put somewhere: every part of the value, and what fits nowhere.
fn parts(value: &Value) -> Vec<Value> {
    let mut parts = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(300),
        json!(0.5),
        json!(""),
        json!("abcdef"),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "kind": "nothing" }),
        json!("just_a_name"),
        json!({ "content": "x" }),
        json!({ "just_a_name": null }),
        json!({ "t": "Nothing" }),
        json!({ "t": "Nothing", "c": null }),
        json!({ "by": "Foot" }),
    ];
    let mut pointers = Vec::new();
    pointers_of(value, String::new(), &mut pointers);
    parts.extend(pointers.iter().map(|pointer| value.pointer(pointer).unwrap().clone()));
    parts
}

fn pointers_of(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers_of(item, format!("{at}/{index}"), pointers);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                pointers_of(member, format!("{at}/{name}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(at);
}

fn change_at(value: &mut Value, pointer: &str, scion: Value, how: u8) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return *value = scion };
    match (value.pointer_mut(parent).unwrap(), how) {
        (Value::Object(members), 0) => drop(members.remove(last)),
        (Value::Array(items), 0) => drop(items.remove(last.parse().unwrap())),
        (Value::Object(members), 1) => drop(members.insert(format!("{last}x"), scion)),
        (Value::Array(items), 1) => items.push(scion),
        (parent, _) => match parent {
            Value::Object(members) => set(members, last, scion),
            parent => parent[last.parse::<usize>().unwrap()] = scion,
        },
    }
}

fn set(members: &mut Map<String, Value>, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
}
