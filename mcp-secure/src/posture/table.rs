//! The report as a table for a terminal.

use std::fmt::Write as _;

use super::{Declared, Posture, Tool};

/// The report; with colours, where they are wanted.
pub(super) fn write(posture: &Posture, colours: bool) -> String {
    let paint = Paint(colours);
    let mut text = String::new();
    let server = &posture.server;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{} {}", paint.bold(&shown(&server.name)), shown(&server.version));
    for (what, value) in server_lines(posture) {
        let _ = writeln!(text, "  {what:15} {value}");
    }
    text.push('\n');
    let rows: Vec<[String; 5]> = posture.tools.iter().map(row).collect();
    let heads = ["tool", "access", "guards", "time", "arguments"].map(str::to_owned);
    let mut widths = heads.each_ref().map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    text.push_str(&paint.bold(&line(&heads, &widths)));
    text.push('\n');
    for (row, tool) in rows.iter().zip(&posture.tools) {
        let line = line(row, &widths);
        let is_weak = tool.access.is_for_everybody() || !tool.dangers.is_empty();
        text.push_str(&if is_weak { paint.yellow(&line) } else { line });
        text.push('\n');
    }
    text
}

fn server_lines(posture: &Posture) -> Vec<(&'static str, String)> {
    let server = &posture.server;
    let list = |texts: &[String]| match texts {
        [] => "none".to_owned(),
        texts => shown(&texts.join(", ")),
    };
    let authentication = match &server.authentication {
        None => "none: everybody on this machine is answered".to_owned(),
        Some(it) => shown(&format!("{}, audience {}", it.kind, it.audience)),
    };
    let mut lines = vec![
        ("authentication", authentication),
        ("tls", server.tls.to_string()),
        ("public url", server.public_url.as_deref().map_or_else(|| "none".to_owned(), shown)),
        ("trusted proxies", list(&server.trusted_proxies)),
        ("store", server.store.as_deref().map_or_else(|| "none".to_owned(), shown)),
        ("audit", list(&[vec!["log".to_owned()], server.audit.clone()].concat())),
    ];
    for danger in &server.dangers {
        lines.push(("dangerous", format!("{} at {}", danger.name, danger.source)));
    }
    lines
}

fn row(tool: &Tool) -> [String; 5] {
    let guards: Vec<_> = tool.guards.iter().map(|guard| guard.name.as_str()).collect();
    let policies = (!tool.policies.is_empty()).then_some("authorize");
    let guards: Vec<_> = guards.into_iter().chain(policies).collect();
    let time = match tool.timeout.declared {
        Declared::Default => format!("({})", duration(tool.timeout.ms)),
        _ => duration(tool.timeout.ms),
    };
    let arguments = tool.parameters.iter().filter(|it| it.is_top());
    let arguments: Vec<_> = arguments.map(|it| it.pointer.trim_start_matches('/')).collect();
    [
        shown(&tool.name),
        shown(&tool.access.to_string()),
        shown(&guards.join(", ")),
        time,
        shown(&arguments.join(", ")),
    ]
}

fn line(cells: &[String; 5], widths: &[usize; 5]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:width$}  ");
    }
    line.trim_end().to_owned()
}

/// What stands in a report may come from elsewhere: nothing of it drives a terminal.
pub(super) fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// `5 s`, `250 ms`.
pub(super) fn duration(ms: u64) -> String {
    match ms {
        ms if ms >= 1000 && ms.is_multiple_of(1000) => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

/// Colours, where they are wanted.
#[derive(Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
