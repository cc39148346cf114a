//! What rules are given by a constant stands in no declaration, and is told all the same.

use mcp_secure::{
    posture::{Direction, Posture, Review},
    prelude::*,
};
use serde_json::json;

/// The same declaration with one list or another.
macro_rules! with_lists {
    ($module:ident, $extensions:expr, $hosts:expr, $most:expr) => {
        mod $module {
            use mcp_secure::prelude::*;

            const EXTENSIONS: &[&str] = &$extensions;
            const HOSTS: &[&str] = &$hosts;
            const MOST: usize = $most;

            /// Save what is there.
            #[tool(read_only)]
            pub(super) async fn save(
                #[validate(filename().extensions(EXTENSIONS))] name: String,
                #[validate(each(url().hosts(HOSTS)), length(..=9))] sources: Vec<String>,
                #[validate(when(is_long, length(..=MOST)))] note: String,
            ) -> String {
                format!("{name}{sources:?}{note}")
            }

            fn is_long(text: &str) -> bool {
                text.len() > 1
            }
        }
    };
}

with_lists!(strict, ["md"], ["x.example"], 50);
with_lists!(loose, ["md", "html"], ["x.example", "*.y.example"], 60);

fn strict() -> Posture {
    Server::new("test", "1").tools(tools![strict::save]).posture()
}

fn loose() -> Posture {
    Server::new("test", "1").tools(tools![loose::save]).posture()
}

#[test]
fn a_longer_list_is_weaker_though_the_declaration_is_the_same() {
    let rules =
        |posture: Posture| posture.tools[0].parameters.clone().into_iter().map(|it| it.rules);
    assert!(rules(strict()).eq(rules(loose())));
    let told = |old: Posture, new: Posture| -> Vec<_> {
        let changes = new.changes_since(&old).into_iter();
        changes.map(|it| (it.direction, it.what, it.how)).collect()
    };
    let (weaker, stronger) = (Direction::Weaker, Direction::Stronger);
    let text = |(direction, what, how): (_, &str, &str)| (direction, what.into(), how.into());
    let expected = [
        (weaker, "/name extensions", r#"["md"] → ["md","html"]"#),
        (weaker, "/note when", r#"{"maxLength":50} → {"maxLength":60}; changed, read it"#),
        (weaker, "/sources/* hosts", r#"["x.example"] → ["x.example","*.y.example"]"#),
    ];
    assert_eq!(told(strict(), loose()), expected.map(text));
    let back = told(loose(), strict());
    assert!(back.contains(&text((stronger, "/name extensions", r#"["md","html"] → ["md"]"#))));
}

#[test]
fn the_values_stand_in_every_form_and_in_no_schema() {
    let posture = strict();
    let review = Review::new(posture.clone(), None, &[]).unwrap();
    for form in [review.to_markdown(), review.to_html().replace("&quot;", "\"")] {
        for words in [r#"extensions ["md"]"#, r#"hosts ["x.example"]"#, r#"when {"maxLength":50}"#]
        {
            assert!(form.contains(words), "{words}: {form}");
        }
    }
    let tool = &posture.tools[0];
    assert_eq!(tool.parameters[0].constraints["extensions"], json!(["md"]));
    let schema = serde_json::to_string(&tool.input_schema).unwrap();
    assert!(!schema.contains("x-mcp-secure") && !schema.contains("x.example"), "{schema}");
}
