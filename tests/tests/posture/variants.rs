//! What is declared at the variants of an enum, and what sanitizers are given, is told too.

use mcp_secure::{
    posture::{Direction, Posture, TextBound},
    prelude::*,
    rule::Violation,
};

use super::shop::places;

/// A text or a number.
#[derive(Input)]
#[serde(untagged)]
enum Either {
    Text(
        #[input(sanitize(redact("[0-9]{8}")))]
        #[validate(check(is_sane), length(..=9))]
        String,
    ),
    Number(#[validate(range(1..=10))] i64),
    Whole(Whole),
}

#[derive(Input)]
struct Whole {
    a: bool,
}

fn is_sane(_text: &str) -> Result<(), Violation> {
    Ok(())
}

/// Take it.
#[tool(read_only)]
#[rate_limit("60/min", per = caller.map_or('?', first), burst = 10, cost = cost_of(call) + 1)]
#[budget("1000/day", cost = 2)]
#[sanitize_output(redact(["ada, grace", "joan"]), html_text)]
async fn take(either: Either, maybe: Option<Either>) -> String {
    let told = |either: Either| match either {
        Either::Text(text) => text,
        Either::Number(number) => number.to_string(),
        Either::Whole(Whole { a }) => a.to_string(),
    };
    told(either) + &maybe.map(told).unwrap_or_default()
}

fn first(caller: &Caller) -> char {
    caller.subject().chars().next().unwrap_or('?')
}

fn cost_of(call: &Call) -> u32 {
    u32::from(call.caller().is_none())
}

fn report() -> Posture {
    Server::new("variants", "1").tools(tools![take]).posture()
}

#[test]
fn rules_and_sanitizers_of_variants_are_told_at_the_value() {
    let report = report();
    let tool = &report.tools[0];
    let places = places(tool);
    for pointer in ["/either", "/maybe"] {
        let place = places[pointer];
        assert_eq!(
            place.rules,
            ["[0] check(is_sane)", "[0] length(..=9)", "[1] range(1..=10)"],
            "{pointer}"
        );
        assert_eq!(place.sanitizers, [r#"[0] redact("[0-9]{8}")"#], "{pointer}");
        assert_eq!(place.text, Some(TextBound::Declared), "{pointer}");
    }
    assert!(places.contains_key("/either[a]/a"), "{:?}", places.keys());
    assert_eq!(tool.output, r#"printable text, redact(["ada, grace", "joan"]), html_text"#);
}

/// Who is limited together, and what a call costs, is as much of a limit as its figures.
#[test]
fn the_expressions_of_guards_are_told() {
    let report = report();
    let says: Vec<_> = report.tools[0].guards.iter().map(|guard| &*guard.says).collect();
    let rate = "60/min per key, burst 10, by cost; \
                per = caller.map_or('?', first), cost = cost_of(call) + 1";
    assert_eq!(says, [rate, "1000/day per caller, by cost; cost = 2"]);
}

/// No keyword of the schema says anything of it.
#[test]
fn what_is_taken_from_a_variant_or_a_sanitizer_is_weaker() {
    let json = report().to_json();
    for (from, to) in [
        (r#""[0] check(is_sane)","#, ""),
        ("cost = cost_of(call) + 1", "cost = 0"),
        ("by cost; cost = 2", "by cost; cost = 1"),
        (r#"redact(\"[0-9]{8}\")"#, r#"redact(\"[0-9]{9}\")"#),
        (r#"redact([\"ada, grace\", \"joan\"])"#, r#"redact([\"ada, grace\"])"#),
    ] {
        assert!(json.contains(from), "{from}: {json}");
        let now = Posture::from_json(&json.replace(from, to)).unwrap();
        let changes = now.changes_since(&report());
        assert!(changes.iter().any(|it| it.direction == Direction::Weaker), "{from}: {changes:?}");
    }
}
