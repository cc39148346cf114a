use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::*;

#[tokio::test]
async fn every_element_is_judged() {
    assert_eq!(judge!(Vec<u8>, [1, "2", 3, 256, null]), wrong(["/1 type", "/3 type", "/4 type"]));
    let nested = judge!(Vec<Vec<Label>>, [["a"], [], ["", "b", ""], "x"]);
    assert_eq!(nested, wrong(["/2/0 length", "/2/2 length", "/3 type"]));
    assert_eq!(judge!(Option<Arc<Vec<Arc<u8>>>>, null).unwrap(), "None");
    assert_eq!(judge!(Option<Arc<Vec<Arc<u8>>>>, ["x"]), wrong(["/0 type"]));
}

#[tokio::test]
async fn arrays_and_tuples_have_their_length() {
    assert_eq!(judge!([u8; 2], [1, 2]).unwrap(), "[1, 2]");
    assert_eq!(judge!([u8; 2], [1]), wrong([" type"]));
    assert_eq!(judge!([u8; 2], [1, 2, 3]), wrong([" type"]));
    assert_eq!(judge!([u8; 2], ["1", "2"]), wrong(["/0 type", "/1 type"]));
    assert_eq!(judge!((u8, Label), [1, "a"]).unwrap(), "(1, Label(\"a\"))");
    assert_eq!(judge!((u8, Label), ["1", ""]), wrong(["/0 type", "/1 length"]));
    assert_eq!(judge!((u8, Label), [1]), wrong([" type"]));
    assert_eq!(judge!((u8, Label), { "0": 1, "1": "a" }), wrong([" type"]));
}

#[tokio::test]
async fn the_elements_of_a_set_are_different() {
    assert_eq!(judge!(BTreeSet<Label>, ["b", "a"]).unwrap(), "{Label(\"a\"), Label(\"b\")}");
    assert_eq!(judge!(BTreeSet<Label>, ["a", "b", "a"]), wrong(["/2 unique"]));
    assert_eq!(judge!(HashSet<u8>, [1, "x", 1]), wrong(["/1 type"]));
}

#[tokio::test]
async fn the_values_of_a_map_are_judged_at_their_names() {
    let map = judge!(BTreeMap<String, Label>, { "a/b~c": "", "d": "x", "é": 1 });
    assert_eq!(map, wrong(["/a~1b~0c length", "/é type"]));
    let counts = judge!(BTreeMap<i8, u8>, { "1": 1, "-1": "x", "300": 1, "01": 1 });
    assert_eq!(counts, wrong(["/-1 type", " type", " type"]));
    let deep = judge!(HashMap<String, Vec<Item>>, { "a": [{ "fileName": "x", "n": -1 }] });
    assert_eq!(deep, wrong(["/a/0/n type"]));
    assert_eq!(judge!(BTreeMap<String, u8>, []), wrong([" type"]));
}

#[tokio::test]
async fn a_name_that_cannot_be_told_is_not_told() {
    let long = "x".repeat(200);
    let map = judge!(BTreeMap<String, BTreeMap<String, u8>>, { (long): { "a": "x" } });
    assert_eq!(map, wrong([" type"]));
    assert_eq!(judge!(BTreeMap<String, u8>, { "a\u{1b}[31m": 1 }), wrong([" text"]));
    assert_eq!(judge!(BTreeMap<String, u8>, { "a\u{1b}[31m": "x" }), wrong([" text", " type"]));
}
