//! Every weakening is marked; a report does not differ from itself.

use mcp_secure::posture::{Change, Direction, Posture};
use serde_json::{Value, json};

use super::report;

fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let read = |report: &Value| Posture::from_json(&report.to_string()).unwrap();
    read(new).changes_since(&read(old))
}

fn place<'a>(report: &'a Value, name: &str, pointer: &str) -> &'a Value {
    let tool = report["tools"].as_array().unwrap().iter().find(|tool| tool["name"] == name);
    let places = tool.unwrap()["parameters"].as_array().unwrap().iter();
    places.clone().find(|place| place["pointer"] == pointer).unwrap_or(&Value::Null)
}

/// The path of a place within the report, as a JSON pointer.
fn path(report: &Value, name: &str, pointer: &str) -> String {
    let tools = report["tools"].as_array().unwrap();
    let tool = tools.iter().position(|tool| tool["name"] == name).unwrap();
    let places = tools[tool]["parameters"].as_array().unwrap();
    let index = places.iter().position(|place| place["pointer"] == pointer);
    format!("/tools/{tool}/parameters/{}", index.unwrap())
}

#[test]
fn a_report_does_not_differ_from_itself() {
    let report = report();
    assert_eq!(report.changes_since(&report), []);
}

/// Each with a change, its direction, and that of the way back.
#[test]
fn what_became_weaker_is_marked_and_what_became_stronger_is_told() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let index = |name| report["tools"].as_array().unwrap().iter().position(|it| it["name"] == name);
    let tool = format!("/tools/{}", index("place").unwrap());
    let at = |rest: &str| format!("{tool}{rest}");
    let place = |pointer: &str, rest: &str| path(&report, "place", pointer) + rest;
    let (weaker, stronger) = (Direction::Weaker, Direction::Stronger);
    let cases = [
        (at("/access/who"), json!("public"), weaker, stronger),
        (at("/access/who"), json!("undeclared"), weaker, stronger),
        (at("/access/scopes"), json!(["admin", "orders:write", "x"]), weaker, stronger),
        (at("/access/scopes"), json!(["admin"]), stronger, weaker),
        (at("/access/roles"), json!([]), weaker, stronger),
        (at("/access/hidden"), json!(true), stronger, weaker),
        (at("/policies"), json!([]), weaker, stronger),
        (at("/policies/0"), json!("is_yours(&order)"), weaker, weaker),
        (at("/guards"), json!([]), weaker, stronger),
        (at("/guards/0/says"), json!("120/min per caller, burst 10"), weaker, stronger),
        (at("/guards/0/says"), json!("60/min per ip, burst 10"), weaker, weaker),
        (at("/guards/1/declared"), json!("perTool"), weaker, stronger),
        (at("/guards/1/declared"), json!("tool"), weaker, stronger),
        (at("/timeout/ms"), json!(10_000), weaker, stronger),
        (at("/timeout/declared"), json!("default"), weaker, stronger),
        (at("/maxInputBytes"), json!(null), weaker, stronger),
        (at("/maxOutputBytes"), json!(2_048), weaker, stronger),
        (at("/maxCalls"), json!(1_000), weaker, stronger),
        (at("/output"), json!("printable text"), weaker, stronger),
        (at("/output"), json!("redact_secrets, printable text"), weaker, weaker),
        (at("/output"), json!("redact_secrets, printable text, html"), weaker, weaker),
        (at("/annotations/destructive"), json!(false), weaker, weaker),
        (at("/dangers"), json!(["dangerous_raw"]), weaker, stronger),
        (at("/description"), json!("Another."), Direction::Neutral, Direction::Neutral),
        (at("/title"), json!("Another."), Direction::Neutral, Direction::Neutral),
        (place("/region", "/rules"), json!([]), weaker, stronger),
        (place("/region", "/constraints/enum"), json!(["eu", "us", "xx"]), weaker, stronger),
        (place("/region", "/constraints/enum"), json!(["eu"]), stronger, weaker),
        (place("/region", "/header"), json!("Other"), weaker, weaker),
        (place("/region", "/required"), json!(false), weaker, stronger),
        (place("/order/note", "/constraints/maxLength"), json!(5_001), weaker, stronger),
        (place("/order/note", "/rules/0"), json!("length(..=MANY)"), weaker, weaker),
        (place("/order/note", "/sanitizers"), json!([]), weaker, stronger),
        (place("/order/note", "/sanitizers"), json!(["nfc", "trim"]), stronger, weaker),
        (place("/order/items/*/sku", "/constraints/pattern"), json!("^.*$"), weaker, weaker),
        (place("/order/items/*/coupon", "/secret"), json!(false), weaker, stronger),
        (place("/order/items", "/constraints/minItems"), json!(0), weaker, stronger),
        (place("/tags/*", "/text"), json!("default"), weaker, stronger),
        (place("/file", "/types"), json!(["null", "string"]), weaker, stronger),
        ("/server/authentication".to_owned(), json!(null), weaker, stronger),
        ("/server/authentication/kind".to_owned(), json!("Own"), weaker, weaker),
        ("/server/authentication/audience".to_owned(), json!("other"), weaker, weaker),
        ("/server/authentication/proofs".to_owned(), json!(true), stronger, weaker),
        ("/server/tls/certificate".to_owned(), json!("files"), stronger, weaker),
        ("/server/tls/certificate".to_owned(), json!("development"), weaker, weaker),
        ("/server/tls/clients".to_owned(), json!("required"), stronger, weaker),
        ("/server/hosts".to_owned(), json!(["x.example.com"]), weaker, stronger),
        ("/server/origins".to_owned(), json!(["https://x.example.com"]), weaker, stronger),
        ("/server/publicUrl".to_owned(), json!(null), stronger, weaker),
        ("/server/trustedProxies".to_owned(), json!(["10.0.0.0/8"]), weaker, stronger),
        ("/server/limits/maxTimeoutMs".to_owned(), json!(null), weaker, stronger),
        ("/server/limits/maxBodyBytes".to_owned(), json!(1 << 30), weaker, stronger),
        ("/server/rates/perCaller/says".to_owned(), json!("51/s, burst 500"), weaker, stronger),
        ("/server/rates/perCaller/declared".to_owned(), json!("server"), stronger, weaker),
        ("/server/store".to_owned(), json!("redis at 127.0.0.1:6379"), stronger, weaker),
        ("/server/audit".to_owned(), json!(["JsonLines"]), stronger, weaker),
        (
            "/server/impliedScopes".to_owned(),
            json!([{ "scope": "a", "implies": ["b"] }]),
            weaker,
            stronger,
        ),
    ];
    for (pointer, value, there, back) in cases {
        let mut changed = report.clone();
        *changed.pointer_mut(&pointer).unwrap() = value.clone();
        for (old, new, expected) in [(&report, &changed, there), (&changed, &report, back)] {
            let changes = changes(old, new);
            let first = changes.first().unwrap_or_else(|| panic!("{pointer} {value}: untold"));
            assert_eq!(first.direction, expected, "{pointer} {value}: {changes:?}");
        }
    }
}

#[test]
fn a_tool_and_an_argument_more_are_weaker_and_less_are_stronger() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let mut fewer = report.clone();
    let hidden = fewer["tools"].as_array_mut().unwrap().remove(0);
    assert_eq!(hidden["name"], "hidden");
    let direction = |old, new| changes(old, new).iter().map(|it| it.direction).collect::<Vec<_>>();
    assert_eq!(direction(&fewer, &report), [Direction::Weaker]);
    assert_eq!(direction(&report, &fewer), [Direction::Stronger]);

    let mut less = report.clone();
    let places = less["tools"][1]["parameters"].as_array_mut().unwrap();
    places.retain(|place| place["pointer"] != "/free");
    assert_eq!(direction(&less, &report), [Direction::Weaker]);
    assert_eq!(direction(&report, &less), [Direction::Stronger]);
    assert_eq!(place(&less, "place", "/free"), &Value::Null);
}

/// Sanitizers work one after the other.
#[test]
fn another_order_of_sanitizers_is_weaker_also_where_there_is_one_more() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let of_note = path(&report, "place", "/order/note") + "/sanitizers";
    let with = |sanitizers: Value| {
        let mut changed = report.clone();
        *changed.pointer_mut(&of_note).unwrap() = sanitizers;
        changed
    };
    let old = with(json!(["trim", "html"]));
    let direction = |new: Value| changes(&old, &with(new)).first().map(|it| it.direction);
    assert_eq!(direction(json!(["html", "trim"])), Some(Direction::Weaker));
    assert_eq!(direction(json!(["html", "trim", "nfc"])), Some(Direction::Weaker));
    assert_eq!(direction(json!(["nfc", "trim", "html"])), Some(Direction::Stronger));
    assert_eq!(direction(json!(["trim", "nfc", "html"])), Some(Direction::Stronger));
}

/// An older report may be a stranger's.
#[test]
fn no_report_has_more_changes_than_can_be_told() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let mut old = report.clone();
    old["server"]["hosts"] = (0..300_000).map(|it| format!("{it}.example")).collect();
    // All of it is stronger; and yet nobody has read the rest.
    let all = changes(&old, &report);
    assert_eq!(all.len(), 100_001);
    assert_eq!(all[0].direction, Direction::Weaker);
    assert_eq!(all[0].how, "200000 more, which are not told");
    assert!(all[1..].iter().all(|it| it.direction == Direction::Stronger));
}

/// Bounds that became tighter, by a rule that says all of itself in figures.
#[test]
fn a_rule_with_tighter_figures_is_stronger() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let note = path(&report, "place", "/order/note");
    let mut changed = report.clone();
    *changed.pointer_mut(&format!("{note}/rules/0")).unwrap() = json!("length(..=4_000)");
    *changed.pointer_mut(&format!("{note}/constraints/maxLength")).unwrap() = json!(4_000);
    let all = changes(&report, &changed);
    assert!(all.iter().all(|it| it.direction == Direction::Stronger) && !all.is_empty(), "{all:?}");
    // Back, and with the figures left as they are, it is weaker.
    assert_eq!(changes(&changed, &report)[0].direction, Direction::Weaker);
    *changed.pointer_mut(&format!("{note}/constraints/maxLength")).unwrap() = json!(5_000);
    assert_eq!(changes(&report, &changed)[0].direction, Direction::Weaker);
}

/// Whatever is changed in a report, alone, is told; but for what says nothing of protection.
#[test]
fn no_change_goes_untold() {
    let report: Value = serde_json::from_str(&report().to_json()).unwrap();
    let mut count = 0;
    for (pointer, changed) in mutations(&report) {
        // What is no report any more cannot be compared.
        let Ok(read) = Posture::from_json(&changed.to_string()) else { continue };
        // What is missing and what is `null` are the same.
        if read == super::report() {
            continue;
        }
        let is_place = pointer.contains("/source/");
        let is_word_in_schema = pointer.contains("Schema/") && pointer.ends_with("/description");
        if is_place || is_word_in_schema {
            continue;
        }
        count += 1;
        assert!(!changes(&report, &changed).is_empty(), "{pointer} is untold");
    }
    assert!(count > 200, "{count}");
}

/// The report with one value changed, for each of its values.
fn mutations(report: &Value) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    collect(report, String::new(), &mut pointers);
    let mut mutations = Vec::new();
    for pointer in pointers {
        let value = report.pointer(&pointer).unwrap();
        let other = match value {
            Value::Bool(value) => json!(!value),
            Value::Number(number) => json!(number.as_u64().unwrap_or(0) + 1),
            Value::String(text) => json!(format!("{text} more")),
            Value::Array(items) if !items.is_empty() => json!(items[1..]),
            Value::Object(members) if !members.is_empty() => {
                let mut members = members.clone();
                // That a word is missing is no change of protection either.
                let name = members.keys().find(|name| *name != "description").cloned();
                let Some(name) = name else { continue };
                members.remove(&name);
                Value::Object(members)
            }
            // An empty list gets an item, and what is missing a value.
            Value::Array(_) => json!(["more"]),
            Value::Null => json!("more"),
            Value::Object(_) => continue,
        };
        let mut changed = report.clone();
        *changed.pointer_mut(&pointer).unwrap() = other;
        mutations.push((pointer, changed));
    }
    mutations
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), pointers);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(member, format!("{pointer}/{name}"), pointers);
            }
        }
        _ => {}
    }
    if !pointer.is_empty() {
        pointers.push(pointer);
    }
}
