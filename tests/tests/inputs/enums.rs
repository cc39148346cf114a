use super::*;

#[derive(Debug, Input)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

#[derive(Debug, Input)]
enum External {
    Nothing,
    Name(#[validate(length(..=3))] String),
    Size { width: u8, height: u8 },
}

#[derive(Debug, Input)]
#[serde(tag = "kind")]
enum Internal {
    Nothing,
    Size { width: u8, height: u8 },
    Item(Item),
}

#[derive(Debug, Input)]
#[serde(tag = "kind", content = "value")]
enum Adjacent {
    Nothing,
    Name(#[validate(length(..=3))] String),
    Size { width: u8, height: u8 },
}

#[derive(Debug, Input)]
#[serde(untagged)]
enum Untagged {
    Preset(Color),
    Number(#[validate(range(1..=9))] u8),
    Name(#[validate(filename)] String),
    Size { width: u8, height: u8 },
    Link { url: String, title: Option<String> },
    List(Vec<u8>),
}

#[tokio::test]
async fn a_name_is_one_of_the_variants() {
    assert_eq!(judge!(Color, "red").unwrap(), "Red");
    assert_eq!(judge!(Color, "Red"), wrong([" one_of"]));
    for value in [json!(1), json!(null), json!({ "red": null }), json!(["red"]), json!({})] {
        let told = judge!(Color, value).unwrap_err();
        assert!(matches!(&*told[0], " one_of" | " type"), "{told:?}");
    }
}

#[tokio::test]
async fn an_externally_tagged_variant_is_judged_at_its_name() {
    assert_eq!(judge!(External, "Nothing").unwrap(), "Nothing");
    assert_eq!(judge!(External, { "Name": "abc" }).unwrap(), "Name(\"abc\")");
    assert_eq!(judge!(External, { "Name": "abcd" }), wrong(["/Name length"]));
    let both = wrong(["/Size/depth unknown", "/Size/width type", "/Size/height required"]);
    assert_eq!(judge!(External, { "Size": { "width": "1", "depth": 1 } }), both);
    for value in [json!("Name"), json!({ "Nothing": null }), json!({ "name": "abc" })] {
        assert_eq!(judge!(External, value), wrong([" one_of"]));
    }
    for value in [json!({}), json!({ "Name": "a", "Size": {} }), json!([]), json!(null)] {
        assert_eq!(judge!(External, value), wrong([" type"]));
    }
}

#[tokio::test]
async fn an_internally_tagged_variant_is_judged_beside_its_tag() {
    assert_eq!(judge!(Internal, { "kind": "Nothing" }).unwrap(), "Nothing");
    // The tag may stand anywhere.
    let size = judge!(Internal, { "height": 1, "kind": "Size", "width": 2 });
    assert_eq!(size.unwrap(), "Size { width: 2, height: 1 }");
    let item = judge!(Internal, { "kind": "Item", "fileName": "../x", "n": 1, "m": 1 });
    assert_eq!(item, wrong(["/m unknown", "/fileName filename"]));
    assert_eq!(judge!(Internal, { "kind": "Nothing", "width": 1 }), wrong(["/width unknown"]));
    assert_eq!(judge!(Internal, { "width": 1 }), wrong(["/kind required"]));
    assert_eq!(judge!(Internal, { "kind": "size", "width": 1 }), wrong(["/kind one_of"]));
    assert_eq!(judge!(Internal, { "kind": 1 }), wrong(["/kind type"]));
    assert_eq!(judge!(Internal, "Nothing"), wrong([" type"]));
}

#[tokio::test]
async fn an_adjacently_tagged_variant_is_judged_in_its_content() {
    assert_eq!(judge!(Adjacent, { "kind": "Nothing" }).unwrap(), "Nothing");
    assert_eq!(judge!(Adjacent, { "value": "abc", "kind": "Name" }).unwrap(), "Name(\"abc\")");
    let both = wrong(["/x unknown", "/value length"]);
    assert_eq!(judge!(Adjacent, { "kind": "Name", "value": "abcd", "x": 1 }), both);
    let inner = wrong(["/value/width type", "/value/height required"]);
    assert_eq!(judge!(Adjacent, { "kind": "Size", "value": { "width": true } }), inner);
    assert_eq!(judge!(Adjacent, { "kind": "Name" }), wrong(["/value required"]));
    assert!(judge!(Adjacent, { "kind": "Nothing", "value": null }).is_err());
    assert_eq!(judge!(Adjacent, { "value": "abc" }), wrong(["/kind required"]));
}

#[tokio::test]
async fn an_untagged_variant_is_found_by_the_value() {
    assert_eq!(judge!(Untagged, "red").unwrap(), "Preset(Red)");
    assert_eq!(judge!(Untagged, "a.txt").unwrap(), "Name(\"a.txt\")");
    assert_eq!(judge!(Untagged, 5).unwrap(), "Number(5)");
    let link = judge!(Untagged, { "url": "x" });
    assert_eq!(link.unwrap(), "Link { url: \"x\", title: None }");
    assert_eq!(judge!(Untagged, [1, 2]).unwrap(), "List([1, 2])");
}

#[tokio::test]
async fn the_variant_that_fits_best_says_what_is_wrong() {
    assert_eq!(judge!(Untagged, 10), wrong([" range"]));
    assert_eq!(judge!(Untagged, "../x"), wrong([" any"]));
    assert_eq!(judge!(Untagged, [1, "x", 256]), wrong(["/1 type", "/2 type"]));
    let size = judge!(Untagged, { "width": 1, "height": "1" });
    assert_eq!(size, wrong(["/height type"]));
    let link = judge!(Untagged, { "url": 1, "title": 2 });
    assert_eq!(link, wrong(["/url type", "/title type"]));
    let nearest = judge!(Untagged, { "width": 1, "heigth": 1 });
    assert_eq!(nearest, wrong(["/heigth unknown", "/height required"]));
    assert_eq!(judge!(Untagged, true), wrong([" type"]));
    assert_eq!(judge!(Untagged, null), wrong([" type"]));
    assert_eq!(judge!(Untagged, 1.5), wrong([" type"]));
}

#[tokio::test]
async fn messages_name_what_may_be_sent() {
    /// Take it.
    #[tool]
    fn take(it: External, at: Internal, by: Untagged) -> String {
        format!("{it:?} {at:?} {by:?}")
    }

    let client = Server::new("test", "0").tools(tools![take]).client().unwrap();
    let arguments = json!({ "it": "x", "at": { "kind": "x" }, "by": true });
    let Err(Refusal::InvalidArguments(violations)) = client.call("take", arguments).await else {
        panic!("accepted")
    };
    let messages: Vec<_> = violations.iter().map(Violation::message).collect();
    let expected = [
        "must be one of `Nothing`, or an object whose only member is one of `Name`, `Size`",
        "must be one of `Nothing`, `Size`, `Item`",
        "must be a string, or an integer, or an object, or an array",
    ];
    assert_eq!(messages, expected);
}

/// Take one of several kinds of arguments.
#[tool]
fn either(#[arguments] all: Internal) -> String {
    format!("{all:?}")
}

#[tokio::test]
async fn the_arguments_may_be_an_enum() {
    let client = Server::new("test", "0").tools(tools![either]).client().unwrap();
    let reply = client.call("either", json!({ "kind": "Nothing" })).await.unwrap();
    assert_eq!(reply.text(), "Nothing");
    let told = refused(&client, "either", json!({ "kind": "Size", "width": 1, "x": 1 })).await;
    assert_eq!(told, ["/x unknown", "/height required"]);
    assert_eq!(refused(&client, "either", json!({})).await, ["/kind required"]);
    let schema = &client.tool("either").unwrap()["inputSchema"];
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["oneOf"].as_array().unwrap().len(), 3);
    assert!(schema.get("additionalProperties").is_none());
}
