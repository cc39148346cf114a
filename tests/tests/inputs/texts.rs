use super::*;

#[derive(Debug, Input)]
struct Texts {
    plain: Option<String>,
    #[validate(length(..=100_000))]
    long: Option<String>,
    #[validate(any_text())]
    any: Option<String>,
    #[input(sanitize(strip_control, trim))]
    #[validate(length(1..=3))]
    clean: Option<String>,
    #[input(sanitize(trim))]
    #[validate(each(length(..=1)))]
    list: Option<Vec<String>>,
    inner: Option<Box<Texts>>,
}

#[tokio::test]
async fn every_text_is_held_to_the_default() {
    let escape = "\u{1b}[31m";
    let bad = json!({ "plain": escape, "long": escape, "inner": { "plain": "x\0" } });
    assert_eq!(judge!(Texts, bad), wrong(["/plain text", "/long text", "/inner/plain text"]));
    let long = "x".repeat(65_537);
    let bad = json!({ "plain": long, "inner": { "plain": long } });
    assert_eq!(judge!(Texts, bad), wrong(["/plain text", "/inner/plain text"]));
}

#[tokio::test]
async fn a_rule_lifts_it_for_its_own_field_alone() {
    let long = "x".repeat(70_000);
    assert!(judge!(Texts, { "long": long, "any": "\u{1b}" }).is_ok());
    let bad = json!({ "any": "\u{1b}", "inner": { "any": "\u{1b}", "plain": "\u{1b}" } });
    assert_eq!(judge!(Texts, bad), wrong(["/inner/plain text"]));
}

#[tokio::test]
async fn the_rules_judge_what_the_function_gets() {
    let clean = judge!(Texts, { "clean": "  a\u{1b}b \n", "list": [" x ", "y"] }).unwrap();
    assert!(clean.contains("clean: Some(\"ab\")"), "{clean}");
    assert!(clean.contains("list: Some([\"x\", \"y\"])"), "{clean}");
    let bad = judge!(Texts, { "clean": " \u{1b} ", "list": [" xx "] });
    assert_eq!(bad, wrong(["/clean length", "/list/0 length"]));
}

#[tokio::test]
async fn no_violation_contains_the_value() {
    /// Take it.
    #[tool]
    fn take(it: Order) -> String {
        format!("{it:?}")
    }

    let client = Server::new("test", "0").tools(tools![take]).client().unwrap();
    let canary = "canary-7f3a";
    let arguments = json!({ "it": {
        "number": canary,
        "items": [{ "fileName": format!("{canary}/.."), "n": canary }, canary, [canary]],
        "note": { "x": canary },
        "shipping": { "by": canary },
        "labels": { "a": canary, "b": { "x": canary } },
        "parcels": canary,
    } });
    let refusal = client.call("take", arguments).await.unwrap_err();
    let Refusal::InvalidArguments(violations) = &refusal else { panic!("{refusal}") };
    let told = serde_json::to_string(violations).unwrap();
    assert!(!told.contains("canary") && !refusal.to_string().contains("canary"), "{told}");
}
