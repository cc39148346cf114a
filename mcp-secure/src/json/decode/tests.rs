#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::*;
use crate::json::generate::{value, write_noisily};

mod refusals;
mod sanitized;
mod types;

/// Pointer, rule and message of the violation.
fn refused<T: DeserializeOwned>(raw: &str) -> (String, String, String) {
    let violation = match decode::<T>(raw, TextPolicy::Plain) {
        Ok(_) => panic!("accepted: {raw}"),
        Err(violation) => violation,
    };
    (violation.pointer().into(), violation.rule().into(), violation.message().into())
}

fn plain<T: DeserializeOwned>(raw: &str) -> Result<T, Violation> {
    decode(raw, TextPolicy::Plain)
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
#[serde(deny_unknown_fields)]
struct Order {
    items: Vec<Item>,
    note: Option<String>,
    size: (u8, i16),
    tags: BTreeMap<String, Vec<f64>>,
    shipping: Shipping,
    counts: BTreeMap<i8, bool>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
struct Item {
    name: String,
    amount: Option<u64>,
    unit: Wrapped,
    kind: Tagged,
    free: Either,
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
struct Wrapped(char);

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Shipping {
    None,
    Post(i32),
    Air(u8, Option<bool>),
    Sea { days: i128 },
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
#[serde(tag = "type")]
enum Tagged {
    Plain,
    Sized { width: u32 },
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Texts(Vec<String>),
}

proptest! {
    #[test]
    fn a_value_is_the_same_as_with_serde_json(value in value(), noise: u64) {
        let text = write_noisily(&value, noise);
        prop_assert_eq!(plain::<Value>(&text), Ok(value.clone()));
        prop_assert_eq!(decode::<Value>(&text, TextPolicy::Any), Ok(value));
    }

    #[test]
    fn a_typed_value_is_the_same_as_with_serde_json(order in order(), noise: u64) {
        let text = write_noisily(&serde_json::to_value(&order).unwrap(), noise);
        prop_assert_eq!(plain::<Order>(&text), Ok(order));
    }

    /// On anything, also on what does not fit the type.
    #[test]
    fn whatever_is_accepted_is_the_same_as_with_serde_json(
        value in value(),
        order in order(),
        noise: u64,
    ) {
        fn compare<T>(value: &Value, noise: u64) -> Result<(), TestCaseError>
        where
            T: DeserializeOwned + PartialEq + std::fmt::Debug,
        {
            if let Ok(ours) = plain::<T>(&write_noisily(value, noise)) {
                // Without escapes: `serde_json` does not know them in a number that is a key.
                let theirs = serde_json::from_str::<T>(&value.to_string());
                prop_assert_eq!(ours, theirs.unwrap());
            }
            Ok(())
        }
        let mut mixed = serde_json::to_value(&order).unwrap();
        graft(&mut mixed, &value, noise);
        for value in [value, mixed] {
            compare::<Order>(&value, noise)?;
            compare::<Vec<Item>>(&value, noise)?;
            compare::<Shipping>(&value, noise)?;
            compare::<Tagged>(&value, noise)?;
            compare::<Either>(&value, noise)?;
            compare::<HashMap<String, Option<Value>>>(&value, noise)?;
            compare::<HashMap<u16, Value>>(&value, noise)?;
            compare::<(Option<u8>, String)>(&value, noise)?;
            compare::<Option<Vec<i32>>>(&value, noise)?;
            compare::<u64>(&value, noise)?;
            compare::<f64>(&value, noise)?;
        }
    }

    /// Nothing panics, whatever the text: also one that no scanner has seen.
    #[test]
    fn an_unscanned_text_does_no_harm(text in "[\\[\\]{}:,\" \\\\a-fu0-9.eE+-]{0,24}") {
        let _ = plain::<Value>(&text);
        let _ = plain::<Order>(&text);
        let _ = plain::<Shipping>(&text);
        let _ = plain::<Vec<(u8, String)>>(&text);
        if let Ok(value) = decode::<Value>(&text, TextPolicy::Any) {
            prop_assert_eq!(value, serde_json::from_str::<Value>(&text).unwrap());
        }
    }
}

/// Puts `scion` in the place of a random part of `stock`.
fn graft(stock: &mut Value, scion: &Value, luck: u64) {
    let parts = match stock {
        Value::Array(items) => items.iter_mut().collect::<Vec<_>>(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    let count = parts.len() as u64;
    match parts.into_iter().nth((luck % (count + 1)) as usize) {
        Some(part) => graft(part, scion, luck / (count + 1)),
        None => *stock = scion.clone(),
    }
}

fn order() -> impl Strategy<Value = Order> {
    use crate::json::generate::text;
    let shipping = prop_oneof![
        Just(Shipping::None),
        any::<i32>().prop_map(Shipping::Post),
        any::<(u8, Option<bool>)>().prop_map(|(a, b)| Shipping::Air(a, b)),
        any::<i64>().prop_map(|days| Shipping::Sea { days: days.into() }),
    ];
    let kind =
        prop_oneof![Just(Tagged::Plain), any::<u32>().prop_map(|width| Tagged::Sized { width }),];
    let free = prop_oneof![
        any::<i64>().prop_map(Either::Number),
        prop::collection::vec(text(), 0..3).prop_map(Either::Texts),
    ];
    let unit = prop_oneof![prop::char::range(' ', '~'), prop::char::range('\u{a0}', '\u{d7ff}')];
    let unit = unit.prop_map(Wrapped);
    let item = (text(), any::<Option<u64>>(), unit, kind, free)
        .prop_map(|(name, amount, unit, kind, free)| Item { name, amount, unit, kind, free });
    let number = any::<f64>().prop_filter("finite", |number| number.is_finite());
    (
        prop::collection::vec(item, 0..4),
        prop::option::of(text()),
        any::<(u8, i16)>(),
        prop::collection::btree_map(text(), prop::collection::vec(number, 0..3), 0..3),
        shipping,
        prop::collection::btree_map(any::<i8>(), any::<bool>(), 0..4),
    )
        .prop_map(|(items, note, size, tags, shipping, counts)| Order {
            items,
            note,
            size,
            tags,
            shipping,
            counts,
        })
}
