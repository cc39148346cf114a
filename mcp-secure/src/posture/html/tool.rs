//! A card for each tool.

use super::{
    Index,
    element::Html,
    overview::{access, does},
};
use crate::posture::{Declared, Parameter, Review, TextBound, Tool, words};

pub(super) fn all<'a>(review: &Review, index: &Index<'_>, page: &'a mut Html) -> &'a mut Html {
    page.raw("<h2 id=\"tools\">Each tool</h2>\n");
    // Which are shown, by style alone.
    page.raw("<fieldset><legend>Show</legend>");
    let choices = [
        ("all", "all"),
        ("public", "for everybody"),
        ("destructive", "may destroy"),
        ("found", "with findings"),
    ];
    page.each(choices, |page, (which, word)| {
        let checked = if which == "all" { " checked" } else { "" };
        page.raw(&format!("<label><input type=\"radio\" name=\"show\" id=\"show-{which}\"{checked}> {word}</label> "));
    });
    page.raw("</fieldset>\n");
    page.each(review.posture.tools.iter().enumerate(), |page, (card, tool)| {
        one(index, card, tool, page)
    })
}

fn one(index: &Index<'_>, card: usize, tool: &Tool, page: &mut Html) {
    let kinds = [
        ("public", tool.access.is_for_everybody()),
        ("destructive", tool.may_destroy()),
        ("has-findings", index.found(&tool.name) > 0),
    ];
    let kinds: String =
        kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| format!(" {kind}")).collect();
    page.with(&format!("article class=\"card tool{kinds}\" id=\"tool-{card}\""), |page| {
        page.with("div class=\"head\"", |page| {
            page.with("h3", |page| page.text(&tool.name));
            page.with("span", |page| does(tool, access(&tool.access, page)));
            page.with("span class=\"soft\"", |page| page.text(&tool.source.to_string()))
        });
        if let Some(title) = &tool.title {
            page.with("p", |page| page.with("b", |page| page.text(title)));
        }
        page.with("p class=\"words\"", |page| page.text(&tool.description));
        page.raw("<h4>The way of a call</h4>");
        way(tool, page);
        page.raw("<h4>Arguments</h4>");
        match tool.parameters.is_empty() {
            true => page.with("p class=\"soft\"", |page| page.text("None.")),
            false => parameters(tool, page),
        };
        schema("Input schema, with all bounds", Some(&tool.input_schema), page);
        schema("Output schema", tool.output_schema.as_ref(), page)
    });
}

/// What a call passes, in the order of the gate.
fn way(tool: &Tool, page: &mut Html) {
    page.with("ol class=\"way\"", |page| {
        let is_open = tool.access.is_for_everybody();
        step(if is_open { "bad" } else { "" }, "caller", &tool.access.to_string(), page);
        if let Some(bytes) = tool.max_input_bytes {
            step("", "input", &format!("at most {}", words::size(bytes)), page);
        }
        page.each(&tool.guards, |page, guard| {
            let whose = match guard.declared {
                Declared::Server => ", of all tools together",
                Declared::PerTool => ", of each tool",
                Declared::Tool | Declared::Default => "",
            };
            step("", &format!("{}{whose}", guard.name), &guard.says, page);
        });
        if !tool.parameters.is_empty() {
            let rules: usize = tool.parameters.iter().map(|place| place.rules.len()).sum();
            let unbounded = tool.parameters.iter().any(|it| it.text == Some(TextBound::Default));
            let count = |count: usize, what| match count {
                1 => format!("1 {what}"),
                count => format!("{count} {what}s"),
            };
            let words =
                format!("{}, {}", count(tool.parameters.len(), "place"), count(rules, "rule"));
            step(if unbounded { "warn" } else { "" }, "arguments", &words, page);
        }
        page.each(&tool.policies, |page, policy| step("", "authorize", policy, page));
        let (kind, by) = match tool.timeout.declared {
            Declared::Default => ("warn", ", undeclared"),
            Declared::Server | Declared::PerTool => ("", ", of the server"),
            Declared::Tool => ("", ""),
        };
        let run =
            format!("{}{by}, {} calls at once", words::duration(tool.timeout.ms), tool.max_calls);
        step(kind, "run", &run, page);
        let is_raw = tool.output.contains("dangerous_");
        let output = format!("{}, at most {}", tool.output, words::size(tool.max_output_bytes));
        step(if is_raw { "bad" } else { "" }, "output", &output, page);
        page
    });
}

fn step(kind: &str, what: &str, says: &str, page: &mut Html) {
    page.with(&format!("li class=\"{kind}\""), |page| {
        page.with("b", |page| page.text(what)).text(says)
    });
}

fn parameters<'a>(tool: &Tool, page: &'a mut Html) -> &'a mut Html {
    page.with("table class=\"places\"", |page| {
        page.raw(
            "<thead><tr><th>place</th><th>type</th><th>rules</th><th>asked for</th></tr></thead>",
        );
        page.with("tbody", |page| page.each(&tool.parameters, parameter))
    })
}

fn parameter(page: &mut Html, parameter: &Parameter) {
    page.with("tr", |page| {
        page.with("td class=\"name\"", |page| {
            page.code(if parameter.pointer.is_empty() { "all" } else { &parameter.pointer });
            if let Some(description) = &parameter.description {
                page.with("div class=\"soft words\"", |page| page.text(description));
            }
            page
        });
        page.with("td data-head=\"type\"", |page| {
            page.with("span", |page| page.text(&parameter.types.join(" or ")))
        });
        page.with("td data-head=\"rules\"", |page| match parameter.rules.is_empty() {
            true => page,
            false => page.with("span", |page| {
                page.each(&parameter.rules, |page, rule| {
                    page.code(rule).raw(" ");
                })
            }),
        });
        page.with("td data-head=\"asked for\"", |page| {
            page.with("span", |page| {
                page.each(words::marks(parameter), |page, mark| {
                    let kind = if mark.contains("by default") { "warn" } else { "" };
                    page.badge(kind, &mark);
                });
                page.each(words::constraints(parameter), |page, words| {
                    page.with("div", |page| page.code(&words));
                })
            })
        })
    });
}

fn schema<'a>(
    what: &str,
    schema: Option<&impl serde::Serialize>,
    page: &'a mut Html,
) -> &'a mut Html {
    let Some(schema) = schema else { return page };
    let json = serde_json::to_string_pretty(schema).unwrap_or_default();
    page.with("details", |page| {
        page.with("summary", |page| page.text(what));
        page.with("pre", |page| page.text(&json))
    })
}
