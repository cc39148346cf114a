use super::*;

#[derive(Debug, Input)]
struct Node {
    value: u8,
    next: Option<Box<Self>>,
}

/// As long as both variants had to be tried, at each level anew, this would take forever.
#[derive(Debug, Input)]
#[serde(untagged)]
enum Nest {
    Left { left: Box<Nest> },
    Right { right: Box<Nest> },
    Leaf(u8),
}

#[derive(Debug, Input)]
#[serde(tag = "kind")]
enum Tagged {
    Inner { inner: Box<Tagged>, text: String },
    Leaf,
}

#[tokio::test]
async fn an_answer_is_short_however_much_is_wrong() {
    let many: Vec<Value> = (0..30_000).map(|_| json!({ "fileName": 1 })).collect();
    let told = judge!(Vec<Item>, many).unwrap_err();
    assert_eq!(told.len(), 32);
    assert_eq!(&told[..3], ["/0/fileName type", "/0/n required", "/1/fileName type"]);
    let unknown: serde_json::Map<_, _> = (0..30_000).map(|i| (format!("k{i}"), json!(1))).collect();
    assert_eq!(judge!(Item, unknown).unwrap_err().len(), 32);
    let map: serde_json::Map<_, _> = (0..30_000).map(|i| (format!("k{i}"), json!("x"))).collect();
    assert_eq!(judge!(BTreeMap<String, u8>, map).unwrap_err().len(), 32);
}

#[tokio::test]
async fn a_type_may_contain_itself() {
    let good = json!({ "value": 1, "next": { "value": 2, "next": null } });
    assert!(judge!(Node, good).is_ok());
    let bad = json!({ "value": 1, "next": { "value": "2", "next": { "x": 1 } } });
    let expected = wrong(["/next/value type", "/next/next/x unknown", "/next/next/value required"]);
    assert_eq!(judge!(Node, bad), expected);
}

#[tokio::test]
async fn what_nests_deep_is_judged_in_time_or_refused() {
    let nest = |depth, leaf: Value| {
        (0..depth).fold(leaf, |inner, level| {
            if level % 2 == 0 { json!({ "left": inner }) } else { json!({ "right": inner }) }
        })
    };
    assert!(judge!(Nest, (nest(60, json!(1)))).is_ok());
    let told = judge!(Nest, (nest(60, json!("x")))).unwrap_err();
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with("/left type"), "{told:?}");

    // A long text at every level, and the tag behind it.
    let text = "x".repeat(20_000);
    let tagged = (0..50).fold(
        json!({ "kind": "Leaf" }),
        |inner, _| json!({ "text": text, "inner": inner, "kind": "Inner" }),
    );
    assert!(judge!(Tagged, tagged).is_ok());
}

#[tokio::test]
async fn what_nests_deeper_than_anything_is_no_argument() {
    let deep = (0..100).fold(json!(1), |inner, _| json!({ "left": inner }));
    let client = client();
    assert_eq!(refused(&client, "order", json!({ "order": deep })).await, [" type"]);
}
