//! The report as Markdown, for a comment at a pull request. What comes from the program stands in
//! code spans: there nothing links, mentions or formats.

use std::fmt::Write as _;

use super::{FindingKind, Parameter, Review, Tool, words};

pub(super) fn write(review: &Review) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = body(review, &mut text);
    text
}

fn body(review: &Review, text: &mut String) -> std::fmt::Result {
    let server = &review.posture.server;
    writeln!(text, "# Posture of {} {}\n", code(&server.name), code(&server.version))?;
    for (what, value) in words::server(&review.posture) {
        writeln!(text, "- {what}: {}", code(&value))?;
    }
    text.push_str("\n| tool | access | guards | timeout | arguments |\n|---|---|---|---|---|\n");
    for tool in &review.posture.tools {
        let [name, access, guards, timeout, arguments] = words::row(tool).map(|cell| code(&cell));
        writeln!(text, "| {name} | {access} | {guards} | {timeout} | {arguments} |")?;
    }
    findings(review, text)?;
    changes(review, text)?;
    review.posture.tools.iter().try_for_each(|tool| one(tool, text))
}

fn findings(review: &Review, text: &mut String) -> std::fmt::Result {
    writeln!(text, "\n## Findings\n")?;
    if review.findings.is_empty() {
        writeln!(text, "None; {} accepted by name.", review.accepted)?;
    }
    for rule in FindingKind::ALL {
        let mut found = review.findings.iter().filter(|it| it.rule == rule).peekable();
        if found.peek().is_none() {
            continue;
        }
        writeln!(text, "- **{}**: {}", rule.id(), rule.about())?;
        for finding in found {
            let whose = finding.tool.as_deref().map_or("the server".to_owned(), code);
            let source = code(&finding.source.to_string());
            writeln!(text, "  - {whose}: {} ({source})", code(&finding.message))?;
        }
        writeln!(text, "  - Remedy: {}", rule.remedy())?;
    }
    Ok(())
}

fn changes(review: &Review, text: &mut String) -> std::fmt::Result {
    let Some(changes) = &review.changes else { return Ok(()) };
    writeln!(text, "\n## Changes\n")?;
    if changes.is_empty() {
        return writeln!(text, "None.");
    }
    text.push_str("| | where | what | how |\n|---|---|---|---|\n");
    for change in changes {
        let whose = change.tool.as_deref().map_or("the server".to_owned(), code);
        let (direction, what, how) = (change.direction, code(&change.what), code(&change.how));
        writeln!(text, "| **{direction}** | {whose} | {what} | {how} |")?;
    }
    Ok(())
}

fn one(tool: &Tool, text: &mut String) -> std::fmt::Result {
    writeln!(text, "\n## {}\n\n{}\n", code(&tool.name), code(&tool.description))?;
    for (what, value) in words::tool(tool) {
        writeln!(text, "- {what}: {}", code(&value))?;
    }
    if tool.parameters.is_empty() {
        return writeln!(text, "- arguments: none");
    }
    text.push_str("\n| argument | type | rules | bounds | |\n|---|---|---|---|---|\n");
    for parameter in &tool.parameters {
        let Parameter { pointer, types, rules, .. } = parameter;
        let (types, rules) = (code(&types.join(", ")), code(&rules.join(", ")));
        let bounds = code(&words::constraints(parameter).join(", "));
        let more = code(&words::marks(parameter).join(", "));
        writeln!(text, "| {} | {types} | {rules} | {bounds} | {more} |", code(pointer))?;
    }
    Ok(())
}

/// A code span, which ends with as many backticks as it begins with; in a table too.
fn code(text: &str) -> String {
    let text = without_bars(&words::shown(text));
    if text.trim().is_empty() {
        return String::new();
    }
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A bar would end the cell of a table, also within a code span, and also behind a backslash that is
/// escaped itself.
fn without_bars(text: &str) -> String {
    let (mut escaped, mut backslashes) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        if c == '|' {
            escaped.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_a_code_span() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b``c", "```a`b``c```"),
            ("`a", "`` `a ``"),
            ("a\n\n# b", "`a # b`"),
            ("a | b", "`a \\| b`"),
            (r"a\| b", r"`a\\\| b`"),
            (r"\\|", r"`\\\\\|`"),
            ("\u{1b}[31m", "`\u{fffd}[31m`"),
            (" ", ""),
        ] {
            assert_eq!(code(text), expected);
        }
    }
}
