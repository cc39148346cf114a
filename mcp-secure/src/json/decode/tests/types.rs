//! Types and the values that they take.

use std::{borrow::Cow, collections::HashSet, net::IpAddr, num::NonZeroU8, path::PathBuf};

use super::*;
use crate::json::decode::decode_missing;

#[test]
fn integers_are_not_coerced() {
    for raw in ["10.0", "1e1", "\"10\"", "true", "null", "[10]", "{}"] {
        assert_eq!(
            refused::<i64>(raw),
            (String::new(), "type".into(), "must be an integer".into()),
            "{raw}",
        );
        assert!(plain::<u128>(raw).is_err(), "{raw}");
    }
    assert_eq!(plain::<i64>("10"), Ok(10));
}

/// An integer has no negative zero; what has no type keeps it, as `serde_json` does.
#[test]
fn negative_zero() {
    assert_eq!(plain::<i64>("-0"), Ok(0));
    assert_eq!(plain::<u8>("-0"), Ok(0));
    assert!(plain::<f64>("-0").unwrap().is_sign_negative());
    let value = plain::<Value>("-0").unwrap();
    assert_eq!(value, serde_json::from_str::<Value>("-0").unwrap());
    assert!(value.is_f64());
}

#[test]
fn integers_have_their_range() {
    assert_eq!(plain::<i8>("-128"), Ok(-128));
    assert_eq!(refused::<i8>("128").2, "must be between -128 and 127");
    assert_eq!(refused::<u8>("-1").2, "must be between 0 and 255");
    assert_eq!(plain::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(refused::<u64>("18446744073709551616").1, "type");
    assert_eq!(plain::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(plain::<i64>("-9223372036854775809").is_err());
    assert_eq!(plain::<i128>(&i128::MIN.to_string()), Ok(i128::MIN));
    assert_eq!(plain::<u128>(&u128::MAX.to_string()), Ok(u128::MAX));
    assert!(plain::<u128>(&"9".repeat(10_000)).is_err());
    assert_eq!(plain::<usize>("7"), Ok(7));
    assert_eq!(plain::<NonZeroU8>("7"), Ok(NonZeroU8::new(7).unwrap()));
    assert_eq!(refused::<NonZeroU8>("0").2, "must be a nonzero u8");
}

#[test]
fn floats_are_finite() {
    assert_eq!(plain::<f64>("10"), Ok(10.0));
    assert_eq!(plain::<f64>("-1.5e3"), Ok(-1500.0));
    assert_eq!(plain::<f64>("1e-999"), Ok(0.0));
    assert_eq!(plain::<f32>("0.25"), Ok(0.25));
    for raw in ["1e999", "-1e999", &"9".repeat(400)] {
        assert_eq!(refused::<f64>(raw).2, "is out of range");
        assert_eq!(refused::<Value>(raw).2, "is out of range");
        assert_eq!(refused::<Vec<Value>>(&format!("[0,{raw}]")).0, "/1");
    }
    assert_eq!(refused::<f32>("1e39").2, "is out of range");
    for raw in ["\"1\"", "\"NaN\"", "null", "true"] {
        assert_eq!(refused::<f64>(raw).2, "must be a number");
    }
}

#[test]
fn scalars_are_what_they_are() {
    assert_eq!(plain::<bool>(" true "), Ok(true));
    assert_eq!(refused::<bool>("1").2, "must be true or false");
    assert_eq!(refused::<bool>("\"true\"").2, "must be true or false");
    assert_eq!(plain::<char>("\"\\ud83d\\ude00\""), Ok('😀'));
    assert_eq!(refused::<char>("\"ab\"").2, "must be a character");
    assert_eq!(refused::<String>("1").2, "must be a string");
    assert_eq!(refused::<String>("null").2, "must be a string");
    assert_eq!(plain::<()>("null"), Ok(()));
    assert_eq!(refused::<()>("0").2, "must be null");
    assert_eq!(plain::<PathBuf>("\"a/b\""), Ok("a/b".into()));
    assert_eq!(plain::<IpAddr>("\"::1\""), Ok("::1".parse().unwrap()));
    assert_eq!(plain::<Vec<u8>>("[1,2]"), Ok(vec![1, 2]));
    assert_eq!(refused::<Vec<u8>>("\"ab\"").2, "must be an array");
}

#[test]
fn options_and_wrappers() {
    assert_eq!(plain::<Option<u8>>("null"), Ok(None));
    assert_eq!(plain::<Option<u8>>("1"), Ok(Some(1)));
    assert_eq!(plain::<Option<Option<u8>>>("null"), Ok(None));
    assert_eq!(plain::<Wrapped>("\"x\""), Ok(Wrapped('x')));
    assert_eq!(refused::<Option<u8>>("\"1\"").2, "must be an integer");
}

#[test]
fn arrays_have_their_length() {
    assert_eq!(plain::<(u8, u8)>("[1,2]"), Ok((1, 2)));
    assert_eq!(refused::<(u8, u8)>("[1,2,3]").2, "must have exactly 2 elements");
    assert_eq!(refused::<(u8, u8)>("[1]").2, "must be a tuple of size 2");
    assert_eq!(refused::<[u8; 2]>("[1,2,3]").2, "must have exactly 2 elements");
    assert_eq!(plain::<HashSet<u8>>("[1,1]").unwrap().len(), 1);
}

#[test]
fn keys_of_maps_are_spelled_one_way() {
    assert_eq!(plain::<HashMap<u8, u8>>(r#"{"7":1}"#).unwrap()[&7], 1);
    assert_eq!(plain::<HashMap<bool, u8>>(r#"{"true":1}"#).unwrap()[&true], 1);
    assert_eq!(plain::<HashMap<Option<i8>, u8>>(r#"{"-7":1}"#).unwrap()[&Some(-7)], 1);
    for key in ["07", "+7", " 7", "7.0", "-0", "", "256", "٧"] {
        let raw = format!("{{\"{key}\":1}}");
        assert_eq!(refused::<HashMap<u8, u8>>(&raw).1, "type", "{key}");
    }
    assert!(plain::<HashMap<bool, u8>>(r#"{"True":1}"#).is_err());
}

#[test]
fn enums_in_every_representation() {
    assert_eq!(plain(r#""none""#), Ok(Shipping::None));
    assert_eq!(plain(r#"{"po\u0073t":-3}"#), Ok(Shipping::Post(-3)));
    assert_eq!(plain(r#"{"air":[3,null]}"#), Ok(Shipping::Air(3, None)));
    assert_eq!(plain(r#"{"sea":{"days":9}}"#), Ok(Shipping::Sea { days: 9 }));
    assert_eq!(plain(r#"{"type":"Plain"}"#), Ok(Tagged::Plain));
    assert_eq!(plain(r#"{"width":3,"type":"Sized"}"#), Ok(Tagged::Sized { width: 3 }));
    assert_eq!(plain("-7"), Ok(Either::Number(-7)));
    assert_eq!(plain(r#"["a\u0062"]"#), Ok(Either::Texts(vec!["ab".into()])));
    for raw in [
        "1",
        "[]",
        "{}",
        "null",
        r#""post""#,
        r#"{"none":null}"#,
        r#"{"none":[]}"#,
        r#"{"post":1,"air":[1,true]}"#,
        r#"{"post":1,"post":1}"#,
        r#"{"air":[1]}"#,
        r#"{"air":[1,true,2]}"#,
        r#"{"air":{"0":1,"1":true}}"#,
        r#"{"sea":[9]}"#,
        r#"{"sea":9}"#,
    ] {
        assert_eq!(refused::<Shipping>(raw).1, "type", "{raw}");
    }
}

/// Adjacently tagged, flattened, with aliases and defaults.
#[test]
fn serde_attributes_work() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(tag = "t", content = "c")]
    enum Adjacent {
        A(u8),
        B { x: String },
    }
    #[derive(Debug, Deserialize, PartialEq)]
    struct Flat {
        #[serde(alias = "nombre")]
        name: String,
        #[serde(default)]
        size: u8,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }
    assert_eq!(plain(r#"{"c":1,"t":"A"}"#), Ok(Adjacent::A(1)));
    assert_eq!(plain(r#"{"t":"B","c":{"x":"y"}}"#), Ok(Adjacent::B { x: "y".into() }));
    let flat: Flat = plain(r#"{"nombre":"n","more":[1]}"#).unwrap();
    assert_eq!((flat.name.as_str(), flat.size), ("n", 0));
    assert_eq!(flat.rest["more"], serde_json::json!([1]));
    // Two names of one field are one field given twice.
    assert_eq!(
        refused::<Flat>(r#"{"name":"a","nombre":"b"}"#),
        ("/name".into(), "format".into(), "must not be given twice".into()),
    );
}

#[test]
fn a_struct_is_an_object() {
    assert!(serde_json::from_str::<Inner>("[1]").is_ok());
    assert_eq!(refused::<Inner>("[1]").2, "must be an object");
    assert_eq!(refused::<Vec<Inner>>("[{\"x\":1},[1]]").0, "/1");
    #[derive(Debug, Deserialize)]
    struct Inner {
        #[serde(rename = "x")]
        _x: u8,
    }
}

#[test]
fn plain_strings_are_lent() {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    let mut decoder =
        Decoder { cursor: Cursor::new("\"text\""), terms: TextPolicy::Plain.into(), depth: 0 };
    assert!(matches!(Text::deserialize(&mut decoder).unwrap().0, Cow::Borrowed("text")));
}

#[test]
fn absent_as_serde_has_it() {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Transparent {
        _inner: Option<u8>,
    }
    #[derive(Deserialize)]
    struct Newtype(#[expect(dead_code, reason = "only its absence counts")] Option<u8>);
    assert_eq!(decode_missing::<Option<u8>>(), Some(None));
    assert_eq!(decode_missing::<Option<Option<u8>>>(), Some(None));
    assert_eq!(decode_missing::<Vec<u8>>(), None);
    assert!(decode_missing::<Transparent>().is_some());
    assert!(decode_missing::<Newtype>().is_none());
    assert!(decode_missing::<Value>().is_none());
    assert!(decode_missing::<()>().is_none());
    assert!(decode_missing::<bool>().is_none());
}
