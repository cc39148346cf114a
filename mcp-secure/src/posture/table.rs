//! The report as a table for a terminal, and what was found in it.

use std::fmt::Write as _;

use super::{Direction, FindingKind, Review, words};

/// The report, or, if asked for no more, what was found; with colours, where they are wanted.
pub(super) fn write(review: &Review, colours: bool) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = report(review, Paint(colours), &mut text);
    text
}

/// What was found, and what has changed.
pub(super) fn write_findings(review: &Review, colours: bool) -> String {
    let mut text = String::new();
    let _ = changes(review, Paint(colours), &mut text);
    let _ = findings(review, Paint(colours), &mut text);
    text
}

fn report(review: &Review, paint: Paint, text: &mut String) -> std::fmt::Result {
    let server = &review.posture.server;
    let name = words::shown(&server.name);
    writeln!(text, "{} {}", paint.bold(&name), words::shown(&server.version))?;
    for (what, value) in words::server(&review.posture) {
        writeln!(text, "  {what:15} {}", words::shown(&value))?;
    }
    text.push('\n');
    let rows: Vec<[String; 5]> = review.posture.tools.iter().map(words::row).collect();
    let heads = ["tool", "access", "guards", "time", "arguments"].map(str::to_owned);
    let mut widths = heads.each_ref().map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    writeln!(text, "{}", paint.bold(&line(&heads, &widths)))?;
    for (row, tool) in rows.iter().zip(&review.posture.tools) {
        let line = line(row, &widths);
        let is_weak = tool.access.is_for_everybody() || !tool.dangers.is_empty();
        writeln!(text, "{}", if is_weak { paint.yellow(&line) } else { line })?;
    }
    Ok(())
}

fn line(cells: &[String; 5], widths: &[usize; 5]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:width$}  ");
    }
    line.trim_end().to_owned()
}

fn findings(review: &Review, paint: Paint, text: &mut String) -> std::fmt::Result {
    for rule in FindingKind::ALL {
        let found: Vec<_> = review.findings.iter().filter(|it| it.rule == rule).collect();
        if found.is_empty() {
            continue;
        }
        writeln!(text, "{}: {}", paint.yellow(rule.id()), rule.about())?;
        for finding in found {
            let whose = words::shown(finding.tool.as_deref().unwrap_or("the server"));
            let message = words::shown(&finding.message);
            let source = words::shown(&finding.source.to_string());
            writeln!(text, "  {}: {message} ({source})", paint.bold(&whose))?;
        }
        writeln!(text, "  to mend it: {}\n", rule.remedy())?;
    }
    let accepted = match review.accepted {
        0 => String::new(),
        accepted => format!(", {accepted} accepted by name"),
    };
    let tools = review.posture.tools.len();
    let plural = |count| if count == 1 { "" } else { "s" };
    let findings = review.findings.len();
    let (of_tools, of_findings) = (plural(tools), plural(findings));
    writeln!(text, "{tools} tool{of_tools}, {findings} finding{of_findings}{accepted}")
}

fn changes(review: &Review, paint: Paint, text: &mut String) -> std::fmt::Result {
    let Some(changes) = &review.changes else { return Ok(()) };
    for change in changes {
        let direction = format!("{:8}", change.direction);
        let direction = match change.direction {
            Direction::Weaker => paint.red(&direction),
            Direction::Stronger => paint.green(&direction),
            Direction::Neutral => direction,
        };
        let whose = words::shown(change.tool.as_deref().unwrap_or("the server"));
        let (what, how) = (words::shown(&change.what), words::shown(&change.how));
        writeln!(text, "{direction}  {}: {what}: {how}", paint.bold(&whose))?;
    }
    let weaker = changes.iter().filter(|it| it.direction == Direction::Weaker).count();
    writeln!(text, "{} changes, {weaker} weaker\n", changes.len())
}

/// Colours, where they are wanted.
#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
