//! The table as a reader sees it.

#![cfg_attr(not(feature = "sql"), allow(dead_code, reason = "written where all rules are"))]

use std::fmt::Write as _;

use serde_json::Value;

use super::table::Row;

/// Of every rule: the keywords that it writes, and each thing that it refuses beyond them.
pub(super) fn written(rows: &[Row]) -> String {
    let mut document = String::from(HEAD);
    for row in rows {
        let mut told: Vec<&str> = Vec::new();
        for case in &row.cases {
            let is_new =
                told.is_empty() || case.untold.iter().any(|untold| !told.contains(&untold.asks));
            if !is_new {
                continue;
            }
            let keywords = case.described.told.iter().map(|keyword| format!("`{keyword}`"));
            let schema = keywords.collect::<Vec<_>>().join(", ");
            let mut cells = [format!("`{}`", case.written), schema];
            let mut untold =
                case.untold.iter().filter(|untold| !told.contains(&untold.asks)).peekable();
            if untold.peek().is_none() {
                line(&mut document, &cells, "", "");
            }
            for untold in untold {
                line(&mut document, &cells, untold.asks, &shown(&untold.example));
                cells = [String::new(), String::new()];
            }
            told.push("");
            told.extend(case.untold.iter().map(|untold| untold.asks));
        }
    }
    document
}

fn line(document: &mut String, [rule, schema]: &[String; 2], asks: &str, example: &str) {
    // A bar would end the cell.
    let cell = |text: &str| text.replace('|', "\\|");
    let (rule, asks, example) = (cell(rule), cell(asks), cell(example));
    writeln!(document, "| {rule} | {schema} | {asks} | {example} |").unwrap();
}

/// Short, on one line.
pub(super) fn shown(example: &Value) -> String {
    let text = match example {
        Value::String(text) => format!("{text:?}"),
        other => other.to_string(),
    };
    let length = text.chars().count();
    if length <= LONGEST {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(8).collect();
    format!("`{start}…`, {} characters", length - "\"\"".len())
}

const LONGEST: usize = 40;

const HEAD: &str = "\
| rule | its schema says | it alone refuses what breaks | as |
|---|---|---|---|
";
