//! Requests that nobody has written: any spelling of JSON, right and wrong.

use std::cell::Cell;

use proptest::{collection::vec, prelude::*, sample::select};
use tests::{Reply, Server, http::VERSION};

use crate::{comparable, lanes_used, traced};

/// JSON as it is written.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec![
            "null",
            "true",
            "false",
            "0",
            "3",
            "-0",
            "3.0",
            "3e0",
            "0.30e+1",
            "10",
            "255",
            "256",
            "1E400",
            "12345678901234567890",
            "03",
            "+3",
            ".5",
            "3.",
            "1e",
            "nul",
            "",
            "\"a.md\"",
            "\"abc\"",
            "\"red\"",
            "\"x\"",
            "\"\"",
            "\"../a.md\"",
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        string(),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            (vec(inner.clone(), 0..4), space())
                .prop_map(|(items, space)| format!("[{space}{}{space}]", items.join(","))),
            members(name(), inner),
        ]
    })
}

/// A string: of any characters, escaped or not, also where they must or must not be.
fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z.]{1,3}",
        "\\PC",
        select(vec![
            "\\u0061",
            "\\u002F",
            "\\u0000",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\n",
            "\\/",
            "\\\"",
            "\\\\",
            "\\x",
            "\\u00g0",
            "\\",
            "\n",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{2028}",
            "\u{e0041}",
            "\u{feff}",
            "é",
            "e\u{301}",
        ])
        .prop_map(str::to_owned),
    ];
    vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", "", " ", "\n\t", "\r\n  ", "\u{a0}"])
}

/// Names of arguments that tools have, some in another spelling, and others.
fn name() -> impl Strategy<Value = String> {
    let known = select(vec![
        "text",
        "name",
        "count",
        "word",
        "color",
        "tags",
        "flag",
        "note",
        "order",
        "items",
        "by",
        "Text",
        "te\\u0078t",
        "x",
        "",
    ]);
    prop_oneof![8 => known.prop_map(|name| format!("\"{name}\"")), 1 => string()]
}

/// An object. A name can come twice.
fn members(
    name: impl Strategy<Value = String>,
    value: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let member = (name, space(), value)
        .prop_map(|(name, space, value)| format!("{name}{space}:{space}{value}"));
    (vec(member, 0..4), space()).prop_map(|(members, space)| {
        format!("{{{space}{}{space}}}", members.join(&format!("{space},")))
    })
}

/// What is asked of which tool: mostly nearly right.
fn arguments() -> impl Strategy<Value = (&'static str, String)> {
    let one = |tool: &'static str, name: &'static str| {
        value().prop_map(move |value| (tool, format!("{{\"{name}\":{value}}}")))
    };
    let judged = vec(value(), 5).prop_map(|values| {
        let names = ["name", "count", "word", "color", "tags"];
        let good = ["\"a.md\"", "3", "\"abc\"", "\"red\"", "[\"x\"]"];
        let members =
            names.iter().zip(good).zip(values).zip(0..).map(|(((name, good), value), at)| {
                // The shortest of those that were generated breaks one of five.
                let value = if value.len() % 5 == at { value } else { good.to_owned() };
                format!("\"{name}\":{value}")
            });
        ("judge", format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
    });
    let tools = select(vec!["echo", "judge", "nested", "counter.count", "undeclared", "fails"]);
    prop_oneof![
        one("echo", "text"),
        one("nested", "order"),
        one("counter.count", "by"),
        judged,
        (tools, members(name(), value())),
    ]
}

fn id() -> impl Strategy<Value = String> {
    let odd = ["0", "-1", "1.5", "1e3", "null", "true", "[]", "9223372036854775808", "\"\""];
    prop_oneof![Just("1".to_owned()), select(odd.to_vec()).prop_map(str::to_owned), string()]
}

/// The same request for each lane: a progress token is what the SDK alone understands. Both are as long,
/// for answers that tell a place.
fn answers(server: &Server, tool: &str, arguments: &str, id: &str, order: &[usize]) -> [Reply; 2] {
    [PROGRESS.replace(|_| true, " "), PROGRESS.to_owned()].map(|token| {
        let meta = format!(
            "{{\"io.modelcontextprotocol/protocolVersion\":\"{VERSION}\",\
             \"io.modelcontextprotocol/clientInfo\":{{\"name\":\"tests\",\"version\":\"0\"}},\
             \"io.modelcontextprotocol/clientCapabilities\":{{}}{token}}}"
        );
        let params = in_order(
            order,
            &[("name", &format!("\"{tool}\"")), ("arguments", arguments), ("_meta", &meta)],
        );
        let body = in_order(
            order,
            &[
                ("jsonrpc", "\"2.0\""),
                ("id", id),
                ("method", "\"tools/call\""),
                ("params", &params),
            ],
        );
        let client = server.http().header("mcp-method", "tools/call").header("mcp-name", tool);
        client.header("mcp-protocol-version", VERSION).post(body.as_bytes())
    })
}

const PROGRESS: &str = ",\"progressToken\":\"p\"";

fn in_order(order: &[usize], members: &[(&str, &str)]) -> String {
    let places = order.iter().filter(|place| **place < members.len());
    let members =
        places.map(|place| members[*place]).map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[test]
fn both_lanes_give_the_same_answer_to_what_is_generated() {
    let mut server = traced("fixture");
    // Done, refused by the tool's declaration, refused before.
    let counts = [const { Cell::new(0) }; 3];
    let order = Just(vec![0, 1, 2, 3]).prop_shuffle();
    let config = ProptestConfig {
        cases: 2_000,
        max_shrink_iters: 500,
        failure_persistence: None,
        ..Default::default()
    };
    proptest!(config, |((tool, arguments) in arguments(), id in id(), order in order)| {
        let [direct, sdk] = answers(&server, tool, &arguments, &id, &order);
        prop_assert_eq!(direct.status, sdk.status);
        let kind = if direct.status != 200 { 2 } else { usize::from(direct.is_error()) };
        counts[kind].update(|count| count + 1);
        prop_assert_eq!(comparable(direct.json()), comparable(sdk.json()));
    });
    // The generator makes all of them, and each lane has been there.
    assert!(counts.iter().all(|count| count.get() >= 50), "{counts:?}");
    server.http().call("no_such_tool", serde_json::json!({}));
    server.wait_for("tool=\"no_such_tool\"");
    let [direct, sdk] = lanes_used(&server);
    assert!(direct > 100 && sdk > 100, "{direct} direct, {sdk} through the SDK");
}
